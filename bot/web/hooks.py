"""The carriers' doors. Verified, kept, acted upon, committed; only then answered, and never with words.

They are ASGI applications of their own: of what a page is wrapped in, a webhook needs nothing, and it is the busiest
thing that comes here.
"""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import measures
from bot.channels import Channel
from bot.model.heard import Forged, Hook, Incoming, Receipt, Unreadable
from bot.store.rows import Trouble

log = structlog.get_logger()

LARGEST = {"sms": 64 * 1024, "telegram": 1024 * 1024}  # bytes of a webhook's body
PLAIN = (b"content-type", b"text/plain; charset=utf-8")
#: Twilio's documented way to say nothing. What we say goes by its API, where it has an id.
NOTHING = {
    "sms": (b"<Response></Response>", (b"content-type", b"text/xml; charset=utf-8")),
    "telegram": (b"", PLAIN),
}

Take = Callable[[Incoming], Awaitable[object]]
TakeReceipt = Callable[[Receipt], Awaitable[None]]


def doors(channels: Mapping[str, Channel], take: Take, take_receipt: TakeReceipt) -> dict[str, ASGIApp]:
    """By their paths; a channel that the school does not have is a door that is not there."""
    paths = {"sms": ("/hooks/sms", "/hooks/sms/status"), "telegram": ("/hooks/telegram",)}
    return {
        path: _door(channel, take, take_receipt)
        for name, channel in channels.items()
        for path in paths.get(name, ())
    }


def _door(channel: Channel, take: Take, take_receipt: TakeReceipt) -> ASGIApp:
    seconds = measures.WEBHOOK_SECONDS.labels(channel.name)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            return await _answer(send, 405, b"Only a carrier posts here.", PLAIN, (b"allow", b"POST"))
        try:
            body = await _body(receive, LARGEST[channel.name])
        except _HungUp:
            return await _answer(send, 400, b"Not readable.")  # in the middle: nobody reads this
        if body is None:
            return await _answer(send, 413, b"Too large.")
        try:
            heard = channel.open(_hook(scope, body))
        except Forged:
            return await _answer(send, 403, b"Not signed by the carrier.")
        except Unreadable:
            return await _answer(send, 400, b"Not readable.")
        try:
            with seconds.time():
                for it in heard:
                    await (take_receipt(it) if isinstance(it, Receipt) else take(it))
        except Trouble as error:
            # Not kept, so not accepted: the carrier is asked to come again.
            log.error("a webhook could not be kept", channel=channel.name, error=type(error).__name__)
            return await _answer(send, 503, b"Please try again.")
        await _answer(send, 200, *NOTHING[channel.name])

    return door


class _HungUp(Exception):
    """Whoever was speaking has gone."""


async def _body(receive: Receive, most: int) -> bytes | None:
    """All of it, or None as soon as it proves longer than `most` bytes."""
    body, more = bytearray(), True
    while more:
        piece = await receive()
        if piece["type"] == "http.disconnect":
            raise _HungUp
        body += piece.get("body", b"")
        if len(body) > most:
            return None
        more = piece.get("more_body", False)
    return bytes(body)


def _hook(scope: Scope, body: bytes) -> Hook:
    asked = scope["query_string"].decode("latin-1")
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Hook(f"{scope['path']}?{asked}" if asked else scope["path"], headers, body)


async def _answer(send: Send, status: int, body: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-length", str(len(body)).encode()), *(more or [PLAIN])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
