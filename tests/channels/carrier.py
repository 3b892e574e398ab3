"""A carrier of a few lines, on loopback: it answers what it is told to and remembers what it was asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.channels.wire import open_wire


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def fields(self) -> dict[str, Any]:
        """Of a JSON object."""
        assert self.headers["content-type"] == "application/json"
        told: dict[str, Any] = json.loads(self.body)
        return told


Answer = Callable[[Asked, web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Carrier:
    """`answers` are used up in turn; the last one stays."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    async def hear(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.path, dict(request.query), headers, await request.read())
        self.asked.append(asked)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await answer(asked, request)


def says(content: Any, status: int = 200, **headers: str) -> Answer:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    async def answer(asked: Asked, request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers=headers)

    return answer


async def hangs_up(asked: Asked, request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stays_silent(asked: Asked, request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.2)
    return web.Response()


def beside(carrier: Carrier, act: Callable[[aiohttp.ClientSession], Awaitable[Any]]) -> Any:
    """Run `act` on a fresh wire while the carrier listens at `carrier.address`."""

    async def run() -> Any:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", carrier.hear)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        carrier.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            async with open_wire() as wire:
                return await act(wire)
        finally:
            await runner.cleanup()

    return asyncio.run(run())


def unused_address() -> str:
    """An address of this machine where nobody listens."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
