"""Terms and closures out of a calendar file (ICS) or a spreadsheet (CSV): what was found, before anything is kept."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.languages.folding import fold
from bot.pace.schedule import local

MOST = 40
TERM, CLOSURE = "term", "closure"
#: What lasts so long and calls itself a term is one.
LONG = timedelta(days=14)
COLUMNS = "name, first, last"


@dataclass(frozen=True)
class Day:
    """Some days of a calendar, both ends included."""

    kind: str
    first: date
    last: date
    name: str


@dataclass(frozen=True)
class Brought:
    days: tuple[Day, ...]
    wrong: tuple[str, ...]  #: what could not be read, and why


def brought(text: str, zone: str) -> Brought:
    """The days in a calendar file or a spreadsheet, the earliest first; an hour's day is the one it has in `zone`."""
    found, wrong = _of_ics(text, zone) if "BEGIN:VCALENDAR" in text.upper() else _of_csv(text)
    days = sorted(dict.fromkeys(found), key=lambda it: (it.first, it.last, it.name))
    if len(days) > MOST:
        wrong.append(f"{len(days)} entries are too many at once: the first {MOST} are shown")
    return Brought(tuple(days[:MOST]), tuple(wrong))


def _of_ics(text: str, zone: str) -> tuple[list[Day], list[str]]:
    import icalendar  # heavy, and met once a year

    try:
        calendar: Any = icalendar.Calendar.from_ical(text)
        events = calendar.walk("VEVENT")
    except (ValueError, IndexError, KeyError) as trouble:
        return [], [f"this is no calendar file ({type(trouble).__name__})"]
    found, wrong = [], []
    for event in events:
        name = " ".join(str(event.get("SUMMARY", "")).split())[:80]
        starts, ends = event.get("DTSTART"), event.get("DTEND")
        if starts is None or event.get("RRULE"):
            wrong.append(
                f"{name or 'an entry'}: {'repeats' if starts else 'has no day'}; add its days by hand"
            )
            continue
        try:
            first = _day(starts.dt, zone)
            last = _last(ends.dt, zone) if ends else first
        except OverflowError:
            wrong.append(f"{name or 'an entry'}: its day is beyond what a calendar holds; add it by hand")
            continue
        found.append(_made(first, max(first, last), name))
    return found, wrong


def _of_csv(text: str) -> tuple[list[Day], list[str]]:
    text = text.removeprefix("\ufeff").strip()
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [fold(it or "") for it in rows.fieldnames or ()]
    if not {"name", "first"} <= set(names):
        return [], [f"the first line needs the columns {COLUMNS}; or paste the whole calendar file (.ics)"]
    rows.fieldnames = names
    found, wrong = [], []
    for row in rows:
        first, last = _written(row["first"]), _written(row.get("last") or row["first"])
        if first is None or last is None or last < first:
            wrong.append(f"line {rows.line_num}: {'ends before it begins' if first and last else 'holds no day'};"
                         " write days like 2027-02-02 or 2/2/2027")  # fmt: skip
        else:
            found.append(_made(first, last, " ".join((row["name"] or "").split())[:80]))
    return found, wrong


def _made(first: date, last: date, name: str) -> Day:
    """Whoever looks at it decides; this is only what it seems to be."""
    kind = TERM if fold(name).startswith(TERM) and last - first >= LONG else CLOSURE
    return Day(kind, first, last, name)


def _day(moment: date | datetime, zone: str) -> date:
    """A moment with a zone of its own (calendars export in UTC) falls on the day that it is at the school then."""
    if not isinstance(moment, datetime):
        return moment
    return (local(moment, zone) if moment.tzinfo else moment).date()


def _last(end: date | datetime, zone: str) -> date:
    """An end is no longer part of it: a whole day's is the day after, an hour's may be midnight."""
    if not isinstance(end, datetime):
        return end - timedelta(days=1)
    at = local(end, zone) if end.tzinfo else end
    return (at - timedelta(microseconds=1)).date()


def _written(text: str | None) -> date | None:
    """As schools here write days: the year first, or the day first."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"):
        try:
            return datetime.strptime((text or "").strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
