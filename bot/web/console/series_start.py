"""A series is begun in rooms: in which, on which days; and what those days are, before anything is begun."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading import series as reading
from bot.acts.reading.series import Outlook
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.acts.series import running
from bot.acts.series.foreseeing import Foreseen, foresee
from bot.model.chat import PromptKind
from bot.model.people import Room
from bot.model.school import Calendar
from bot.model.series import CatchUp, Rhythm
from bot.pace.schedule import occurrence
from bot.pace.weeks import CAP
from bot.store import series_runs
from bot.store.console import people
from bot.web.console import paper
from bot.web.console.door import Found, Page, Visit
from bot.web.console.looked import Sample, price, samples_of
from bot.web.console.moments import DAYS, day
from bot.web.console.rhythm import Wanted
from bot.web.console.series import Shown, shown

NO_FAULTS = dict.fromkeys(
    ("rooms", "days", "at", "kind", "weeks", "begins", "dates", "catch_up", "place"), ""
)


@dataclass(frozen=True)
class Start:
    """What the page shows; `ahead` once the form is whole, `begun` once the deed is done."""

    shown: Shown
    rooms: tuple[Room, ...]
    busy: frozenset[int]  #: rooms in which it is on its way already
    faults: dict[str, str]
    ahead: Outlook | None = None
    begun: bool = False
    cost: Foreseen | None = None
    samples: tuple[Sample, ...] = ()  #: the first text, on each kind of phone


async def form(visit: Visit) -> Response:
    series_id = visit.id()
    found = await visit.look(lambda desk, who: _start(desk, who, series_id, None))
    free = [it.id for it in found.it.rooms if it.id not in found.it.busy]
    # Somebody with one room means that one.
    wanted = Wanted(rooms=frozenset(free if len(found.it.rooms) == 1 else ()))
    if not found.school.calendar.terms:
        wanted = Wanted(rooms=wanted.rooms, kind="days")
    return _page(visit, found, wanted)


async def keep(visit: Visit) -> Response:
    """First the days, to be looked at; then, by the other button, the beginning."""
    series_id, wanted = visit.id(), Wanted.of(visit.form)
    if visit.form.text("do") != "begin":
        found = await visit.look(lambda desk, who: _seen(desk, who, series_id, wanted))
    else:
        found = await visit.act(lambda desk, who: _begin(desk, who, series_id, wanted))
        if found.it.begun:
            return paper.go("/series?done=begun")
    return _page(visit, found, wanted, 422 if found.it.faults else 200)


def _start(desk: Desk, who: Viewer, series_id: int, wanted: Wanted | None) -> Start:
    it = shown(desk, who, series_id)
    rooms = tuple(rooms_seen(desk, who))
    busy = frozenset(run.room_id for run in series_runs.of_series(desk.db, series_id))
    if wanted is None:
        return Start(it, rooms, busy, {})
    faults = wanted.faults(len(it.it.parts))
    if not wanted.rooms <= {room.id for room in rooms}:
        faults["rooms"] = "Please choose among your rooms."
    if faults:
        return Start(it, rooms, busy, faults)
    ahead = reading.outlook(desk, wanted.rhythm, len(it.it.parts), wanted.from_place)
    return Start(it, rooms, busy, {} if ahead.texts else {"kind": running.NO_DAYS}, ahead)


def _seen(desk: Desk, who: Viewer, series_id: int, wanted: Wanted) -> Start:
    """With what it costs, and how its first text looks."""
    start = _start(desk, who, series_id, wanted)
    if start.ahead is None or start.faults:
        return start
    rooms = [it.id for it in start.rooms if it.id in wanted.rooms]
    children = {row["id"] for row in people.children(desk.db, who.sight, rooms)}
    rhythm = wanted.rhythm
    at = occurrence(start.ahead.texts[0].day, rhythm.at, desk.school.calendar.zone)
    cost = foresee(desk, start.shown.it, children, rooms, wanted.from_place, rhythm.in_terms, at)
    return replace(start, cost=cost, samples=samples_of(desk, cost.first, at, PromptKind.ACTIVITY))


def _begin(desk: Desk, who: Viewer, series_id: int, wanted: Wanted) -> Start:
    start = _start(desk, who, series_id, wanted)
    if start.faults:
        return start
    in_rooms = [it.id for it in start.rooms if it.id in wanted.rooms]
    try:
        running.begin(
            desk, who.person, series_id, in_rooms, wanted.rhythm, CatchUp(wanted.catch_up), wanted.from_place
        )
    except ValueError as wrong:
        return Start(start.shown, start.rooms, start.busy, {"kind": str(wrong)}, start.ahead)
    return Start(start.shown, start.rooms, start.busy, {}, start.ahead, begun=True)


def _page(visit: Visit, found: Found[Start], wanted: Wanted, status: int = 200) -> Response:
    start, calendar = found.it, found.school.calendar
    notes = _notes(wanted.rhythm, calendar) if start.ahead else []
    return visit.show(
        "series_start.html", found, status, start=start, series=start.shown.it, wanted=wanted, days=DAYS,
        faults=NO_FAULTS | start.faults, notes=notes, day=lambda it: day(it, found.now.date()), here="series",
        language_name=language_name, money=lambda it: price(found.school, it),
    )  # fmt: skip


def _notes(rhythm: Rhythm, calendar: Calendar) -> list[str]:
    """What is good to know about such days and such a time."""
    found = []
    if len(rhythm.days) > CAP:
        found.append(
            f"A family gets at most {CAP} such texts a week: on the other days theirs is left out, not moved."
        )
    hours = calendar.weekdays
    if not hours.opens <= rhythm.at < hours.closes:
        found.append(
            f"At home, phones are left in peace outside {hours.opens:%H:%M} to {hours.closes:%H:%M}: a text waits "
            "for the next decent hour."
        )
    return found


PAGES = (Page("/series/{id}/start", get=form, post=keep),)
