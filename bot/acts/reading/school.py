"""The School page: what the school has set, what came of it since its file, and what that means this month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.acts import budgets, school_changes
from bot.acts.budgets import Budget
from bot.acts.desk import Desk
from bot.acts.reading.people import Tongue, tongues
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.acts.school_changes import Since
from bot.acts.school_written import table_of
from bot.model.people import Role
from bot.pace.days import public_holidays
from bot.pace.schedule import local
from bot.store import people, phrases, rooms, staffing
from bot.translate.register import PROVIDERS


@dataclass(frozen=True)
class Pair:
    """A line of the phrase book."""

    id: int
    source: str
    words: str
    target: str
    said: str


@dataclass(frozen=True)
class Page:
    top: Mapping[str, Any]  #: as its file has it
    since: Mapping[str, tuple[Since, str]]  #: keys changed here since the file: when, and by whom
    holidays: tuple[tuple[date, str], ...]  #: of this year and the next
    tongues: tuple[Tongue, ...]
    budget: Budget
    rooms: tuple[Budget, ...]  #: those with a budget of their own
    room_names: tuple[str, ...]
    machines: tuple[tuple[str, str], ...]  #: which, and where words go
    pairs: tuple[Pair, ...]
    may_change: bool
    nobody_may: bool  #: nobody is the admin: the office can give that role


def may_read(who: Viewer) -> bool:
    return who.office or Role.ADMIN in who.roles


def may_change(who: Viewer) -> bool:
    return Role.ADMIN in who.roles


def page(desk: Desk, who: Viewer) -> Page:
    calendar = desk.school.calendar
    year = local(desk.now, calendar.zone).year
    since = school_changes.since_the_file(desk)
    return Page(
        table_of(desk.school),
        {key: (it, _name(desk, it.person_id)) for key, it in since.items()},
        (*public_holidays(year, calendar), *public_holidays(year + 1, calendar)),
        tuple(tongues(desk)),
        budgets.of_school(desk),
        tuple(budgets.of_rooms(desk)),
        tuple(it.name for it in rooms.every(desk.db, desk.school.id)),
        tuple((PROVIDERS[key].name, PROVIDERS[key].goes) for key in sorted(desk.school.translating.chosen)),
        tuple(
            Pair(
                row["id"],
                language_name(row["source"]),
                row["words"],
                language_name(row["target"]),
                row["said"],
            )
            for row in phrases.every(desk.db, desk.school.id)
        ),
        may_change(who),
        nobody_may=not staffing.has_admin(desk.db, desk.school.id, desk.now),
    )


def _name(desk: Desk, person_id: int | None) -> str:
    return people.person_by_id(desk.db, person_id).name if person_id else "the command line"
