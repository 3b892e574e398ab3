"""One gentle reminder of a question that nobody has answered yet."""

from datetime import datetime, timedelta

from bot.model.school import Calendar
from bot.pace.families import Reach, next_open
from bot.pace.schedule import local, occurrence

NUDGE_AFTER = timedelta(days=3)
#: How long a nudge may wait for its turn. After holidays the talk has moved on: a reminder would read as a
#: reproach.
NUDGE_LIFE = timedelta(days=7)


def nudge_at(
    prompt_sent_at: datetime, calendar: Calendar, zone: str | None = None, reach: Reach = Reach.PROMPTS
) -> datetime | None:
    """Three days after the prompt by the reader's own clock, or when prompts may next go out; None when
    that would be more than NUDGE_LIFE later: then there is no nudge.
    """
    there = zone or calendar.zone
    wall = local(prompt_sent_at, there) + NUDGE_AFTER
    due = occurrence(wall.date(), wall.time(), there)
    opens = next_open(due, calendar, there, reach)
    return opens if opens and opens <= due + NUDGE_LIFE else None
