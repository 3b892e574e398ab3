"""A school's calendar, and a way to write moments as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.model.school import Calendar, Span

AUCKLAND = "Pacific/Auckland"

TERMS = (
    Span(date(2026, 2, 2), date(2026, 4, 2), "Term 1"),
    Span(date(2026, 4, 20), date(2026, 7, 3), "Term 2"),
    Span(date(2026, 7, 20), date(2026, 9, 25), "Term 3"),
    Span(date(2026, 10, 12), date(2026, 12, 17), "Term 4"),
    Span(date(2027, 2, 3), date(2027, 4, 9), "Term 1"),
    Span(date(2027, 4, 27), date(2027, 7, 2), "Term 2"),
)
TANGI = Span(date(2026, 8, 12), date(2026, 8, 13), "tangi")

SCHOOL = Calendar(region="AUK", terms=TERMS, closures=(TANGI,))
ALWAYS_TERM = Calendar(region="AUK")


def at(words: str, zone: str = AUCKLAND, fold: int = 0) -> datetime:
    """The moment of "2026-08-10 19:59" on a clock in `zone`."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
