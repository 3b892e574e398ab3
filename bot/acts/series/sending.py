"""The texts of series whose moment has come: each once a room and local date, and one for rooms that come together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.model.chat import PromptKind
from bot.model.school import Calendar
from bot.model.series import Part, Rhythm, Running
from bot.pace.families import Reach
from bot.pace.rhythms import Step, next_day, step
from bot.pace.schedule import local, occurrence
from bot.store import fanning, prompts, series, series_runs

A_DAY = timedelta(days=1)


def send_due(desk: Desk) -> int:
    """One text of one series, in every room in which it is due; in how many rooms it was looked at. 0: none is due.

    All in one transaction: the note that it went, the prompt, and the place of each room. After a death none of it
    is there, or all of it.
    """
    due = [(it, what_now(desk, it)) for it in series_runs.due(desk.db, desk.school.id, desk.now)]
    going: dict[tuple[int, date, bool], list[Running]] = {}
    for it, todo in due:
        if todo.goes_on is not None:
            key = (it.place + todo.left_out, todo.goes_on, it.rhythm.in_terms)
            going.setdefault(key, []).append(it)
    for (place, day, in_terms), together in going.items():
        _send(desk, together, place, day, in_terms)
    for it, todo in due:
        move_on(desk, it, it.place + todo.left_out + (todo.goes_on is not None), todo.next_day)
    return len(due)


def what_now(desk: Desk, it: Running) -> Step:
    calendar = desk.school.calendar
    since = it.next_day or local(desk.now, calendar.zone).date()
    return not_twice(desk, it, step(it.rhythm, calendar, it.catch_up, since, desk.now))


def not_twice(desk: Desk, it: Running, todo: Step) -> Step:
    """Where the room has had a text of this series on that date, the next one goes another day."""
    if todo.goes_on is None or not series_runs.had_one(desk.db, it.series_id, it.room_id, todo.goes_on):
        return todo
    return Step(todo.left_out, None, next_day(it.rhythm, desk.school.calendar, todo.goes_on + A_DAY))


def move_on(desk: Desk, it: Running, place: int, day: date | None) -> None:
    """To the next text and its day; or to the end, where there is none left."""
    if place > it.parts:
        series_runs.move(
            desk.db, it.id, desk.now, only_from=("running", "paused"), state="ended", ended="finished",
            place=it.parts + 1, next_day=None, next_at=None,
        )  # fmt: skip
    else:
        series_runs.move(
            desk.db,
            it.id,
            desk.now,
            place=place,
            next_day=day,
            next_at=looks_at(desk.school.calendar, it.rhythm, day, desk.now),
        )


def looks_at(calendar: Calendar, rhythm: Rhythm, day: date | None, now: datetime) -> datetime:
    """When a run is looked at next. Where no day is known, tomorrow: the school may have said when terms are."""
    if day is None:
        return now + A_DAY
    return occurrence(day, rhythm.at, calendar.zone)


def send_now(desk: Desk, it: Running, place: int, day: date) -> None:
    """One room's text, in the name of this date."""
    _send(desk, [it], place, day, it.rhythm.in_terms)


def _send(desk: Desk, runs: Sequence[Running], place: int, day: date, in_terms: bool) -> None:
    row = series.part(desk.db, runs[0].series_id, place)
    if row is None:
        return
    turns = {
        it.room_id: turn
        for it in runs
        if (turn := series_runs.take_turn(desk.db, desk.school.id, it, row["id"], day)) is not None
    }
    if not turns:
        return
    part = series.as_part(desk.db, row)
    prompt_id = _joined(desk, runs[0].series_id, row["id"], day, list(turns)) or _asked(
        desk, part, list(turns), runs[0].series_id, row["id"], day, in_terms
    )
    if prompt_id is not None:
        series_runs.went_as(desk.db, list(turns.values()), prompt_id)


def _joined(desk: Desk, series_id: int, part_id: int, day: date, room_ids: Sequence[int]) -> int | None:
    """These rooms come to a prompt that went to others earlier on this date: a family that has it gets no second."""
    there = prompts.numbered(desk.db, desk.school.id, _name(series_id), _number(part_id, day))
    if there is None or prompts.one(desk.db, there)["state"] != "sent":
        return None
    series_runs.join_prompt(desk.db, desk.school.id, there, room_ids)
    fanning.begin(desk.db, desk.school.id, there)
    prompting.go_on(desk, there)
    return there


def _asked(desk: Desk, part: Part, room_ids: Sequence[int], series_id: int, part_id: int, day: date,
           in_terms: bool) -> int | None:  # fmt: skip
    # One that a teacher took back today keeps its number: these rooms have theirs beside it.
    names = (_number(part_id, day), f"{_number(part_id, day)} rooms {min(room_ids)}")
    for number in names:
        made = prompting.draft(
            desk, None, part.said, room_ids=room_ids, kind=PromptKind.ACTIVITY, series=_name(series_id),
            number=number, reach=None if in_terms else Reach.HOLIDAYS.value,
        )  # fmt: skip
        if made is not None:
            prompting.confirm(desk, made)
            return made
    return None


def _name(series_id: int) -> str:
    return f"{prompting.OF_A_SERIES}{series_id}"


def _number(part_id: int, day: date) -> str:
    return f"{day.isoformat()} part {part_id}"
