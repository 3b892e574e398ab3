"""SMS through Twilio, with Twilio's own client and signature check: the only folder that knows its name."""

import warnings
from datetime import datetime

import aiohttp

from bot.lean import without

# Twilio's own way over the network is not taken (bot.channels.sms.calls): it need not guess any page's letters.
with without("charset_normalizer"), warnings.catch_warnings(action="ignore"):
    from twilio.base import values  # type: ignore[import-untyped]
    from twilio.rest import Client  # type: ignore[import-untyped]

from bot.channels import Fetched, Unfetched
from bot.channels.sms import checking, finding, hearing, media, opening, outcomes, since
from bot.channels.sms.calls import Calls
from bot.channels.sms.messages import Messages
from bot.config import Config
from bot.model.delivery import Carried, Finding, Halted, Later, Open, Outcome, Outgoing
from bot.model.heard import Batch, Hook, Incoming, Receipt, Sight

LONGEST_VALIDITY = 36_000  # seconds; Twilio takes whole numbers from 1 (Message resource, ValidityPeriod)


class Sms:
    """Held open: Twilio's client on the shared wire. Choices are already numbered lines of the words."""

    name = "sms"

    def __init__(self, config: Config, wire: aiohttp.ClientSession) -> None:
        self.config, self.wire = config, wire
        token = config.twilio_auth_token.get_secret_value()
        calls = Calls(wire, config.twilio_api_url)
        self.client = Client(config.twilio_account_sid, token, http_client=calls)
        self.messages = Messages(self.client)

    def open(self, hook: Hook) -> list[Incoming | Receipt]:
        return opening.opened(hook, self.config)

    async def send(self, out: Outgoing) -> Outcome:
        """One POST to Messages. `enclosure` is ignored: an SMS never carries a picture of a child."""
        valid = out.valid_seconds
        form = values.of({
            "To": out.address,
            "Body": out.words,
            "From": self.config.twilio_from or values.unset,
            "MessagingServiceSid": self.config.twilio_messaging_service_sid or values.unset,
            "StatusCallback": self._callback(out.attempt),
            "ValidityPeriod": values.unset if valid is None else max(1, min(LONGEST_VALIDITY, valid)),
            # Twilio may otherwise swap letters for cheaper ones: what is stored would not be what is
            # read, and a lost answer could not be found again by its words.
            "SmartEncoded": "false",
        })  # fmt: skip
        try:
            answer = await self.messages.create(form)
        except outcomes.EXPECTED as trouble:
            return outcomes.outcome(trouble)
        return outcomes.accepted(answer.get("sid"), answer.get("status"), answer.get("num_segments"))

    async def find(self, open: Open) -> Finding:
        return await finding.find(self.messages, self.config, open)

    async def fetch(self, sight: Sight) -> Fetched | Unfetched:
        return await media.fetch(self.wire, self.config, sight)

    async def forget(self, sight: Sight) -> bool:
        return await media.forget(self.wire, self.config, sight)

    async def heard_since(self, mark: str) -> Batch | Later | Halted:
        """Inbound messages since `mark` (an aware ISO instant; "" for everything Twilio keeps), newest first.

        Batches overlap by some minutes, so that nothing falls between two: the same key is the same thing.
        """
        return await hearing.heard_since(self.messages, self.config, mark)

    async def receipts_since(self, mark: str) -> Batch | Later | Halted:
        """How our own messages fare, as far as it changed since `mark` (as above)."""
        return await hearing.receipts_since(self.messages, self.config, mark)

    async def sent_since(self, moment: datetime) -> tuple[Carried, ...] | Later | Halted:
        """All that Twilio has taken from us since then, whatever became of it; all of it, or none."""
        return await since.sent_since(self.messages, self.config, moment)

    async def check(self) -> list[str]:
        """What is wrong with the account, in plain sentences; an empty list is good news."""
        return await checking.check(self.client, self.config)

    async def close(self) -> None:
        pass  # the wire belongs to whoever opened it

    def _callback(self, attempt: str) -> object:
        if not self.config.public_url:
            return values.unset
        return f"{self.config.public_url}{opening.STATUS}?attempt={attempt}"
