"""A carrier that answers at once, in a process of its own: just enough of Twilio and of the Bot API, and a stopwatch.

bot/simulated is the faithful one, and would be what we measured.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from bot.bench.processes import Verbs

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"chat_id=(-?\d+)")
_CREATED: dict[str, object] = {
    "account_sid": "", "api_version": "2010-04-01", "body": "", "direction": "outbound-api", "from": "+6421000000",
    "date_created": "Tue, 24 Nov 2026 10:00:00 +0000", "date_updated": "Tue, 24 Nov 2026 10:00:00 +0000",
    "date_sent": None, "error_code": None, "error_message": None, "messaging_service_sid": None, "num_media": "0",
    "num_segments": "1", "price": None, "price_unit": "NZD", "sid": "", "status": "queued", "subresource_uris": {},
    "to": "", "uri": "",
}  # fmt: skip
_ME = {"id": 777000, "is_bot": True, "first_name": "Aho", "username": "bench_bot"}


class Counter:
    """What both carriers have taken: when, each with a new number."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.times: list[float] = []

    def answer(self, head: bytes, body: bytes) -> bytes:
        verb, path = head.split(b" ", 2)[:2]
        if path.endswith(b"/sendMessage"):
            self.times.append(time.monotonic())
            chat = found[1].decode() if (found := _CHAT.search(body)) else "1"
            return (
                f'{{"ok":true,"result":{{"message_id":{next(self.numbers)},"date":1795514400,'
                f'"chat":{{"id":{chat},"type":"private","first_name":"Whānau"}},'
                f'"from":{json.dumps(_ME)},"text":"Kia ora"}}}}'
            ).encode()
        if b"/Messages" in path and verb == b"POST":
            self.times.append(time.monotonic())
            return json.dumps({**_CREATED, "sid": f"SM{next(self.numbers):032x}"}).encode()
        if b"/Messages" in path:
            return b'{"messages":[],"next_page_uri":null,"page":0,"page_size":50}'
        return json.dumps({"ok": True, "result": _ME if path.endswith(b"/getMe") else True}).encode()


class Line(asyncio.Protocol):
    """One connection, kept open; one request after the other."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.heard = counter, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while (ends := self.heard.find(b"\r\n\r\n")) >= 0:
            head = self.heard[:ends]
            length = int(found[1]) if (found := _LENGTH.search(head)) else 0
            whole = ends + 4 + length
            if len(self.heard) < whole:
                return
            body, self.heard = self.heard[ends + 4 : whole], self.heard[whole:]
            answer = self.counter.answer(head, body)
            made = b"201 Created" if head.startswith(b"POST") and b"/Messages" in head else b"200 OK"
            self.transport.write(
                b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                % (made, len(answer))
                + answer
            )


@asynccontextmanager
async def instant_carrier() -> AsyncIterator[Verbs]:
    counter = Counter()
    server = await asyncio.get_running_loop().create_server(lambda: Line(counter), "127.0.0.1", 0)

    async def port() -> int:
        return int(server.sockets[0].getsockname()[1])

    async def times() -> list[float]:
        """When it was asked to send, since it was last asked this."""
        taken, counter.times = counter.times, []
        return taken

    yield {"port": port, "times": times}
    server.close()
