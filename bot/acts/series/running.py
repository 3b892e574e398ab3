"""A series in a room: begun with a rhythm, paused, taken up again, a text left out, ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.acts.desk import Desk
from bot.acts.series import sending
from bot.model.people import Person
from bot.model.school import School
from bot.model.series import CatchUp, Rhythm, Running
from bot.pace.rhythms import next_after, taken_up
from bot.pace.schedule import local
from bot.store import records, series, series_runs

NO_DAYS = (
    "No text would go on any day within a year. Please look at the days, the weeks and the school’s terms."
)
THERE = "already"  #: what a room answers in which the series is on its way
GONE = "This series has no text left from that place on."


def begin(desk: Desk, by: Person | None, series_id: int, room_ids: Sequence[int], rhythm: Rhythm,
          catch_up: CatchUp = CatchUp.GO_ON, place: int = 1) -> list[int]:  # fmt: skip
    """The rooms in which it is on its way from now on; one in which it is already is left as it is.

    Raises ValueError with what to do instead, where no text would ever go.
    """
    if not 1 <= place <= series.count(desk.db, series_id):
        raise ValueError(GONE)
    day = next_after(rhythm, desk.school.calendar, desk.now)
    if day is None:
        raise ValueError(NO_DAYS)
    begun = []
    for room_id in room_ids:
        made = series_runs.begin(
            desk.db, desk.school.id, series_id=series_id, room_id=room_id, rhythm=rhythm, catch_up=catch_up,
            place=place, next_day=day, next_at=sending.looks_at(desk.school.calendar, rhythm, day, desk.now),
            by=by.id if by else None, now=desk.now,
        )  # fmt: skip
        if made is not None:
            begun.append(room_id)
            _note(desk, by, "began a series", made)
    return begun


def pause(desk: Desk, by: Person | None, run_id: int) -> bool:
    """It stands still until it is taken up again. False when it does not go, such as when it was paused before."""
    done = series_runs.move(desk.db, run_id, desk.now, state="paused", next_at=None)
    return done and _note(desk, by, "paused a series", run_id)


def go_on(desk: Desk, by: Person | None, run_id: int) -> bool:
    """Takes a paused series up: its rule says what becomes of the texts whose moment has passed."""
    it = series_runs.one(desk.db, run_id, held=True)
    if it is None or it.state != "paused":
        return False
    calendar = desk.school.calendar
    since = it.next_day or local(desk.now, calendar.zone).date()
    todo = sending.not_twice(desk, it, taken_up(it.rhythm, calendar, it.catch_up, since, desk.now))
    place = it.place + todo.left_out
    series_runs.move(desk.db, run_id, desk.now, only_from=("paused",), state="running")
    if todo.goes_on is not None:
        sending.send_now(desk, it, place, todo.goes_on)
        place += 1
    sending.move_on(desk, it, place, todo.next_day)
    return _note(desk, by, "took up a series", run_id)


def skip(desk: Desk, by: Person | None, run_id: int) -> bool:
    """The next text is left out: the one after it goes in its stead, on the same day."""
    it = series_runs.one(desk.db, run_id, held=True)
    if it is None or it.state == "ended":
        return False
    if it.place >= it.parts:
        sending.move_on(desk, it, it.parts + 1, None)
    else:
        series_runs.move(desk.db, run_id, desk.now, only_from=("running", "paused"), place=it.place + 1)
    return _note(desk, by, "left out a text of a series", run_id, it)


def end(desk: Desk, by: Person | None, run_id: int) -> bool:
    done = series_runs.move(
        desk.db, run_id, desk.now, only_from=("running", "paused"), state="ended", ended="ended",
        next_day=None, next_at=None,
    )  # fmt: skip
    return done and _note(desk, by, "ended a series", run_id)


def replan(db: Connection, school: School, now: datetime) -> None:
    """The school's days have changed: what goes next in each room goes on the days as they are now."""
    for it in series_runs.running(db, school.id):
        day = next_after(it.rhythm, school.calendar, now)
        # What is due already is the job's.
        if it.next_at is not None and it.next_at > now and day != it.next_day:
            next_at = sending.looks_at(school.calendar, it.rhythm, day, now)
            series_runs.move(db, it.id, now, next_day=day, next_at=next_at)


def _note(desk: Desk, by: Person | None, act: str, run_id: int, it: Running | None = None) -> bool:
    about = {"run": run_id} | ({"number": it.place} if it else {})
    records.note(desk.db, desk.school.id, act, desk.now, person_id=by.id if by else None, about=about)
    return True
