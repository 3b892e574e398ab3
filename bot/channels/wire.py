"""The one HTTP session that all carriers share, and what its failures prove."""

import aiohttp

#: Seconds. `connect` is the wait for a place in the pool; a slow reader is cut off by `total`.
PATIENCE = aiohttp.ClientTimeout(total=40, connect=10, sock_connect=5, sock_read=10)
#: Seconds. Many servers hang up on an idle connection after five. A message that meets the hanging up is lost on the
#: way, and nobody knows whether it arrived: so it is we who hang up, well before.
IDLE = 2.0


def open_wire() -> aiohttp.ClientSession:
    """To be called inside the running loop, and closed by the caller.

    A dead carrier fills its own 32 places and leaves the others free. No cookies, no proxies, no netrc:
    nothing of this machine rides along.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=128, limit_per_host=32, ttl_dns_cache=60, keepalive_timeout=IDLE
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=PATIENCE,
        trust_env=False,
    )


def never_left(trouble: BaseException) -> bool:
    """True when no byte of the request can have reached the carrier: no name, no connection, no free place.

    Everything else (a reset, a disconnect, a late answer) may have happened after the carrier acted.
    """
    return isinstance(trouble, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


#: What the session raises when the network fails. `OSError` is a reset that aiohttp did not dress up.
TROUBLES = (aiohttp.ClientError, TimeoutError, OSError)


async def read_at_most(answer: aiohttp.ClientResponse, most: int) -> bytes | None:
    """The body, or None as soon as it proves longer than `most` bytes."""
    if answer.content_length is not None and answer.content_length > most:
        return None
    content = bytearray()
    async for piece in answer.content.iter_chunked(64 * 1024):
        content += piece
        if len(content) > most:
            return None
    return bytes(content)
