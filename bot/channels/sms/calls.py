"""Twilio's asynchronous client, kept to our timeouts, our base address and our silence."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from twilio.base.version import Version  # type: ignore[import-untyped]
from twilio.http.async_http_client import AsyncTwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from bot.channels.wire import read_at_most

PATIENCE = aiohttp.ClientTimeout(total=30, connect=10, sock_connect=5, sock_read=10)
LONGEST_ANSWER = 16 * 1024 * 1024


class Busy(Exception):
    """429: Twilio did nothing and names the seconds to wait."""

    def __init__(self, after: float) -> None:
        super().__init__("Twilio asks us to slow down")
        self.after = after


class Garbled(Exception):
    """An answer of success that nobody can read."""


class Calls(AsyncTwilioHttpClient):  # type: ignore[misc]  # Twilio's library carries no types
    """One request, one try.

    The class above ignores its constructor's timeout, has no base address, logs numbers and keeps the last
    message's words: so `request` is all our own.
    """

    def __init__(self, wire: aiohttp.ClientSession, address: str) -> None:
        super().__init__(pool_connections=False)
        self.session, self.address = wire, address

    async def request(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        headers = dict(headers or {})
        if auth is not None:
            headers["Authorization"] = aiohttp.encode_basic_auth(*auth)
        async with self.session.request(
            method.upper(),
            self._at_our_address(url),
            params=params,
            # Handed over as fields, aiohttp would get ready for files as well: a tenth of the call.
            data=None if data is None else urlencode(data).encode(),
            headers=headers,
            timeout=PATIENCE,
            allow_redirects=False,
        ) as answer:
            content = await read_at_most(answer, LONGEST_ANSWER)
            status, wait = answer.status, answer.headers.get("Retry-After", "")
        if status == 429:
            raise Busy(float(wait) if wait.isdecimal() and int(wait) > 0 else 1.0)
        response = Response(status, "" if content is None else content.decode("utf-8", "replace"))
        if status >= 400:
            raise Version.exception(method, "", response, "")
        if status >= 300 or not _is_object(response.text):
            raise Garbled
        return response

    def _at_our_address(self, url: str) -> str:
        parts = urlsplit(url)
        return self.address + parts.path + (f"?{parts.query}" if parts.query else "")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
