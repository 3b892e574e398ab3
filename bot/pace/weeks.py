"""The week of a family, and how much of the programme fits in it."""

from datetime import datetime, time

from bot.pace.schedule import DAY, local, occurrence

#: Series and library texts a week for one family. Three helped; five helped no more, and more people left
#: (Cortes, Fricke, Loeb, Song and York, Education Finance and Policy 16(2), 2021).
CAP = 3


def week_of(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """The week in which this moment lies: from Monday's midnight in `zone` to just before the next."""
    today = local(moment, zone).date()
    monday = today - DAY * today.weekday()
    return occurrence(monday, time(), zone), occurrence(monday + DAY * 7, time(), zone)


def held_by_cap(sent_this_week: int, weekly: int | None = None) -> bool:
    """Whether one more programme text must wait. `weekly` is what the family chose, 0 to 3; None: not yet."""
    return sent_this_week >= (CAP if weekly is None else min(weekly, CAP))
