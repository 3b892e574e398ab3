"""Roles are given and ended: by the admin; where a school has none, by the office. Each is written down."""

from collections.abc import Collection
from datetime import date, time
from itertools import count

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH
from bot.model.people import AT_THE_DESK, OF_THE_SCHOOL, Role
from bot.pace.schedule import DAY, local, occurrence
from bot.store import people, records, roll, sign_in_names, staffing, ways_in

LAST_ADMIN = "This is the school’s only admin. Give somebody else the role first."
LAST_AT_DESK = (
    "Nobody would be left to look after the school here. Give somebody else the office or admin role first."
)


def namesake(desk: Desk, name: str) -> bool:
    """Whether somebody who works here, or is to, goes by this name, or signs in with it."""
    at_work = {it["person_id"] for it in staffing.standing(desk.db, desk.school.id, desk.now)}
    return fold(name) in _theirs(desk, at_work)


def colleague(desk: Desk, name: str) -> int:
    """Somebody new. Where a colleague goes by this name already, they get one of their own to sign in with."""
    roll.hold(desk.db, desk.school.id)  # two who are named at once take turns
    alike = namesake(desk, name)
    made = people.new_person(desk.db, desk.school.id, name, fold(name), ENGLISH, desk.now)
    if alike:
        ways_in.change(desk.db, desk.school.id, made, login=_free(desk, fold(name)))
    return made


def give(desk: Desk, by: int, person_id: int, role: Role, room_ids: Collection[int], first: date | None,
         last: date | None) -> None:  # fmt: skip
    """From the first day, or from now, until the last day is over. What somebody has already is not given twice."""
    roll.hold(desk.db, desk.school.id)
    zone = desk.school.calendar.zone
    since = occurrence(first, time(), zone) if first and first > local(desk.now, zone).date() else desk.now
    until = occurrence(last + DAY, time(), zone) if last else None
    places: list[int | None] = [None] if role in OF_THE_SCHOOL else [*room_ids]
    has = {
        (it["room_id"], it["until"])
        for it in staffing.standing(desk.db, desk.school.id, desk.now)
        if it["person_id"] == person_id and it["role"] == role and it["since"] <= since
    }
    for place in places:
        if (place, until) in has or (place, None) in has:
            continue
        made = people.employ(desk.db, desk.school.id, person_id, role, place, since, until)
        about = {"for": person_id, "role": str(role), "room": place, "work": made}
        records.note(desk.db, desk.school.id, "gave a role", desk.now, person_id=by, about=about)


def end(desk: Desk, by: int, staffing_id: int) -> str | None:
    """Ends a role at once; empty when it is done, else why not; None where there is no such work (any more)."""
    roll.hold(desk.db, desk.school.id)
    work = staffing.one(desk.db, desk.school.id, staffing_id, desk.now)
    if work is None:
        return None
    role = Role(work["role"])
    if role == Role.ADMIN and not _stays(desk, staffing_id, (Role.ADMIN,)):
        return LAST_ADMIN
    if role in AT_THE_DESK and not _stays(desk, staffing_id, AT_THE_DESK):
        return LAST_AT_DESK
    staffing.end(desk.db, staffing_id, desk.now)
    about = {"for": work["person_id"], "role": str(role), "room": work["room_id"], "work": staffing_id}
    records.note(desk.db, desk.school.id, "ended a role", desk.now, person_id=by, about=about)
    return ""


def _theirs(desk: Desk, person_ids: Collection[int]) -> set[str]:
    """All names that these people go by or sign in with, folded."""
    names, own = roll.names(desk.db, desk.school.id), sign_in_names.of_school(desk.db, desk.school.id)
    return {it for who in person_ids for it in (names[who], own.get(who, ""))} - {""}


def _free(desk: Desk, folded: str) -> str:
    """Nobody's: also not of somebody who has left, and may come back."""
    taken = _theirs(desk, roll.names(desk.db, desk.school.id))
    return next(it for it in (f"{folded} {number}" for number in count(2)) if it not in taken)


def _stays(desk: Desk, without: int, roles: Collection[Role]) -> bool:
    return staffing.somebody_stays(desk.db, desk.school.id, desk.now, without, roles)
