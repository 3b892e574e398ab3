"""Signing in with a link that opens once, and signing out."""

from starlette.requests import Request
from starlette.responses import Response

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.signing_in.waiting import Whose
from bot.store import codes as kept_codes
from bot.store import sessions
from bot.web.console import keys, paper
from bot.web.console.coming_in import Opened, address, door_page, first_step, let_in, our_form
from bot.web.console.door import Page, Visit, not_ours
from bot.web.doors import Doors


async def enter(doors: Doors, request: Request) -> Response:
    """Looking at a link uses nothing up: messengers and mail programs look at links before people do."""
    if request.method in ("GET", "HEAD"):
        return await door_page(doors, request, "enter.html")
    if request.method != "POST":
        return paper.trouble(405, "That cannot be done here", "Please open your link again.")
    if await our_form(doors, request) is None:
        return not_ours()
    code = codes.read(str(request.path_params["code"]))
    here = address(doors, request)
    opened = await doors.act(lambda desk: by_code(desk, doors, code, here)) if code else None
    if opened is None:
        return paper.render(
            "signed_out.html", 410, never=False, why="This link has been used, or it is too old."
        )
    return let_in(doors, request, opened)


async def signed_out(doors: Doors, request: Request) -> Response:
    """Whoever has never been in on this browser, a parent perhaps, is not told that they are out."""
    was_in = bool(keys.carried(request, doors.config, keys.SESSION)) or "left" in request.query_params
    school = await doors.look(lambda desk: desk.school)
    return paper.render("signed_out.html", why="", never=not was_in, school=school)


async def leave(visit: Visit) -> Response:
    now = visit.doors.real_now()
    await visit.doors.act(lambda desk: sessions.close(desk.db, visit.plain, now))
    answer = paper.go("/signed-out?left")
    keys.take(answer, visit.doors.config, keys.SESSION)
    return answer


def by_code(desk: Desk, doors: Doors, code: str, here: Whose) -> Opened | None:
    """Uses it up; None when it opens nothing, or nobody works here any more."""
    used = kept_codes.use(desk.db, desk.school.id, code, ("sign-in",), desk.now)
    return first_step(desk, doors, used["person_id"], "link", here) if used else None


PAGES = (
    Page("/enter/{code}", open=enter),
    Page("/signed-out", open=signed_out),
    Page("/leave", post=leave),
)
