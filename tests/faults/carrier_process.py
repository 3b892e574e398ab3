"""Inside the carriers' own process: bot.simulated, with a journal of every call and a few more troubles.

It outlives each death of the program, and knows what the program has forgotten.
"""

import asyncio
import json
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.simulated import Carriers, app, control

Json = dict[str, Any]


def carry(ports: Sequence[int], seed: int) -> int:
    """On several ports, as two carriers have two addresses: each fills its own places in the program's pool."""
    carriers = Carriers(lambda: datetime.now(UTC), _Post(), address=f"http://127.0.0.1:{ports[0]}", pause=0.02,
                        patience=lambda tries: 0.1)  # fmt: skip
    carriers.twilio.journey = ("delivered",)
    for carrier in (carriers.twilio, carriers.telegram):
        carrier.faults._chance = random.Random(seed)
    yard = Yard(carriers)
    served = Starlette(
        routes=[*control.routes(carriers), *yard.doors(), Mount("/", Watched(app(carriers), yard))]
    )
    server = uvicorn.Config(served, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    uvicorn.Server(server).run([socket.create_server(("127.0.0.1", it)) for it in ports])
    return 0


@dataclass
class Call:
    """One try of the program's to put something on a phone."""

    at: float  #: when it reached us: CLOCK_MONOTONIC, which all processes of this machine share
    carrier: str
    to: str
    attempt: str  #: the token in the StatusCallback's address; Telegram has none
    status: int = 0  #: what it was answered; 0: nothing


@dataclass
class Yard:
    """What the tests may do to the carriers beyond bot.simulated's own doors, and what they may look at."""

    carriers: Carriers
    calls: list[Call] = field(default_factory=list)
    holes: dict[str, asyncio.Event] = field(default_factory=dict)
    kills: tuple[int, int, str] | None = None

    def doors(self) -> list[Route]:
        def door(path: str, deed: Callable[[Json], object]) -> Route:
            async def answer(request: Request) -> Response:
                return JSONResponse(deed(json.loads(await request.body() or b"{}")) or {})

            return Route(f"/yard/{path}", answer, methods=["POST"])

        return [
            door("chats", self._open_chats),
            door("calls", lambda told: {"calls": [asdict(it) for it in self.calls[told.get("since", 0) :]]}),
            door("heard", self._heard),
            door("hole", self._hole),
            door("kill", self._kill),
            door("say", self._say),
        ]

    def accepted(self, call: Call) -> None:
        """The phone has it, and nobody knows yet: the moment at which the program dies in its call."""
        if self.kills and self.kills[2] == call.carrier:
            pid, left, carrier = self.kills
            self.kills = (pid, left - 1, carrier) if left > 1 else None
            if left <= 1:
                os.kill(pid, signal.SIGKILL)

    def _open_chats(self, told: Json) -> None:
        for address in told["addresses"]:
            self.carriers.telegram_phone(int(address)).chat.started = True

    def _heard(self, _told: Json) -> Json:
        """What each phone has of the school's words: the carriers' own truth about what arrived."""
        phones = self.carriers.ledger._bubbles
        return {"heard": {
            address: [it.text for it in bubbles.values() if it.by == "school"] for address, bubbles in phones.items()
        }}  # fmt: skip

    def _hole(self, told: Json) -> None:
        """From now on, or no longer: nothing that is sent to this carrier is ever answered, or arrives."""
        if told["open"]:
            self.holes[told["carrier"]] = asyncio.Event()
        elif hole := self.holes.pop(told["carrier"], None):
            hole.set()

    def _kill(self, told: Json) -> None:
        self.kills = (told["pid"], told["nth"], told["carrier"])

    def _say(self, told: Json) -> None:
        """Many at once, on Telegram: waiting for whoever polls."""
        for address, words in told["said"]:
            chat = self.carriers.telegram_phone(int(address)).chat
            self.carriers.telegram.hear(chat, {"text": words})


class Watched:
    """Writes down every call that says something, before the carrier sees it."""

    def __init__(self, inner: ASGIApp, yard: Yard) -> None:
        self.inner, self.yard = inner, yard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        path: str = scope["path"]
        carrier = (
            "sms" if path.startswith("/twilio/") else "telegram" if path.startswith("/telegram/") else ""
        )
        body = await _whole(receive)
        call = Call(time.monotonic(), carrier, *_to_whom(body)) if _says_something(scope) else None
        if call:
            self.yard.calls.append(call)
        if hole := self.yard.holes.get(carrier):
            await hole.wait()
            return  # without an answer: the server hangs up
        await self.inner(scope, _Replayed(receive, body).receive, self._noting(call, send) if call else send)

    def _noting(self, call: Call, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                call.status = message["status"]
                if call.status < 300:
                    self.yard.accepted(call)
            await send(message)

        return noting


class _Replayed:
    """The request once more, for whoever comes after us; it still shows the transport, which `Dropped` cuts."""

    def __init__(self, receive: Receive, body: bytes) -> None:
        self.transport = getattr(getattr(receive, "__self__", None), "transport", None)
        self._receive, self._body = receive, [body]

    async def receive(self) -> Message:
        if self._body:
            return {"type": "http.request", "body": self._body.pop(), "more_body": False}
        return await self._receive()


class _Post:
    """One session for all webhooks: a new one each would cost more than all the rest."""

    _session: aiohttp.ClientSession | None = None

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15, sock_connect=5))
        try:
            async with self._session.post(
                url, headers=dict(headers), data=body, allow_redirects=False
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0


def _says_something(scope: Scope) -> bool:
    path: str = scope["path"]
    sends = path.endswith("/Messages.json") or "/send" in path.lower()
    return bool(scope["method"] == "POST" and sends)


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _to_whom(body: bytes) -> tuple[str, str]:
    if body.startswith(b"{"):
        return str(json.loads(body).get("chat_id", "")), ""
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return form.get("To") or form.get("chat_id", ""), form.get("StatusCallback", "").partition("attempt=")[2]
