"""When a phone at home may ring: the reader's own hours, on the days that the school lets go.

Hours belong to the reader: a grandmother on Niue is woken by her own clock, not by the school's. Days
belong to the school: its holidays and closures count by the date at the school at that moment, wherever the
reader is. Hours whose end is not after their beginning are never open.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.model.school import Calendar
from bot.model.ways import Settings
from bot.pace.days import is_closed, is_public_holiday, lets_prompts
from bot.pace.schedule import DAY, local, occurrence

SEARCH = 366  #: days looked ahead before we say that nothing is open


class Reach(Enum):
    """What a message may reach a family for, from the most to the least welcome."""

    WORDS = "words"  #: copies of words between people: they wait for the reader's hours only, on any day
    NOTICE = "notice"  #: who we are: as words, but never on a public holiday
    HOLIDAYS = "holidays"  #: prompts for a family that chose to have them in holidays too; never in a closure
    PROMPTS = "prompts"  #: prompts, activities, nudges: no public holiday, no school holiday, no closure


def open_now(
    moment: datetime, calendar: Calendar, zone: str | None = None, reach: Reach = Reach.PROMPTS
) -> bool:
    """Whether it may go out at this moment. `zone` is the reader's own; without one, the school's."""
    return window_end(moment, calendar, zone, reach) is not None


def next_open(
    moment: datetime, calendar: Calendar, zone: str | None = None, reach: Reach = Reach.PROMPTS,
    own: Settings | None = None,
) -> datetime | None:  # fmt: skip
    """The first moment from this one on at which it may go out: the moment itself when open now.

    `own`: hours and days that the reader asked for. Where they never meet the school's, the school's hold.

    None when nothing opens within a year, such as when the school's terms have run out.
    """
    place = zone or calendar.zone
    first = local(moment, place).date()
    for n in range(SEARCH + 1):
        for opens, closes in _windows(first + DAY * n, calendar, place, reach):
            opens, closes = _within(own, first + DAY * n, place, opens, closes) if own else (opens, closes)
            if moment < closes and opens < closes:
                return max(moment, opens)
    return next_open(moment, calendar, zone, reach) if own else None


def _within(
    own: Settings, day: date, zone: str, opens: datetime, closes: datetime
) -> tuple[datetime, datetime]:
    """What is left of a window in somebody's own hours; nothing on a day that is none of theirs."""
    if own.days and day.weekday() not in own.days:
        return opens, opens
    if own.opens is None or own.closes is None:
        return opens, closes
    return max(opens, occurrence(day, own.opens, zone)), min(closes, occurrence(day, own.closes, zone))


def window_end(
    moment: datetime, calendar: Calendar, zone: str | None = None, reach: Reach = Reach.PROMPTS
) -> datetime | None:
    """The end of the window in which this moment lies, itself no longer open; None when closed now.

    A carrier that still holds the message then should drop it: better no text than one at night.
    """
    today = local(moment, zone or calendar.zone).date()
    for opens, closes in _windows(today, calendar, zone or calendar.zone, reach):
        if opens <= moment < closes:
            return closes
    return None


def _windows(day: date, calendar: Calendar, zone: str, reach: Reach) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches of one day of the reader's, cut where the date at the school lets nothing out."""
    hours = calendar.weekdays if day.weekday() < 5 else calendar.weekends
    start, closes = occurrence(day, hours.opens, zone), occurrence(day, hours.closes, zone)
    opens: datetime | None = None
    while start < closes:
        at_school = local(start, calendar.zone).date()
        allowed = _lets(reach, at_school, calendar)
        if allowed and opens is None:
            opens = start
        if not allowed and opens is not None:
            yield opens, start
            opens = None
        start = min(closes, occurrence(at_school + timedelta(days=1), time(), calendar.zone))
    if opens is not None:
        yield opens, closes


def _lets(reach: Reach, day: date, calendar: Calendar) -> bool:
    match reach:
        case Reach.WORDS:
            return True
        case Reach.NOTICE:
            return not is_public_holiday(day, calendar)
        case Reach.HOLIDAYS:
            return not is_closed(day, calendar)
        case Reach.PROMPTS:
            return lets_prompts(day, calendar)
