"""Whose hours a delivery keeps, and when they let it go."""

from datetime import datetime, timedelta

from bot.model.school import School
from bot.model.ways import Settings
from bot.pace import families, teachers
from bot.pace.families import Reach

NOW = "now"  #: somebody is waiting for it, or it cannot wait
SAFETY = "safety"  #: at any hour, however long a carrier was away
STAFF = "staff"  #: the school's office hours
#: What somebody waited for is news no more: after a carrier's long silence it keeps the reader's hours.
STILL_NOW = timedelta(hours=1)


def lately(reach: str, since: datetime, moment: datetime) -> bool:
    """Whether what was to ring at once may still: "now" does not outlast a carrier's failure into the night."""
    return reach != NOW or since > moment - STILL_NOW


def due_or_ask_again(school: School, reach: str, zone: str, moment: datetime) -> datetime:
    """As `due`; where no hour is known (the terms have run out), now: the last look puts it off, and loses nothing."""
    return due(school, reach, zone, moment) or moment


def due(
    school: School, reach: str, zone: str, moment: datetime, own: Settings | None = None
) -> datetime | None:
    """The first moment from this one on at which it may go; None when nothing opens within a year.

    `own`: the hours and days that the reader asked for, within those that the school keeps.
    """
    if reach in (NOW, SAFETY):
        return moment
    if reach == STAFF:
        return teachers.next_office(moment, school.calendar)
    return families.next_open(moment, school.calendar, zone, Reach(reach), own)


def closes(school: School, reach: str, zone: str, moment: datetime) -> datetime | None:
    """When its window ends: a carrier that still holds it then should drop it. None: no window."""
    if reach in (NOW, SAFETY, STAFF):
        return None
    return families.window_end(moment, school.calendar, zone, Reach(reach))
