"""What all ways in share: a form with a token before anybody is known, and what follows the first step."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.acts.signing_in import waiting
from bot.acts.signing_in.waiting import Whose
from bot.config import Config
from bot.languages.folding import fold
from bot.model.addresses import is_proxy
from bot.store import people, records, sessions, ways_in
from bot.web.console import familiar, form, keys, paper
from bot.web.console.form import Form
from bot.web.doors import Doors

T = TypeVar("T")
STEP_LASTS = timedelta(minutes=10)
SECOND_STEP = "second step"
#: Passwords are slow and hungry on purpose: two at a time, and beside the loop.
_slow = ThreadPoolExecutor(2, thread_name_prefix="passwords")


@dataclass(frozen=True)
class Opened:
    """The first step was right: a session's cookie, or the one that names who is at the second step."""

    session: str = ""
    step: str = ""
    mark: str = ""  #: with a session: what this browser carries from now on


async def door_page(
    doors: Doors, request: Request, template: str, status: int = 200, **values: Any
) -> Response:
    """A page for somebody who is not known yet; its form has a token all the same."""
    plain = keys.carried(request, doors.config, keys.DOOR) or await doors.look(
        lambda desk: keys.fresh(desk.chance)
    )
    answer = paper.render(template, status, token=keys.token(doors.config, plain), **values)
    keys.give(answer, doors.config, keys.DOOR, plain)
    return answer


async def our_form(doors: Doors, request: Request) -> Form | None:
    """None where it was not filled in on a page of ours."""
    sent = await form.read(request)
    door = keys.carried(request, doors.config, keys.DOOR)
    return sent if keys.ours(request, doors.config, door, sent.text("token")) else None


def first_step(desk: Desk, doors: Doors, person_id: int | None, by: str, here: Whose) -> Opened | None:
    """Somebody has shown who they are, from `here`; None where they do not work here (any more)."""
    if person_id is None or viewer(desk, person_id) is None:
        return None
    if ways_in.of(desk.db, person_id).seed:
        about = {"by": by}
        return Opened(step=codes.make(desk, SECOND_STEP, person_id=person_id, about=about, life=STEP_LASTS))
    return begin(desk, doors, person_id, by, here)


def begin(desk: Desk, doors: Doors, person_id: int, by: str, here: Whose) -> Opened:
    """A new session's cookie. Whoever has come in waits no more, nor do those who sit at the same address."""
    plain, own = keys.fresh(desk.chance), ways_in.of(desk.db, person_id).login
    folded = own or fold(people.person_by_id(desk.db, person_id).name)
    waiting.forgive(desk, [account(doors, folded), asked(doors, folded), here])
    sessions.open_for(desk.db, desk.school.id, person_id, plain, doors.real_now())
    records.note(desk.db, desk.school.id, "signed in", desk.now, person_id=person_id, about={"by": by})
    return Opened(plain, mark=familiar.mark(doors.config, keys.fresh(desk.chance), folded))


def let_in(doors: Doors, request: Request, opened: Opened) -> Response:
    if opened.step:
        answer = paper.go("/second")
        keys.give(answer, doors.config, keys.STEP, opened.step)
        return answer
    answer = paper.go("/")
    keys.give(answer, doors.config, keys.SESSION, opened.session)
    familiar.give(answer, doors.config, request, opened.mark)
    keys.take(answer, doors.config, keys.DOOR)
    keys.take(answer, doors.config, keys.STEP)
    return answer


def account(doors: Doors, folded: str) -> Whose:
    return waiting.whose(doors.config.secret_key.get_secret_value(), "account", folded)


def asked(doors: Doors, folded: str) -> Whose:
    """Links that were asked for in this name."""
    return waiting.whose(doors.config.secret_key.get_secret_value(), "asked", folded)


def trying(doors: Doors, request: Request, name: str, kind: Callable[[Doors, str], Whose]) -> list[Whose]:
    """Whose tries this one counts among. A browser that has been that person's before stands apart: nobody else's
    tries, for their name or from their room, make its owner wait."""
    folded = fold(name)
    if mark := familiar.known(doors.config, request, folded):
        return [kind(doors, f"{folded} {mark}")]
    return [kind(doors, folded), address(doors, request)]


def address(doors: Doors, request: Request) -> Whose:
    secret = doors.config.secret_key.get_secret_value()
    return waiting.whose(secret, "address", _came_from(request, doors.config), waiting.ADDRESS)


async def slowly(deed: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_slow, deed)


def _came_from(request: Request, config: Config) -> str:
    """The other end; behind a proxy of ours, the one that the proxy itself saw: its last word."""
    here = request.client.host if request.client else ""
    told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return told if told and is_proxy(here, config.proxy) else here
