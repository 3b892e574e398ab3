"""Local dates and times to moments and back: one moment for each local date, whatever the clocks do."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model.school import Calendar
from bot.pace.days import lets_prompts

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=1024)  # of a day's few hours, each is asked for at every message
def occurrence(day: date, at: time, zone: str) -> datetime:
    """The one moment, in UTC, at which clocks in `zone` show this date and time.

    A time that the clocks jump over goes to the first minute that exists after it; a time they show twice
    is the first of the two.
    """
    place = ZoneInfo(zone)
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    moment = wall.replace(tzinfo=place).astimezone(UTC)
    while moment.astimezone(place).replace(tzinfo=None) != wall:
        wall = wall.replace(second=0, microsecond=0) + MINUTE
        moment = wall.replace(tzinfo=place).astimezone(UTC)
    return moment


def local(moment: datetime, zone: str) -> datetime:
    """What clock and calendar on a wall in `zone` show, naive. Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return _on_the_wall(moment.astimezone(UTC), zone)


@lru_cache(maxsize=256)  # a message asks ten times for the same one
def _on_the_wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def weekly_days(calendar: Calendar, first: date, until: date) -> tuple[date, ...]:
    """The same day of each later week up to and with `until`, where the school lets prompts out then."""
    weeks = range(1, (until - first).days // 7 + 1)
    return tuple(day for day in (first + 7 * DAY * n for n in weeks) if lets_prompts(day, calendar))


def due_days(
    calendar: Calendar, activities_days: Collection[int], since_day: date, today: date
) -> tuple[date, ...]:
    """The days after `since_day`, up to and with `today`, on which home activities go out (0 is Monday).

    Oldest first; days on which the school lets no prompt out are left out, not moved. A caller that was
    away for long chooses a recent `since_day`: nobody wants a month of activities at once.
    """
    span = (today - since_day).days
    days = (since_day + DAY * n for n in range(1, span + 1))
    return tuple(day for day in days if day.weekday() in activities_days and lets_prompts(day, calendar))
