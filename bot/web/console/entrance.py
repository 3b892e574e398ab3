"""The entrance: who are you? A link and a code go to that person's own Telegram; or a password, if they have one.

Whatever is typed, the answer is the same for somebody who works here and for a name that nobody has: it is given
before anybody is looked up, and where a password has to be looked at, one is looked at in any case.
"""

from datetime import timedelta

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from bot.acts import codes
from bot.acts.signing_in import asking, passwords, waiting
from bot.acts.signing_in.waiting import Whose
from bot.languages.folding import fold
from bot.store import ways_in
from bot.web.console import coming_in, enter, paper
from bot.web.console.coming_in import door_page, first_step, let_in, our_form
from bot.web.console.door import Page, not_ours
from bot.web.console.form import Form
from bot.web.doors import Doors

log = structlog.get_logger()
LONGEST_NAME = 100
NOT_RIGHT = "That name and password do not belong together. Please look at both, or have a link sent."
NO_CODE = "That code does not work: it may have been used, or be older than half an hour."


async def entrance(doors: Doors, request: Request) -> Response:
    if request.method in ("GET", "HEAD"):
        return await _page(doors, request, asked=request.query_params.get("done") == "asked")
    if request.method != "POST":
        return paper.trouble(405, "That cannot be done here", "Please use the page’s own buttons.")
    sent = await our_form(doors, request)
    if sent is None:
        return not_ours()
    if sent.text("do") == "code":
        return await _code(doors, request, sent)
    name = " ".join(sent.text("name").split())[:LONGEST_NAME]
    if not fold(name):
        return await _page(doors, request, 422, trouble="Please write your name, as the school knows it.")
    return await (_password if sent.text("do") == "password" else _link)(doors, request, name, sent)


async def _link(doors: Doors, request: Request, name: str, _sent: Form) -> Response:
    if wait := await _too_soon(doors, coming_in.trying(doors, request, name, coming_in.asked)):
        return await _patience(doors, request, wait, name)
    answer = paper.go("/enter?done=asked")
    answer.background = BackgroundTask(_send, doors, name)
    return answer


async def _send(doors: Doors, name: str) -> None:
    """After the answer: nobody can tell by its time whether there was anybody to write to."""
    try:
        await doors.act(lambda desk: asking.send(desk, name))
    except Exception as error:  # one of the walls: the answer has gone; its words may hold a name
        log.error("a link could not be sent", error=type(error).__name__)


async def _password(doors: Doors, request: Request, name: str, sent: Form) -> Response:
    here = coming_in.address(doors, request)
    if wait := await _too_soon(doors, coming_in.trying(doors, request, name, coming_in.account)):
        return await _patience(doors, request, wait, name)
    found = await doors.look(lambda desk: ways_in.password_of(desk.db, desk.school.id, fold(name), desk.now))
    typed, (person_id, kept) = sent.text("password")[: passwords.LONGEST + 1], found or (None, None)
    right = await coming_in.slowly(lambda: passwords.is_right(typed, kept))
    opened = (
        await doors.act(lambda desk: first_step(desk, doors, person_id, "password", here)) if right else None
    )
    if opened is None:
        return await _page(doors, request, 422, trouble=NOT_RIGHT, name=name)
    return let_in(doors, request, opened)


async def _code(doors: Doors, request: Request, sent: Form) -> Response:
    here = coming_in.address(doors, request)
    if wait := await _too_soon(doors, [here]):
        return await _patience(doors, request, wait, "")
    code = codes.read(sent.text("code"))
    opened = await doors.act(lambda desk: enter.by_code(desk, doors, code, here)) if code else None
    return let_in(doors, request, opened) if opened else await _page(doors, request, 422, wrong_code=NO_CODE)


async def _too_soon(doors: Doors, all_: list[Whose]) -> timedelta:
    return await doors.act(lambda desk: waiting.try_once(desk, all_, doors.real_now()))


async def _patience(doors: Doors, request: Request, wait: timedelta, name: str) -> Response:
    seconds = int(wait.total_seconds()) + 1
    said = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60 + 1} minutes"
    trouble = (
        f"That was tried too often. Please wait {said}. A link that you have been given opens at any time."
    )
    answer = await _page(doors, request, 429, trouble=trouble, name=name)
    answer.headers["Retry-After"] = str(seconds)
    return answer


async def _page(doors: Doors, request: Request, status: int = 200, *, trouble: str = "", wrong_code: str = "",
                name: str = "", asked: bool = False) -> Response:  # fmt: skip
    return await door_page(doors, request, "entrance.html", status, trouble=trouble, wrong_code=wrong_code, name=name,
                           asked=asked)  # fmt: skip


PAGES = (Page("/enter", open=entrance),)
