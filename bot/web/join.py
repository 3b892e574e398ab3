"""The page behind a letter's link, in the family's language. It reads only: the reader's own apps do the rest."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.letters.printing import opened, texted
from bot.acts.rendering import spoken
from bot.store import letters
from bot.web import public
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE


def route(doors: Doors) -> Route:
    """`GET /join/{code}`. A code that is wrong, used, withdrawn or over is answered alike."""
    pages = public.pages()

    async def show(request: Request) -> Response:
        plain = codes.read(str(request.path_params["code"])) or ""
        school, links, written_in = await doors.look(lambda desk: _glance(desk, plain))
        asked = request.query_params.get("language") or written_in or "en"
        tag, good = spoken(asked, school.languages), written_in is not None
        words = pages.get_template("welcome_join.html").render(
            **public.in_language(doors.speech, school, tag),
            good=good, code=f"{plain[:5]}-{plain[5:]}", number=links.sms_number,
            sms=texted(links.sms_number, plain), telegram=opened(links.bot_name, plain),
        )  # fmt: skip
        return HTMLResponse(words, 200 if good else 404, headers=PAGE)

    return Route("/join/{code}", show)


def _glance(desk: Desk, plain: str) -> tuple[Any, Any, str | None]:
    """The school, its number and bot, and the letter's language where its code still works."""
    found = letters.by_plain(desk.db, plain) if plain else None
    good = found is not None and found["used_at"] is None and found["expires_at"] > desk.now
    return desk.school, desk.links, found["language"] if found is not None and good else None
