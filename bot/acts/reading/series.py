"""Series as their pages show them: how far each room has come, and on which days texts go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.model.series import Rhythm, Running
from bot.pace.rhythms import Planned, next_after, planned
from bot.pace.schedule import local
from bot.store import series_runs
from bot.store.console import scope

LATELY = timedelta(days=14)  #: so long a series that has come to its end is still shown
MOST, SHOWN = 200, 12  #: series in rooms that are read for what goes next, and texts that are told of


@dataclass(frozen=True)
class Day:
    """A day of a rhythm: the text that goes on it by its number, or why none does."""

    day: date
    number: int | None
    why: str


@dataclass(frozen=True)
class Outlook:
    """On which days the texts from a place on would go. `without`: texts for which no day is known yet."""

    days: tuple[Day, ...]
    without: int

    @property
    def texts(self) -> tuple[Day, ...]:
        return tuple(it for it in self.days if it.number is not None)

    @property
    def quiet(self) -> tuple[Day, ...]:
        return tuple(it for it in self.days if it.number is None)


def outlook(desk: Desk, rhythm: Rhythm, parts: int, place: int) -> Outlook:
    wanted = parts - place + 1
    today = local(desk.now, desk.school.calendar.zone).date()
    first = next_after(rhythm, desk.school.calendar, desk.now)
    # The quiet days before the first text are a part of the picture, today's own passed moment is not.
    found = planned(rhythm, desk.school.calendar, today, wanted + 1)
    days = [it for it in found if it.why or (first is not None and it.day >= first)]
    numbered = _numbered(days, place, parts)
    return Outlook(tuple(numbered), wanted - sum(it.number is not None for it in numbered))


def _numbered(days: list[Planned], number: int, parts: int) -> list[Day]:
    found = []
    for it in days:
        if number > parts:
            break
        found.append(Day(it.day, None if it.why else number, it.why))
        number += not it.why
    return found


def on_their_way(desk: Desk, who: Viewer) -> list[Running]:
    """In the rooms that this person may see: those that go, stand still, or came to their end lately."""
    return series_runs.in_rooms(desk.db, scope.rooms(who.sight), desk.now - LATELY)


@dataclass(frozen=True)
class Next:
    """The next text of a series, and the rooms that get it at that moment."""

    series_id: int
    name: str
    number: int
    parts: int
    rooms: tuple[str, ...]
    at: datetime


def coming(desk: Desk, who: Viewer) -> tuple[Next, ...]:
    """In the rooms that this person may see, the next first."""
    found: dict[tuple[int, int, datetime], Next] = {}
    for it in series_runs.coming(desk.db, scope.rooms(who.sight), MOST):
        if it.next_at is None:
            continue
        key = (it.series_id, it.place, it.next_at)
        rooms = (*found[key].rooms, it.room_name) if key in found else (it.room_name,)
        found[key] = Next(it.series_id, it.series_name, it.place, it.parts, rooms, it.next_at)
    return tuple(found.values())[:SHOWN]


def one_run(desk: Desk, who: Viewer, run_id: int) -> Running | None:
    it = series_runs.one(desk.db, run_id)
    return it if it is not None and scope.may_see(desk.db, scope.rooms(who.sight), it.room_id) else None


def place(it: Running) -> str:
    """ "week 3 of 10", where it goes on days of the week; else "text 7 of 30"."""
    if it.ended == "finished":
        return f"all {it.parts} texts have gone" if it.parts > 1 else "its text has gone"
    if it.state == "ended":
        return f"ended after {it.place - 1} of {it.parts} texts"
    each = len(it.rhythm.days)
    if it.rhythm.dates or not each:
        return f"text {it.place} of {it.parts}"
    return f"week {(it.place - 1) // each + 1} of {-(-it.parts // each)}"
