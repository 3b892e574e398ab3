"""A wire that ends inside this process: real clients on one side, real doors on the other, and no socket between.

It holds what the clients use of an aiohttp session: one `request` at a time, its status, headers and body.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from aiohttp import FormData


@dataclass(frozen=True)
class Body:
    content: bytes

    async def iter_chunked(self, _most: int) -> AsyncIterator[bytes]:
        yield self.content


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: Body

    @property
    def content_length(self) -> int:
        return len(self.content.content)


class Wire:
    """`doors`: the application (ASGI) behind each beginning of an address; the rest of the path is its own."""

    def __init__(self, doors: Mapping[str, Callable[..., Any]]) -> None:
        self.doors = dict(doors)

    @asynccontextmanager
    async def request(self, method: str, url: str, *, params: Mapping[str, Any] | None = None,
                      data: Mapping[str, Any] | FormData | bytes | None = None,
                      headers: Mapping[str, str] | None = None, **_patience: Any) -> AsyncIterator[Answer]:  # fmt: skip
        asked = urlencode(params or {})
        url = f"{url}?{asked}" if asked else url
        form, body = await _body(data)
        yield await self.calls(method, url, {**form, **(headers or {})}, body)

    def get(self, url: str, **patience: Any) -> AbstractAsyncContextManager[Answer]:
        return self.request("GET", url, **patience)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """As a carrier posts its webhooks; the status code."""
        return (await self.calls("POST", url, headers, body)).status

    async def calls(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        begins = next(it for it in self.doors if url.startswith(it))
        return await knocked(self.doors[begins], method, url, url[len(begins) :], headers, body)


async def _body(data: Mapping[str, Any] | FormData | bytes | None) -> tuple[dict[str, str], bytes]:
    """What says how it is written, and it."""
    if isinstance(data, bytes):
        return {}, data  # its own headers say it
    if isinstance(data, FormData):
        written = data()
        return {"content-type": written.content_type}, await written.as_bytes()
    form = {"content-type": "application/x-www-form-urlencoded"} if data else {}
    return form, urlencode(data or {}).encode()


async def knocked(app: Callable[..., Any], method: str, url: str, rest: str, headers: Mapping[str, str],
                  body: bytes) -> Answer:  # fmt: skip
    """One request to an application, and what it answered."""
    path, _, query = rest.partition("?")
    told: dict[str, Any] = {"status": 500, "headers": []}
    pieces: list[bytes] = []
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not left:  # whoever asked waits for the answer
            await asyncio.Event().wait()
        return left.pop()

    async def send(event: dict[str, Any]) -> None:
        if event["type"] == "http.response.start":
            told.update(event)
        else:
            pieces.append(event.get("body", b""))

    named = {"host": urlsplit(url).netloc, "content-length": str(len(body)), **headers}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
        "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in named.items()],
        "client": None, "server": (urlsplit(url).hostname, 443), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    answered = {name.decode().title(): value.decode("latin-1") for name, value in told["headers"]}
    return Answer(told["status"], answered, Body(b"".join(pieces)))
