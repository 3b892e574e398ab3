"""python-telegram-bot's requests over the shared aiohttp session: far cheaper than its own (DESIGN §11)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.wire import TROUBLES, never_left, read_at_most

CONNECT, READ = 5.0, 15.0  # seconds
_LONGEST_ANSWER = 16 * 1024 * 1024
_LIBRARYS_OWN = (400, 401, 403, 404, 409, 429)
_JSON = {"Content-Type": "application/json"}
_Body = aiohttp.FormData | dict[str, str] | bytes | None


class Unsent(NetworkError):
    """Proved: no byte of the request can have reached Telegram."""


class Garbled(NetworkError):
    """An answer that nobody can read."""


@dataclass(frozen=True)
class Fields:
    """What a call says, by the names of the Bot API: sent as one JSON object, which costs a third of a form."""

    values: Mapping[str, object]


class AiohttpRequest(BaseRequest):
    """The token is part of every address: no exception from here carries it, not even as its cause."""

    def __init__(self, wire: aiohttp.ClientSession) -> None:
        self._wire = wire

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Fields | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Raises Unsent, TimedOut or NetworkError. `read_timeout` is longer for getUpdates, which waits."""
        read = READ if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body, headers = _body(request_data)
        try:
            async with self._wire.request(
                method, url, data=body, headers=headers, timeout=_patience(read), allow_redirects=False
            ) as answer:
                content = await read_at_most(answer, _LONGEST_ANSWER)
                return _understood(answer, content)
        except TROUBLES as trouble:
            if never_left(trouble):
                raise Unsent("no connection") from None
            if isinstance(trouble, TimeoutError):
                raise TimedOut from None
            raise NetworkError("the connection broke") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own logs what it cannot read, words included, and trips over all but objects."""
        try:
            told = json.loads(payload)
        except (ValueError, RecursionError):
            raise Garbled("unreadable") from None
        if not isinstance(told, dict):
            raise Garbled("unreadable")
        return told


def _understood(answer: aiohttp.ClientResponse, content: bytes | None) -> tuple[int, bytes]:
    """Names what the library would lump together as network trouble."""
    if content is None:
        raise Garbled("endless")
    if answer.status == 429 and b"retry_after" not in content:
        wait = answer.headers.get("Retry-After", "")
        raise RetryAfter(int(wait) if wait.isdecimal() and int(wait) else 1)
    if 400 <= answer.status < 500 and answer.status not in _LIBRARYS_OWN:
        raise BadRequest(f"status {answer.status}")
    if not 200 <= answer.status < 500:
        raise NetworkError(f"status {answer.status}")
    if answer.status < 300 and b'"result"' not in content:
        raise Garbled("unreadable")
    return answer.status, content


@lru_cache(16)
def _patience(read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=read + 60, connect=2 * CONNECT, sock_connect=CONNECT, sock_read=read)


def _body(parameters: RequestData | Fields | None) -> tuple[_Body, Mapping[str, str] | None]:
    """And the headers that it needs, where the session does not know them by itself."""
    if isinstance(parameters, Fields):
        return json.dumps(parameters.values).encode(), _JSON
    if parameters is None or not parameters.contains_files:
        return parameters.json_parameters if parameters else None, None
    form = aiohttp.FormData()
    for name, value in parameters.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in parameters.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None
