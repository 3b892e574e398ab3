"""When teachers are told, and by when a family may expect an answer: office hours, on school days."""

from datetime import date, datetime
from functools import lru_cache

from bot.model.school import Calendar
from bot.pace.days import is_school_day
from bot.pace.schedule import DAY, local, occurrence

SEARCH = 366  #: days looked ahead before we say that the office does not open again


def open_now(moment: datetime, calendar: Calendar) -> bool:
    """Whether teachers may be notified at this moment."""
    return next_office(moment, calendar) == moment


@lru_cache(maxsize=64)  # a reply asks three times for the same moment
def next_office(moment: datetime, calendar: Calendar) -> datetime | None:
    """The first moment in office hours from this one on: itself when open now, None when a year has none."""
    day = local(moment, calendar.zone).date()
    for n in range(SEARCH + 1):
        opens, closes = _office(day + DAY * n, calendar)
        if moment < closes and opens < closes and is_school_day(day + DAY * n, calendar):
            return max(moment, opens)
    return None


def answer_by(moment: datetime, calendar: Calendar) -> datetime | None:
    """The moment by which words that arrive now should have an answer.

    They are read on the day of the next office hour, today when it is open; the answer is due when the
    office closes on the school day after that one. So a teacher always has one full school day. None when
    there is no such day within a year.
    """
    read_at = next_office(moment, calendar)
    if read_at is None:
        return None
    day = _school_day_after(local(read_at, calendar.zone).date(), calendar)
    return _office(day, calendar)[1] if day else None


def closed_period(moment: datetime, calendar: Calendar) -> str | None:
    """A name for the closed period we are in, the same at each of its moments, for one auto-reply in each;
    None when the office is open. It names the day on which the office opens again: when the school moves
    that day, families may be told again.
    """
    opens = next_office(moment, calendar)
    if opens == moment:
        return None
    return f"until {local(opens, calendar.zone).date()}" if opens else "until further notice"


def _office(day: date, calendar: Calendar) -> tuple[datetime, datetime]:
    hours = calendar.office
    return occurrence(day, hours.opens, calendar.zone), occurrence(day, hours.closes, calendar.zone)


def _school_day_after(day: date, calendar: Calendar) -> date | None:
    days = (day + DAY * n for n in range(1, SEARCH + 1))
    return next((later for later in days if is_school_day(later, calendar)), None)
