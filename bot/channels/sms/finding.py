"""What became of a call whose end we never saw (DESIGN §7, Reconcile)."""

import re
import unicodedata
from datetime import timedelta

from bot.channels.sms import outcomes
from bot.channels.sms.listing import Endless, back_to
from bot.channels.sms.messages import Message, Messages
from bot.config import Config
from bot.model.delivery import Absent, Finding, Found, Open, Unsure

TRIAL = "Sent from your Twilio trial account - "
#: Twilio's clock counts in whole seconds and is not quite ours; no call of ours lasts fifteen minutes.
BEFORE, AFTER = timedelta(seconds=5), timedelta(minutes=15)


async def find(messages: Messages, config: Config, open: Open) -> Finding:
    """Found, where exactly one message fits; Absent, where none comes near; else Unsure."""
    since = open.called_at - BEFORE
    try:
        # No day: Twilio's filter would hide what still waits in its queue, and that we would then send twice.
        near = [m async for m in back_to(messages, since, to=open.address) if _could_be(m, config, open)]
    except (*outcomes.EXPECTED, Endless):
        return Unsure("Twilio's list could not be read")
    exact = [message for message in near if said(message.body) == open.words]
    match exact:
        case [one]:
            error = "" if one.error_code is None else str(one.error_code)
            state = outcomes.state(one.status) or "accepted"
            return Found(one.sid, state, error, outcomes.counted(one.num_segments))
        case []:
            if any(not message.body or _bare(said(message.body)) == _bare(open.words) for message in near):
                return Unsure("Twilio has a message that may be this one")
            return Absent()
    return Unsure("Twilio has several messages that could be this one")


def said(body: str | None) -> str:
    return (body or "").removeprefix(TRIAL)


def _could_be(message: Message, config: Config, open: Open) -> bool:
    if not str(message.direction).startswith("outbound") or message.to != open.address:
        return False
    if message.sid in open.others:
        return False  # the same words went to this phone just before: those are not these
    if message.date_created is not None and message.date_created > open.called_at + AFTER:
        return False
    service = message.messaging_service_sid == config.twilio_messaging_service_sid
    ours = message.from_ == config.twilio_from if config.twilio_from else service
    return ours or not message.from_  # a Messaging Service names no sender until it has chosen one


def _bare(words: str) -> str:
    """Letters and digits alone. A Messaging Service may have swapped dashes and accents for cheaper ones."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", words)).casefold()
