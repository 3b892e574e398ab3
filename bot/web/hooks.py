"""The carriers' doors. Verified, kept, acted upon, committed; only then answered, and never with words."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import measures
from bot.channels import Channel
from bot.model.heard import Forged, Hook, Incoming, Receipt, Unreadable
from bot.store.rows import Trouble

log = structlog.get_logger()

LARGEST = {"sms": 64 * 1024, "telegram": 1024 * 1024}  # bytes of a webhook's body

Take = Callable[[Incoming], Awaitable[object]]
TakeReceipt = Callable[[Receipt], Awaitable[None]]


def routes(channels: dict[str, Channel], take: Take, take_receipt: TakeReceipt) -> list[Route]:
    """One door a channel; a channel that the school does not have is a door that is not there."""
    made = []
    if sms := channels.get("sms"):
        door = _door(sms, take, take_receipt, _twiml)
        made += [
            Route("/hooks/sms", door, methods=["POST"]),
            Route("/hooks/sms/status", door, methods=["POST"]),
        ]
    if telegram := channels.get("telegram"):
        made.append(Route("/hooks/telegram", _door(telegram, take, take_receipt, _empty), methods=["POST"]))
    return made


def _door(channel: Channel, take: Take, take_receipt: TakeReceipt,
          done: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:  # fmt: skip
    async def answer(request: Request) -> Response:
        try:
            body = await read_at_most(request, LARGEST[channel.name])
        except ClientDisconnect:
            return PlainTextResponse("Not readable.", 400)  # they hung up in the middle: nobody reads this
        if body is None:
            return PlainTextResponse("Too large.", 413)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            heard = channel.open(Hook(path, headers, body))
        except Forged:
            return PlainTextResponse("Not signed by the carrier.", 403)
        except Unreadable:
            return PlainTextResponse("Not readable.", 400)
        try:
            with measures.WEBHOOK_SECONDS.labels(channel.name).time():
                for it in heard:
                    await (take_receipt(it) if isinstance(it, Receipt) else take(it))
        except Trouble as error:
            # Not kept, so not accepted: the carrier is asked to come again.
            log.error("a webhook could not be kept", channel=channel.name, error=type(error).__name__)
            return PlainTextResponse("Please try again.", 503)
        return done()

    return answer


async def read_at_most(request: Request, most: int) -> bytes | None:
    """The body, or None as soon as it proves longer than `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _twiml() -> Response:
    # Twilio's documented way to say nothing. What we say goes by its API, where it has an id.
    return Response("<Response></Response>", media_type="text/xml")


def _empty() -> Response:
    return Response(b"")
