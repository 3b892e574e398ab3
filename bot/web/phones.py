"""The phones page: the teacher and four families, side by side, over the simulated carriers.

Every word goes the long way, through the carriers' webhooks and lists; nothing here reaches into the school.
Mounted only while the carriers are simulated.
"""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.model import documents
from bot.simulated import Carriers, Refused, TelegramPhone
from bot.web.handsets import Handset, live, phone

__all__ = ["Clock", "Handset", "routes"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; media-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'"
)
_HERE = Path(__file__).parent
_LARGEST = 14 * 1024 * 1024  # bytes of a request: a photo of ten megabytes, in base64
_SHOWN_AS = frozenset(["image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg"])
_SCHOOL_DAY = time(9)
Json = dict[str, Any]


class Clock(Protocol):
    """The demo school's clock: aware moments; `forward` in seconds, never back."""

    def now(self) -> datetime: ...
    def forward(self, seconds: float) -> None: ...


def routes(
    carriers: Carriers, clock: Clock, roster: tuple[Handset, ...], zone: str = "Pacific/Auckland"
) -> list[Route]:
    """The doors of `/phones`; `zone` is the time zone in which the school lives. The page expects its static
    files at `/static`."""
    templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    page = templates.get_template("phones.html")
    handsets = {handset.key: handset for handset in roster}
    sample = (_HERE / "static" / "voice-note.ogg").read_bytes()

    async def show(request: Request) -> Response:
        school = carriers.twilio.account.number
        bot = carriers.telegram.bot
        written = page.render(
            roster=roster, zone=zone, number=school, bot=bot["first_name"], username=bot["username"]
        )
        return HTMLResponse(written, headers=_headers())

    async def follow(request: Request) -> Response:
        seen = request.headers.get("last-event-id", "")
        stream = live(carriers, roster, clock.now, seen)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_headers())

    async def media(request: Request) -> Response:
        held = carriers.ledger.media(request.path_params["key"])
        if held is None:
            return PlainTextResponse("There is no such picture.", 404)
        kind = held.content_type if held.content_type in _SHOWN_AS else "application/octet-stream"
        return Response(held.content, media_type=kind, headers=_headers())

    async def say(told: Json, handset: Handset) -> None:
        held = phone(carriers, handset)
        text, answers = str(told.get("text", "")), str(told.get("answers", ""))
        answered = carriers.ledger.bubble(handset.address, answers)
        if not text.strip():
            raise ValueError("There is nothing to send.")
        if answered is not None and isinstance(held, TelegramPhone):
            await held.replies_to(answered, text)
        else:
            await held.says(text)

    async def tap(told: Json, handset: Handset) -> None:
        await _telegram(handset).taps(str(told.get("button", "")), on=str(told.get("bubble", "")))

    async def photo(told: Json, handset: Handset) -> None:
        content = base64.b64decode(str(told.get("photo", "")), validate=True)
        phone, caption = _telegram(handset), str(told.get("caption", ""))
        await (phone.sends_document if documents.is_pdf(content) else phone.sends_photo)(content, caption)

    async def voice(told: Json, handset: Handset) -> None:
        await _telegram(handset).sends_voice(sample, duration=3)

    async def move(told: Json) -> None:
        clock.forward(_seconds(str(told.get("to", "")), clock.now().astimezone(ZoneInfo(zone))))
        carriers.ledger.stir()

    async def forward(request: Request) -> Response:
        return await _done(request, move)

    def _telegram(handset: Handset) -> TelegramPhone:
        held = phone(carriers, handset)
        if not isinstance(held, TelegramPhone):
            raise ValueError("This phone can only send texts.")
        return held

    def on_a_phone(
        act: Callable[[Json, Handset], Awaitable[None]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def door(request: Request) -> Response:
            handset = handsets.get(request.path_params["phone"])
            if handset is None:
                return PlainTextResponse("There is no such phone.", 404)
            return await _done(request, lambda told: act(told, handset))

        return door

    return [
        Route("/phones", show),
        Route("/phones/live", follow),
        Route("/phones/media/{key}", media),
        Route("/phones/clock", forward, methods=["POST"]),
        *(
            Route(f"/phones/{{phone}}/{act.__name__}", on_a_phone(act), methods=["POST"])
            for act in (say, tap, photo, voice)
        ),
    ]


async def _done(request: Request, act: Callable[[Json], Awaitable[None]]) -> Response:
    """Read what the page asks for, do it, and answer 204; or one short line that the page can show."""
    if not _from_this_page(request):
        return PlainTextResponse("Only this page may move its phones.", 403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("JSON was expected.", 415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return PlainTextResponse("That is too big.", 413)
    try:
        told = json.loads(bytes(body) or b"{}")
        json.dumps(told, ensure_ascii=False).encode()  # half a character would stand on the page, and end it
        await act(told if isinstance(told, dict) else {})
    except (binascii.Error, UnicodeError, json.JSONDecodeError, RecursionError):
        return PlainTextResponse("That could not be read.", 400)
    except Refused:
        return PlainTextResponse("That is not a picture which Telegram would take.", 400)
    except (LookupError, ValueError, RuntimeError) as refused:
        return PlainTextResponse(str(refused), 409)
    return Response(status_code=204)


def _from_this_page(request: Request) -> bool:
    """Browsers say where a request comes from; other clients, which carry nobody's cookies, say nothing."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = request.headers.get("host", "")
    return site == "same-origin" and (origin is None or urlsplit(origin).netloc == own)


def _seconds(to: str, here: datetime) -> float:
    """How far to move the clock. Wall time: three days are three mornings, also when the clocks change."""
    tomorrow = (here + timedelta(days=1)).date()
    match to:
        case "half_hour":
            return 30 * 60
        case "morning":
            then = datetime.combine(tomorrow, _SCHOOL_DAY, here.tzinfo)
        case "three_days":
            then = here + timedelta(days=3)
        case _:
            raise ValueError("The clock moves by half an hour, to the morning, or by three days.")
    # Two moments of one zone would be subtracted as wall times.
    return then.timestamp() - here.timestamp()


def _headers() -> dict[str, str]:
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
