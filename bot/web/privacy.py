"""The privacy page: the law's points in plain words, in each language that the school has switched on."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.acts.greeting import reply_cost
from bot.languages.directions import isolated
from bot.translate.register import PROVIDERS
from bot.web import public
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE


def route(doors: Doors) -> Route:
    """`GET /privacy?language=sm`; English for a language that is not switched on."""
    pages = public.pages()

    async def show(request: Request) -> Response:
        school = await doors.look(lambda desk: desk.school)
        asked = request.query_params.get("language", "en")
        tag = asked if asked in school.languages else "en"
        cost = reply_cost(school)
        words = pages.get_template("privacy.html").render(
            **public.in_language(doors.speech, school, tag),
            translators=[PROVIDERS[key] for key in sorted(school.translating.chosen)],
            reply_cost=doors.speech.say(tag, cost.msgid, cost.filling, isolated) if cost else "",
        )
        return HTMLResponse(words, headers=PAGE)

    return Route("/privacy", show)
