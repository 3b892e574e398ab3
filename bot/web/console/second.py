"""The second step at the door: six figures, or a recovery code. Five tries; then one begins again."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.acts.signing_in import second_step, waiting
from bot.acts.signing_in.waiting import Whose
from bot.store import codes as kept_codes
from bot.store.rows import Row
from bot.web.console import coming_in, keys, paper
from bot.web.console.coming_in import SECOND_STEP, Opened, begin, door_page, let_in, our_form
from bot.web.console.door import Page, not_ours
from bot.web.doors import Doors

TRIES = 5
AGAIN = "That took too long, or was tried too often. Please begin again."
WRONG = "That code is not right, or was used already. Codes change every half minute."


@dataclass(frozen=True)
class Tried:
    """Neither: there is no first step (any more)."""

    opened: Opened | None = None
    wrong: bool = False


async def second(doors: Doors, request: Request) -> Response:
    plain = keys.carried(request, doors.config, keys.STEP)
    if request.method in ("GET", "HEAD"):
        there = await doors.look(lambda desk: _pending(desk, plain) is not None)
        return await door_page(doors, request, "second.html", trouble="") if there else _begin_again()
    if request.method != "POST":
        return paper.trouble(405, "That cannot be done here", "Please use the page’s own button.")
    sent = await our_form(doors, request)
    if sent is None:
        return not_ours()
    here = coming_in.address(doors, request)
    tried = await doors.act(lambda desk: _try(desk, doors, plain, sent.text("code"), here))
    if tried.wrong:
        return await door_page(doors, request, "second.html", 422, trouble=WRONG)
    return let_in(doors, request, tried.opened) if tried.opened else _begin_again()


def _try(desk: Desk, doors: Doors, plain: str, typed: str, here: Whose) -> Tried:
    pending, real_now = _pending(desk, plain), doors.real_now()
    who = viewer(desk, pending["person_id"]) if pending else None
    if pending is None or who is None:
        return Tried()
    key = doors.config.secret_key.get_secret_value()
    if waiting.try_once(desk, [waiting.whose(key, "step", plain, TRIES)], real_now):
        kept_codes.use(desk.db, desk.school.id, plain, (SECOND_STEP,), desk.now)
        return Tried()
    if not second_step.is_right(desk, who.person.id, key, typed, real_now):
        return Tried(wrong=True)
    if kept_codes.use(desk.db, desk.school.id, plain, (SECOND_STEP,), desk.now) is None:
        return Tried()
    return Tried(begin(desk, doors, who.person.id, f"{pending['about']['by']} and a second step", here))


def _pending(desk: Desk, plain: str) -> Row | None:
    return kept_codes.unused(desk.db, desk.school.id, plain, SECOND_STEP, desk.now) if plain else None


def _begin_again() -> Response:
    return paper.render("signed_out.html", 410, never=False, why=AGAIN)


PAGES = (Page("/second", open=second),)
