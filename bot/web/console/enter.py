"""Signing in with a link that opens once, and signing out."""

from starlette.requests import Request
from starlette.responses import Response

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.store import codes as kept_codes
from bot.store import records, sessions
from bot.web.console import form, keys, paper
from bot.web.console.door import Page, Visit, not_ours
from bot.web.doors import Doors


async def enter(doors: Doors, request: Request) -> Response:
    """Looking at a link uses nothing up: messengers and mail programs look at links before people do."""
    if request.method in ("GET", "HEAD"):
        plain = keys.carried(request, doors.config, keys.DOOR) or await doors.look(
            lambda desk: keys.fresh(desk.chance)
        )
        answer = paper.render("enter.html", token=keys.token(doors.config, plain))
        keys.give(answer, doors.config, keys.DOOR, plain)
        return answer
    if request.method != "POST":
        return paper.trouble(405, "That cannot be done here", "Please open your link again.")
    sent = await form.read(request)
    if not keys.ours(
        request, doors.config, keys.carried(request, doors.config, keys.DOOR), sent.text("token")
    ):
        return not_ours()
    code = codes.read(str(request.path_params["code"]))
    session = await doors.act(lambda desk: _open(desk, doors, code)) if code else None
    if session is None:
        return paper.render("signed_out.html", 410, why="This link has been used, or it is too old.")
    answer = paper.go("/")
    keys.give(answer, doors.config, keys.SESSION, session)
    keys.take(answer, doors.config, keys.DOOR)
    return answer


async def signed_out(_doors: Doors, _request: Request) -> Response:
    return paper.render("signed_out.html", why="")


async def leave(visit: Visit) -> Response:
    now = visit.doors.real_now()
    await visit.doors.act(lambda desk: sessions.close(desk.db, visit.plain, now))
    answer = paper.go("/signed-out")
    keys.take(answer, visit.doors.config, keys.SESSION)
    return answer


def _open(desk: Desk, doors: Doors, code: str) -> str | None:
    """A new session's cookie; None when the code opens nothing, or nobody works here any more."""
    used = kept_codes.use(desk.db, desk.school.id, code, ("sign-in",), desk.now)
    if used is None or viewer(desk, used["person_id"]) is None:
        return None
    plain = keys.fresh(desk.chance)
    sessions.open_for(desk.db, desk.school.id, used["person_id"], plain, doors.real_now())
    records.note(desk.db, desk.school.id, "signed in", desk.now, person_id=used["person_id"])
    return plain


PAGES = (
    Page("/enter/{code}", open=enter),
    Page("/signed-out", open=signed_out),
    Page("/leave", post=leave),
)
