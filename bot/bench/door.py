"""A web server on a free port of this machine, as bot.main runs it; and the barest application behind one."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

Answer = Callable[[Mapping[bytes, bytes], bytes], Awaitable[bool]]


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are for whoever started us


@asynccontextmanager
async def opened(web: Any) -> AsyncIterator[int]:
    """The port on which the application answers while `with` lasts."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = _Server(uvicorn.Config(
            web, log_config=None, access_log=False, proxy_headers=False, server_header=False, lifespan="off",
            timeout_graceful_shutdown=1,
        ))  # fmt: skip
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.should_exit = True
            await serving


def bare(answer: Answer) -> Any:
    """An ASGI application without a framework: reads the whole body, asks `answer`, says 200 or 403."""

    async def web(_scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            piece = await receive()
            body += piece.get("body", b"")
            more = piece.get("more_body", False)
        good = await answer(dict(_scope["headers"]), body)
        await send(
            {
                "type": "http.response.start",
                "status": 200 if good else 403,
                "headers": [(b"content-length", b"0")],
            }
        )
        await send({"type": "http.response.body", "body": b""})

    return web
