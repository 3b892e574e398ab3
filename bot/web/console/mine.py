"""One's own ways in: a password, if one wants one, and the second step with its recovery codes."""

from typing import Any

import segno
from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.signing_in import passwords, second_step, waiting
from bot.store import ways_in
from bot.web.console import coming_in, paper
from bot.web.console.door import Page, Visit

WRONG = "That code is not right, or was used already. Codes change every half minute."
SOON = "That was tried too often. Please wait a few minutes."


async def password(visit: Visit) -> Response:
    if visit.form.text("do") == "remove":
        await visit.act(lambda desk, who: passwords.remove(desk, who.person))
        return paper.go("/me?done=no-password")
    typed = visit.form.text("password")
    found = await visit.look(
        lambda desk, who: (passwords.amiss(desk, who.person, typed), ways_in.of(desk.db, who.person.id))
    )
    amiss, mine = found.it
    if amiss:
        return visit.show("password.html", found, 422, trouble=amiss, ways_in=mine, here="me")
    kept = await coming_in.slowly(lambda: passwords.hashed(typed))
    await visit.act(lambda desk, who: passwords.choose(desk, who.person, kept, visit.session_id))
    return paper.go("/me?done=password")


async def show(visit: Visit) -> Response:
    return await _second(visit, "")


async def second(visit: Visit) -> Response:
    """Begins to set it up, confirms it, makes new recovery codes, or takes it off: the last three with a code."""
    do = visit.form.text("do")
    if do == "begin":
        await visit.act(_begin)
        return paper.go("/me/second")
    found = await visit.act(lambda desk, who: _with_code(desk, who, visit, do))
    if isinstance(found.it, str):
        return await _second(visit, found.it, 422)
    if do == "end":
        return paper.go("/me?done=one-step")
    return visit.show("recovery.html", found, codes=found.it, here="me")


def _begin(desk: Desk, who: Viewer) -> None:
    if not ways_in.of(desk.db, who.person.id).seed:
        second_step.begin(desk, who.person)


def _with_code(desk: Desk, who: Viewer, visit: Visit, do: str) -> list[str] | str:
    """New recovery codes, none where the step is off; words where the code was wrong."""
    key, typed, real_now = _key(visit), visit.form.text("code"), visit.doors.real_now()
    mine = [waiting.whose(key, "own step", str(who.person.id))]
    if waiting.try_once(desk, mine, real_now):
        return SOON
    made: list[str] | None = None
    if do == "confirm":
        made = second_step.confirm(desk, who.person, key, typed, real_now)
    elif do in ("codes", "end") and second_step.is_right(desk, who.person.id, key, typed, real_now):
        if do == "end":
            second_step.end(desk, who.person.id, who.person.id)
        made = second_step.new_codes(desk, who.person) if do == "codes" else []
    if made is None:
        return WRONG
    waiting.forgive(desk, mine)
    return made


async def _second(visit: Visit, trouble: str, status: int = 200) -> Response:
    found = await visit.look(lambda desk, who: _state(desk, who, _key(visit)))
    return visit.show("second_mine.html", found, status, trouble=trouble, here="me", **found.it)


def _state(desk: Desk, who: Viewer, key: str) -> dict[str, Any]:
    mine = ways_in.of(desk.db, who.person.id)
    if mine.seed or not mine.seed_shown:
        return {"on": bool(mine.seed), "codes_left": mine.codes_left, "secret": "", "picture": ""}
    uri = second_step.address(desk, who.person, key, mine.seed_shown)
    secret = second_step.secret(key, mine.seed_shown)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    picture = segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="white")
    return {"on": False, "codes_left": 0, "secret": groups, "picture": picture}


def _key(visit: Visit) -> str:
    return visit.doors.config.secret_key.get_secret_value()


PAGES = (
    Page("/me/password", post=password),
    Page("/me/second", get=show, post=second),
)
