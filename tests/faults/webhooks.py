"""What carriers post to the school, by whom, how often; and when each was answered."""

import asyncio
import json
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.channels.telegram import secret_for
from bot.simulated.twilio.signing import signature
from tests.faults.school import School

PATIENCE = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class Webhook:
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int  #: 0: nobody answered
    at: float  #: CLOCK_MONOTONIC, as the carriers' journal


def text(school: School, sender: str, words: str, key: str) -> Webhook:
    """One SMS."""
    form = {"From": sender, "MessageSid": key, "Body": words, "NumMedia": "0"}
    return _signed(school, "/hooks/sms", form)


def status(school: School, sid: str, state: str, attempt: str) -> Webhook:
    return _signed(
        school, f"/hooks/sms/status?attempt={attempt}", {"MessageSid": sid, "MessageStatus": state}
    )


def update(school: School, sender: str, words: str, number: int) -> Webhook:
    """One message on Telegram."""
    who = {"id": int(sender), "is_bot": False, "first_name": "Somebody", "language_code": "en"}
    chat = {"id": int(sender), "type": "private", "first_name": "Somebody"}
    said = {"message_id": number, "date": int(time.time()), "chat": chat, "from": who, "text": words}
    headers = {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": secret_for(school.settings["AHO_TELEGRAM_TOKEN"]),
    }
    body = json.dumps({"update_id": number, "message": said}).encode()
    return Webhook(f"{school.here}/hooks/telegram", headers, body)


def at(webhook: Webhook, school: School, port: int) -> Webhook:
    """The same, knocking at another process of the school's."""
    return replace(webhook, url=webhook.url.replace(f":{school.port}/", f":{port}/"))


def post(webhooks: Iterable[Webhook], *, at_once: int = 8, until_taken: bool = False) -> list[Answer]:
    """Each once, so many at a time; or each again and again until it is taken, as a carrier does that retries."""
    return asyncio.run(_post_all(list(webhooks), at_once, until_taken))


class Postman(threading.Thread):
    """Posts in the background, each webhook until it is taken."""

    def __init__(self, webhooks: Sequence[Webhook], at_once: int = 8) -> None:
        super().__init__(daemon=True)
        self._webhooks, self._at_once = webhooks, at_once
        self.answers: list[Answer] = []
        self.start()

    def run(self) -> None:
        self.answers = asyncio.run(_post_all(self._webhooks, self._at_once, True))

    def comes_back(self) -> list[Answer]:
        self.join(120)
        assert not self.is_alive(), "not everything was taken"
        return self.answers


async def _post_all(webhooks: Sequence[Webhook], at_once: int, until_taken: bool) -> list[Answer]:
    places = asyncio.Semaphore(at_once)
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:

        async def deliver(webhook: Webhook) -> Answer:
            async with places:
                while True:
                    answer = await _post(session, webhook)
                    if not until_taken or 200 <= answer.status < 300:
                        return answer
                    await asyncio.sleep(0.05)

        return await asyncio.gather(*(deliver(it) for it in webhooks))


async def _post(session: aiohttp.ClientSession, webhook: Webhook) -> Answer:
    try:
        async with session.post(webhook.url, headers=webhook.headers, data=webhook.body) as answer:
            await answer.read()
            return Answer(answer.status, time.monotonic())
    except (aiohttp.ClientError, OSError):
        return Answer(0, time.monotonic())


def _signed(school: School, path: str, form: dict[str, Any]) -> Webhook:
    whole = {
        "AccountSid": school.settings["AHO_TWILIO_ACCOUNT_SID"],
        "To": school.settings["AHO_TWILIO_FROM"],
        **form,
    }
    url = school.here + path
    headers = {"content-type": "application/x-www-form-urlencoded",
               "x-twilio-signature": signature(school.settings["AHO_TWILIO_AUTH_TOKEN"], url, whole)}  # fmt: skip
    return Webhook(url, headers, urlencode(whole).encode())
