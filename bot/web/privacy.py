"""The privacy page: the law's points in plain words, in each language that the school has switched on."""

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.acts.greeting import reply_cost
from bot.languages.catalogue import Catalogues
from bot.languages.directions import isolated
from bot.languages.registry import LANGUAGES
from bot.translate.register import PROVIDERS
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE

TEMPLATES = Path(__file__).parent / "templates"


def route(doors: Doors) -> Route:
    """`GET /privacy?language=sm`; English for a language that is not switched on."""
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())

    async def show(request: Request) -> Response:
        school = await doors.look(lambda desk: desk.school)
        asked = request.query_params.get("language", "en")
        tag = asked if asked in school.languages else "en"
        cost = reply_cost(school)
        words = pages.get_template("privacy.html").render(
            school=school, language=tag, web=LANGUAGES[tag].web, direction=LANGUAGES[tag].direction,
            languages=[LANGUAGES[it] for it in school.languages],
            draft=tag != "en" and doors.speech.status(tag).draft, _=partial(_said, doors.speech, tag),
            translators=[PROVIDERS[key] for key in sorted(school.translating.chosen)],
            reply_cost=doors.speech.say(tag, cost.msgid, cost.filling, isolated) if cost else "",
        )  # fmt: skip
        return HTMLResponse(words, headers=PAGE)

    return Route("/privacy", show)


def _said(speech: Catalogues, tag: str, msgid: str, **values: Any) -> str:
    return speech.say(tag, msgid, values, isolated)
