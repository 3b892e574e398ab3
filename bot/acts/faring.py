"""How everybody at home fares with a message before it goes: who gets it when, who later, who not, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.recipients import Missed
from bot.pace.days import is_closed, is_public_holiday, lets_prompts
from bot.pace.schedule import local
from bot.store import faring
from bot.store.audience import Audience
from bot.store.fanning import Pace
from bot.store.rows import Row

MOST = 2000  #: lines that are read: a school's own. Of more people the first are told of

FIRST_WORDS = "they have not been told yet who writes: the school’s first words come before it"
NO_IDEAS = "they asked for no ideas and programmes"
ENOUGH = "they have had this week’s number of texts"
NEVER = "no decent hour opens within a year: please ask the office to check the school’s terms"


@dataclass(frozen=True)
class Faring:
    """People who fare alike. `at` is when they get it; None where `why` says what it waits for, or why never."""

    people: int
    gets: bool
    at: datetime | None
    why: str  #: empty: at the moment that was asked for
    names: tuple[str, ...]  #: of some, with their children


def farings(
    desk: Desk, asked: Audience, pace: Pace, when: datetime, missed: Iterable[Missed]
) -> tuple[Faring, ...]:
    """Those who get it first, then those who get it later, then those who do not."""
    found: dict[tuple[bool, datetime | None, str], dict[int, tuple[str, list[str]]]] = {}
    rows = faring.reached(desk.db, asked, pace.week, MOST)
    for row in rows:
        people = found.setdefault(_fares(desk, row, pace, when), {})
        people.setdefault(row["id"], (row["name"], []))[1].append(row["child"])
    for it in missed:
        people = found.setdefault((False, None, it.why), {})
        people.setdefault(it.person.id, (it.person.name, []))[1].append(it.child)
    order = sorted(found, key=lambda it: (not it[0], it[1] is None, it[1] or when, it[2]))
    return tuple(_faring(it, found[it]) for it in order)


def why_later(desk: Desk, when: datetime, first_at: datetime, last_at: datetime) -> str:
    """Why phones get it after the moment that was asked for; empty where they do not."""
    if last_at <= when:
        return ""
    calendar = desk.school.calendar
    day = local(when, calendar.zone).date()
    if is_closed(day, calendar):
        return "The school is closed then: nothing but what cannot wait goes out."
    if is_public_holiday(day, calendar):
        return "That is a public holiday, on which phones are left in peace."
    if not lets_prompts(day, calendar):
        return "It waits for a day on which the school is open: the one you chose is in the holidays."
    if first_at <= when:
        return "Some of these phones are in another time zone, and wait for their own morning."
    hours = calendar.weekdays if day.weekday() < 5 else calendar.weekends
    return f"At home, phones are left in peace outside {hours.opens:%H:%M} to {hours.closes:%H:%M}."


def _fares(desk: Desk, row: Row, pace: Pace, when: datetime) -> tuple[bool, datetime | None, str]:
    at = pace.due_at.get(row["zone"])
    if at is None:
        return False, None, NEVER
    if not row["room"]:
        return False, None, NO_IDEAS if row["weekly"] == 0 else ENOUGH
    if not row["told"]:
        return True, None, FIRST_WORDS
    return True, at, why_later(desk, when, at, at)


def _faring(how: tuple[bool, datetime | None, str], people: dict[int, tuple[str, list[str]]]) -> Faring:
    gets, at, why = how
    return Faring(len(people), gets, at, why, tuple(_named(*it) for it in people.values()))


def _named(name: str, children: Sequence[str]) -> str:
    return f"{name} ({', '.join(dict.fromkeys(children))})"
