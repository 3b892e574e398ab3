"""A school that only listens, and the servers that stand between it and its carriers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

NOON = datetime(2026, 2, 10, 23, 0, 30, tzinfo=UTC)


@dataclass
class School:
    """Every webhook it heard: path, headers, parameters or body. Answers with `answers` in turn, then 204."""

    address: str = ""
    heard: list[tuple[str, dict[str, str], dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    async def door(self, request: Request) -> Response:
        body = await request.body()
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        self.heard.append((request.url.path, dict(request.headers), form, body))
        return Response(status_code=self.answers.pop(0) if self.answers else 204)


@asynccontextmanager
async def served(application: Starlette) -> AsyncIterator[str]:
    """This application on a free port of the loopback; its address."""
    config = uvicorn.Config(application, "127.0.0.1", 0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
