"""Moments in the plain words of the school's own clock: "today 15:04", "Mon 24 Nov, 08:00"."""

from datetime import date, datetime, timedelta

from bot.pace.schedule import local

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def when(moment: datetime, now: datetime, zone: str) -> str:
    there, here = local(moment, zone), local(now, zone)
    clock = f"{there:%H:%M}"
    near = _NEAR.get((there.date() - here.date()).days)
    return f"{near} {clock}" if near else f"{day(there.date(), here.date())}, {clock}"


def day(it: date, today: date) -> str:
    year = f" {it.year}" if it.year != today.year else ""
    return f"{DAYS[it.weekday()]} {it.day} {MONTHS[it.month - 1]}{year}"


def waited(since: datetime, now: datetime) -> str:
    """ "for 2 hours": rounded down, so that nobody waits longer in words than in truth."""
    span = max(now - since, timedelta())
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if count := int(span.total_seconds()) // size:
            return f"for {count} {name}{'s' if count > 1 else ''}"
    return "since just now"
