"""A staff list's rows: who, as what, in which rooms, from which day until which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.acts.desk import Desk
from bot.acts.roll.naming import Refuse
from bot.acts.roll.reading import Cells
from bot.languages.folding import fold
from bot.model.people import OF_THE_SCHOOL, Role
from bot.pace.schedule import DAY, occurrence

ROLES = {
    fold(word): role
    for role, words in {
        Role.TEACHER: ("teacher", "kaiako"),
        Role.RELIEVER: ("reliever", "relief teacher", "relieving teacher"),
        Role.LEADER: ("leader", "team leader"),
        Role.OFFICE: ("office",),
        Role.SAFEGUARDING: ("safeguarding", "safeguarding lead"),
        Role.ADMIN: ("admin",),
    }.items()
    for word in words
}
KNOWN = "teacher, reliever, leader, office, safeguarding or admin"


@dataclass(frozen=True)
class Spell:
    """A role in one room, or in the whole school, between two moments."""

    room: str | None  #: folded
    since: datetime | None  #: None: from now on
    until: datetime | None


@dataclass(frozen=True)
class Job:
    """A person in a role, with the rooms as typed, by folded name."""

    line: int
    person: str
    role: Role
    rooms: dict[str, str] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)


def jobs(desk: Desk, cells: Sequence[Cells], refuse: Refuse) -> list[Job]:
    """The rows, those of one person and role as one."""
    found: dict[tuple[str, Role], Job] = {}
    for it in cells:
        role = ROLES.get(fold(it["role"]))
        rooms = {fold(name): name.strip() for name in it["rooms"].replace("|", ";").split(";") if fold(name)}
        days = _days(it, refuse)
        if not fold(it["person"]):
            refuse(it.line, "person", "is empty" if not it["person"] else "has no letters in it")
        if role is None:
            refuse(it.line, "role", f"is not a role; write {KNOWN}")
        elif why := _rooms_amiss(role, rooms):
            refuse(it.line, "rooms", why)
        elif role == Role.RELIEVER and not it["until"]:
            refuse(it.line, "until", "is empty; write the reliever's last day, such as 2026-11-30")
        elif fold(it["person"]) and days is not None:
            job = found.setdefault((fold(it["person"]), role), Job(it.line, it["person"], role))
            job.rooms.update(rooms)
            new = spells(desk, [*rooms] or [None], *days)
            job.spells.extend(it for it in new if it not in job.spells)
    return list(found.values())


def spells(desk: Desk, rooms: Sequence[str | None], first: date | None, last: date | None) -> list[Spell]:
    """From the first day's first minute to the last day's last one, by the school's own clock."""
    zone = desk.school.calendar.zone
    since = occurrence(first, time(), zone) if first else None
    until = occurrence(last + DAY, time(), zone) if last else None
    return [Spell(room, since, until) for room in rooms]


def day(text: str) -> date | None:
    """A day as people here write it: 2026-11-30, or 30/11/2026. Raises ValueError for anything else."""
    if not text:
        return None
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _days(it: Cells, refuse: Refuse) -> tuple[date | None, date | None] | None:
    read: list[date | None] = []
    for column in ("from", "until"):
        try:
            read.append(day(it[column]))
        except ValueError:
            refuse(it.line, column, "is not a day; write it as 2026-11-30 or 30/11/2026")
    if len(read) < 2:
        return None
    first, last = read
    if first and last and last < first:
        refuse(it.line, "until", "is before the first day")
        return None
    return first, last


def _rooms_amiss(role: Role, rooms: dict[str, str]) -> str:
    if role in OF_THE_SCHOOL:
        whose = {Role.OFFICE: "the office", Role.ADMIN: "an admin", Role.SAFEGUARDING: "safeguarding"}[role]
        return f"must be empty for {whose}, which has the whole school" if rooms else ""
    return "" if rooms else f"is empty; write the {role}'s rooms, with ; between them"
