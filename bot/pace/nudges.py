"""One gentle reminder of a question that nobody has answered yet: three days on, by the reader's own clock."""

from datetime import datetime, timedelta

from bot.model.school import Calendar
from bot.pace.families import Reach, open_now
from bot.pace.schedule import local, occurrence

NUDGE_AFTER = timedelta(days=3)
#: How long a nudge may wait for its turn. After holidays the talk has moved on: a reminder would read as a
#: reproach.
NUDGE_LIFE = timedelta(days=7)


def sent_until(
    moment: datetime, calendar: Calendar, zone: str | None = None, reach: Reach = Reach.PROMPTS
) -> datetime | None:
    """The last moment at which a question was sent that may be reminded of at this one; None in closed hours.

    Nothing is put in closed hours to wait for the morning: it could come after the answer.
    """
    if not open_now(moment, calendar, zone, reach):
        return None
    wall = local(moment, zone or calendar.zone) - NUDGE_AFTER
    return occurrence(wall.date(), wall.time(), zone or calendar.zone)


def sent_since(moment: datetime) -> datetime:
    """Questions sent before it are reminded of no more."""
    return moment - NUDGE_AFTER - NUDGE_LIFE
