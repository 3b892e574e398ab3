"""What carriers bring, made beforehand, and brought to a door on this machine with so many in flight at once."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.bench import school
from bot.bench.town import Phone
from bot.channels.telegram import secret_for
from bot.simulated.twilio.signing import signature

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
WORDS = "Kia ora, we read the whole book together last night. Ngā mihi, see you tomorrow"
PATIENCE = 120.0  #: seconds for all of one load: then what is missing counts as unanswered


@dataclass(frozen=True)
class Brought:
    """How a load went: seconds in all, and for each answer of success the seconds it took, quickest first."""

    wall: float
    waits: list[float]
    refused: int  #: answers of no success, and none at all

    def at(self, part: float) -> float:
        """The wait that this part of all stayed within, in milliseconds."""
        return 1000 * self.waits[min(len(self.waits) - 1, int(part * len(self.waits)))] if self.waits else 0.0


def texts(phones: Iterable[Phone], first: int = 1) -> Iterator[bytes]:
    """One signed webhook of Twilio's for each phone."""
    for number, phone in enumerate(phones, first):
        form = {
            "ToCountry": "NZ", "ToState": "", "SmsMessageSid": f"SM{number:032x}", "NumMedia": "0", "ToCity": "",
            "FromZip": "", "SmsSid": f"SM{number:032x}", "FromState": "", "SmsStatus": "received", "FromCity": "",
            "Body": WORDS, "FromCountry": "NZ", "To": school.NUMBER, "ToZip": "", "NumSegments": "2",
            "MessageSid": f"SM{number:032x}", "AccountSid": school.ACCOUNT, "From": phone.address,
            "ApiVersion": "2010-04-01",
        }  # fmt: skip
        signed = signature(school.AUTH, f"{school.PUBLIC}/hooks/sms", form)
        yield _post("/hooks/sms", urlencode(form).encode(), "application/x-www-form-urlencoded; charset=UTF-8",
                    f"X-Twilio-Signature: {signed}")  # fmt: skip


def updates(phones: Iterable[Phone], first: int = 1) -> Iterator[bytes]:
    """One update of Telegram's for each phone."""
    secret = secret_for(school.TOKEN)
    for number, phone in enumerate(phones, first):
        chat = int(phone.address)
        update = {"update_id": 800_000_000 + number, "message": {
            "message_id": number, "date": int(school.MORNING.timestamp()), "text": WORDS,
            "from": {"id": chat, "is_bot": False, "first_name": "Mere", "language_code": "en"},
            "chat": {"id": chat, "type": "private", "first_name": "Mere"},
        }}  # fmt: skip
        yield _post("/hooks/telegram", json.dumps(update).encode(), "application/json",
                    f"X-Telegram-Bot-Api-Secret-Token: {secret}")  # fmt: skip


def _post(path: str, body: bytes, kind: str, more: str) -> bytes:
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        more,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def bring(port: int, requests: Iterable[bytes], in_flight: int = 32, every: float = 0.0,
          until: Callable[[], bool] = lambda: False) -> Brought:  # fmt: skip
    """Brings them all, or as many as there is time for before `until`.

    `every`: at least so many seconds between two, whether the earlier ones have been answered or not.
    """
    return asyncio.run(_bring(port, iter(requests), in_flight, every, until))


async def _bring(port: int, requests: Iterator[bytes], in_flight: int, every: float,
                 until: Callable[[], bool]) -> Brought:  # fmt: skip
    waits: list[float] = []
    refused = 0
    begun = next_one = time.perf_counter()

    async def carry() -> None:
        nonlocal refused, next_one
        _, line = await asyncio.get_running_loop().create_connection(_Line, "127.0.0.1", port)
        try:
            for request in requests:
                if until() or time.perf_counter() - begun > PATIENCE:
                    return
                due, next_one = next_one, max(next_one, time.perf_counter() - 1.0) + every
                if every and (early := due - time.perf_counter()) > 0:
                    await asyncio.sleep(early)
                sent = time.perf_counter()
                async with asyncio.timeout(PATIENCE):
                    good = await line.ask(request)
                if good:
                    waits.append(time.perf_counter() - sent)
                else:
                    refused += 1
        except (OSError, TimeoutError):
            refused += 1
        finally:
            line.close()

    await asyncio.gather(*(carry() for _ in range(in_flight)))
    return Brought(time.perf_counter() - begun, sorted(waits), refused)


class _Line(asyncio.Protocol):
    """One connection, kept open: asks, and waits for the whole answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes) -> asyncio.Future[bool]:
        self.heard = b""
        self.answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.answer

    def data_received(self, data: bytes) -> None:
        self.heard += data
        ends = self.heard.find(b"\r\n\r\n")
        if ends < 0 or self.answer.done():
            return
        found = _LENGTH.search(self.heard[: ends + 2])
        if len(self.heard) >= ends + 4 + (int(found[1]) if found else 0):
            self.answer.set_result(self.heard.startswith(b"HTTP/1.1 2"))

    def connection_lost(self, _error: Exception | None) -> None:
        if hasattr(self, "answer") and not self.answer.done():
            self.answer.set_exception(ConnectionResetError())

    def close(self) -> None:
        self.transport.close()
