"""Months back from a moment, by the calendar."""

from calendar import monthrange
from datetime import datetime


def months_before(moment: datetime, months: int) -> datetime:
    """The same time of day so many months ago; where that month is too short, its last day."""
    count = moment.year * 12 + moment.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
