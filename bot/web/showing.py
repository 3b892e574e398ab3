"""The page behind a link in a text: a picture, a voice note, a document, the rest of long words;
for its reader, and for a week.

Whether it may still be seen is asked each time, of the page and of each file. No name is in its address.
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.acts import showing
from bot.acts.desk import Desk
from bot.acts.rendering import spoken
from bot.dispatch.opened import Opened, opened
from bot.model import documents
from bot.model.school import School
from bot.web import files, public
from bot.web.console import form
from bot.web.doors import Doors
from bot.web.plain_headers import PAGE


def routes(doors: Doors) -> list[Route]:
    """`GET /see/LINK`, and `/see/LINK/NUMBER` for each picture and the like; smaller with `?small`."""
    pages = public.pages()

    async def show(request: Request) -> Response:
        school, found = await doors.look(lambda desk: _glance(desk, request))
        asked = request.query_params.get("language") or (found.language if found else "en")
        words = pages.get_template("see.html").render(
            **public.in_language(doors.speech, school, spoken(asked, school.languages)), found=found,
            link=request.path_params["link"], documents=documents,
        )  # fmt: skip
        return HTMLResponse(words, 200 if found else 404, headers=PAGE)

    async def hand_over(request: Request) -> Response:
        wanted = form.number(request.path_params["number"])
        found = (await doors.look(lambda desk: _glance(desk, request)))[1]
        row = next((it for it in found.pictures if it["id"] == wanted), None) if found else None
        path = files.held(doors.media, row, small="small" in request.query_params)
        if row is None or path is None:
            return PlainTextResponse("Not found", 404, headers=PAGE)
        return files.sent(path, row["mime"], row["kind"])

    return [Route("/see/{link}", show), Route("/see/{link}/{number}", hand_over)]


def _glance(desk: Desk, request: Request) -> tuple[School, Opened | None]:
    delivery_id = showing.read(desk.links, str(request.path_params["link"]))
    return desk.school, opened(desk, delivery_id) if delivery_id is not None else None
