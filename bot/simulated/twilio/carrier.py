"""Twilio's side of the wire: takes messages, carries them to the phones, tells the school what it heard."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from bot.simulated.faults import Faults
from bot.simulated.ledger import Bubble, Ledger, Media, Speaker
from bot.simulated.post import Post
from bot.simulated.segments import segments
from bot.simulated.twilio import keywords, webhooks
from bot.simulated.twilio.account import Account
from bot.simulated.twilio.message import Text
from bot.simulated.twilio.rules import Refusal, refusal
from bot.simulated.twilio.signing import signature


class Twilio:
    """Held open: the messages, who has opted out, and callbacks still to be posted.

    `sms_url` is the number's webhook; while it is empty, inbound messages are only listed. `journey` is the
    order in which statuses come back; `errors` maps a number to the code with which it can never be reached.
    """

    def __init__(
        self,
        ledger: Ledger,
        now: Callable[[], datetime],
        post: Post,
        *,
        account: Account | None = None,
        address: str = "https://api.twilio.com",
        pause: float = 0.05,
    ) -> None:
        self.ledger, self.now, self.post = ledger, now, post
        self.account = account or Account()
        self.address = address.rstrip("/")
        self.pause = pause  # seconds between a message's statuses
        self.faults = Faults()
        self.sms_url = ""
        self.journey: tuple[str, ...] = ("sent", "delivered")
        self.errors: dict[str, int] = {}
        self.landlines: set[str] = set()
        self.opted_out: set[str] = set()
        self.count: Callable[[str], int] = segments  # what a text is charged as: it counts for itself
        self.messages: dict[str, Text] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def create(self, form: Mapping[str, str]) -> Text | Refusal:
        """Take a message from the school: the phone has it at once, its callbacks follow a moment later."""
        refused = refusal(form, self.account, self.opted_out, self.landlines)
        if refused is not None:
            return refused
        service, body = form.get("MessagingServiceSid", ""), form.get("Body", "")
        text = Text(
            sid=_sid(),
            sender=form.get("From") or self.account.number,
            to=form["To"],
            body=body,
            direction="outbound-api",
            status="accepted" if service else "queued",
            # A Messaging Service counts only once it has chosen a sender.
            segments=0 if service else self.count(body),
            created=self.now(),
            service_sid=service,
            callback=form.get("StatusCallback", ""),
        )
        self._keep(text)
        if text.to not in self.errors:
            self._show(text, text.to, "school")
        task = asyncio.get_running_loop().create_task(self._carry(text.sid))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return text

    async def hear(self, sender: str, body: str, media: Iterable[Media] = ()) -> Text:
        """Someone texts the school's number: keep it, answer Twilio's own keywords, post the webhook once."""
        text = self._keep(self._plain(sender, self.account.number, body, "inbound", "received"))
        text = self._keep(replace(text, service_sid=self.account.service_sid, media=tuple(media)))
        self._show(text, sender, "phone")
        own_answer = keywords.heard(body, self.opted_out, sender)
        if own_answer:
            reply = self._plain(self.account.number, sender, own_answer, "outbound-reply", "delivered")
            self._show(self._keep(reply), sender, "carrier")
        if self.sms_url:
            await self._tell(self.sms_url, webhooks.inbound(text, self.account, self.address))
        return text

    async def settled(self) -> None:
        """Until every message has ended its journey and every callback has been posted."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def _carry(self, sid: str) -> None:
        error = self.errors.get(self.messages[sid].to)
        for status in ("sent", "undelivered") if error else self.journey:
            await asyncio.sleep(self.pause)
            if sid not in self.messages:
                return
            text = self._keep(
                replace(
                    self.messages[sid],
                    status=status,
                    sent=self.messages[sid].sent or self.now(),
                    updated=self.now(),
                    segments=self.count(self.messages[sid].body),
                    error=error if status == "undelivered" else None,
                )
            )
            if text.callback:
                await self._tell(text.callback, webhooks.status(text, self.account))

    async def _tell(self, url: str, parameters: Mapping[str, str]) -> None:
        # A fragment may hold connection overrides (#rc=2): never sent, and not part of what is signed.
        url = url.partition("#")[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": signature(self.account.token, url, parameters),
        }
        status = await self.post(url, headers, urlencode(parameters).encode())
        if not 200 <= status < 300:
            self.ledger.troubles.append(f"twilio: a webhook was answered with {status}")

    def _plain(self, sender: str, to: str, body: str, direction: str, status: str) -> Text:
        moment = self.now()
        return Text(_sid(), sender, to, body, direction, status, self.count(body), moment, moment)

    def _keep(self, text: Text) -> Text:
        self.messages[text.sid] = text
        return text

    def _show(self, text: Text, phone: str, by: Speaker) -> None:
        counted = self.count(text.body)
        self.ledger.write(
            Bubble(text.sid, phone, by, text.body, text.created, media=text.media, segments=counted)
        )


def _sid() -> str:
    return "SM" + secrets.token_hex(16)
