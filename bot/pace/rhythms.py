"""On which days the texts of a series go, and what becomes of those whose day has passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model.school import Calendar
from bot.model.series import CatchUp, Rhythm
from bot.pace.days import is_closed, is_public_holiday, is_school_holiday, why_quiet
from bot.pace.schedule import DAY, local, occurrence

SEARCH = 366  #: days looked ahead before we say that no day is known


@dataclass(frozen=True)
class Planned:
    """A day of a rhythm. `why` says in words why no text goes on it; empty: one goes."""

    day: date
    why: str = ""


@dataclass(frozen=True)
class Step:
    """What is to be done at one moment: so many parts are left out, and one may go in the name of a local date."""

    left_out: int
    goes_on: date | None
    next_day: date | None  #: after it


def planned(rhythm: Rhythm, calendar: Calendar, first: date, texts: int) -> list[Planned]:
    """The days of a rhythm from `first` on, until so many texts have gone; the quiet days between them too."""
    found: list[Planned] = []
    for it in _days(rhythm, calendar, first, first + DAY * 2 * SEARCH):
        if texts <= 0:
            break
        found.append(it)
        texts -= not it.why
    while found and found[-1].why:
        found.pop()
    return found


def next_day(rhythm: Rhythm, calendar: Calendar, first: date) -> date | None:
    """The first day from this one on, itself included, on which a text goes; None when a year has none."""
    days = _days(rhythm, calendar, first, first + DAY * SEARCH)
    return next((it.day for it in days if not it.why), None)


def next_after(rhythm: Rhythm, calendar: Calendar, moment: datetime) -> date | None:
    """The first day whose own moment is still to come."""
    today = local(moment, calendar.zone).date()
    passed = occurrence(today, rhythm.at, calendar.zone) <= moment
    return next_day(rhythm, calendar, today + DAY if passed else today)


def step(rhythm: Rhythm, calendar: Calendar, rule: CatchUp, since: date, now: datetime) -> Step:
    """What is due now of a series that has stood still since the day `since`, which it was to go on.

    What is due today is on time until midnight; all before today is late, and the rule decides.
    """
    today = local(now, calendar.zone).date()
    days = [it.day for it in _days(rhythm, calendar, since, today) if not it.why]
    due = [day for day in days if occurrence(day, rhythm.at, calendar.zone) <= now]
    on_time = bool(due) and due[-1] == today
    late = len(due) - on_time
    goes, left_out = on_time, 0 if rule == CatchUp.GO_ON else late
    if rule == CatchUp.NEWEST and late and not on_time:
        goes, left_out = True, late - 1
    after = next_day(rhythm, calendar, today + DAY) if goes else next_after(rhythm, calendar, now)
    return Step(left_out, today if goes else None, after)


def taken_up(rhythm: Rhythm, calendar: Calendar, rule: CatchUp, since: date, now: datetime) -> Step:
    """As `step`, where somebody lets a paused series go on: what was due earlier today is late too."""
    today = local(now, calendar.zone).date()
    days = [it.day for it in _days(rhythm, calendar, since, today) if not it.why]
    late = sum(occurrence(day, rhythm.at, calendar.zone) <= now for day in days)
    if rule == CatchUp.NEWEST and late:
        return Step(late - 1, today, next_day(rhythm, calendar, today + DAY))
    return Step(late if rule == CatchUp.SKIP else 0, None, next_after(rhythm, calendar, now))


def week_of_term(day: date, calendar: Calendar) -> int | None:
    """1 in the week, Monday to Sunday, in which a term begins; None outside of terms."""
    for term in calendar.terms:
        if term.first <= day <= term.last:
            return (day - _monday(term.first)).days // 7 + 1
    return None


def _days(rhythm: Rhythm, calendar: Calendar, first: date, last: date) -> Iterator[Planned]:
    begins = max(first, rhythm.begins) if rhythm.begins else first
    if rhythm.dates:
        wanted: Iterator[date] = (day for day in sorted(set(rhythm.dates)) if begins <= day <= last)
    else:
        span = range((last - begins).days + 1)
        wanted = (day for n in span if (day := begins + timedelta(days=n)).weekday() in rhythm.days)
    for day in wanted:
        if rhythm.weeks and not _in_weeks(day, rhythm.weeks, calendar):
            continue
        yield Planned(day, _why_not(day, rhythm, calendar))


def _in_weeks(day: date, weeks: tuple[int, int], calendar: Calendar) -> bool:
    week = week_of_term(day, calendar)
    return week is not None and weeks[0] <= week <= weeks[1]


def _why_not(day: date, rhythm: Rhythm, calendar: Calendar) -> str:
    holiday = is_school_holiday(day, calendar) and rhythm.in_terms
    quiet = is_closed(day, calendar) or is_public_holiday(day, calendar) or holiday
    return why_quiet(day, calendar) if quiet else ""


def _monday(day: date) -> date:
    return day - DAY * day.weekday()
