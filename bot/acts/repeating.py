"""The same message again each week in term: each time is a prompt of its own, to be changed or cancelled by itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.model.chat import PromptKind
from bot.pace.schedule import local, occurrence, weekly_days
from bot.store import contents, people, prompts, translations
from bot.store.rows import Row
from bot.translate import MACHINE, PHRASE_BOOK

#: Before the first prompt's id, in the series that its repeats are: UNIQUE(series, number) keeps each to one a day.
SERIES = "again"
LONGEST = timedelta(days=400)


def days(desk: Desk, first: datetime, until: date) -> tuple[date, ...]:
    """The days after the first time on which it goes too."""
    calendar = desk.school.calendar
    day = local(first, calendar.zone).date()
    return weekly_days(calendar, day, min(until, day + LONGEST))


def start(desk: Desk, prompt_id: int, until: date) -> int:
    """Plans the further times of a prompt that has just been confirmed; how many."""
    row, zone = prompts.one(desk.db, prompt_id), desk.school.calendar.zone
    series = f"{SERIES} {prompt_id} {desk.now:%Y%m%dT%H%M%S}"
    at, planned = local(row["due_at"], zone).time(), 0
    for day in days(desk, row["due_at"], until):
        made = _copy(desk, row, series, day)
        if made is not None:
            planned += prompting.confirm(desk, made, occurrence(day, at, zone))
    return planned


def coming(desk: Desk, row: Row | Mapping[str, Any]) -> list[Row]:
    """What is still planned of the same message, this one apart."""
    series = row["series"] or ""
    begins = series if series.startswith(f"{SERIES} ") else f"{SERIES} {row['id']} "
    return [it for it in prompts.planned(desk.db, desk.school.id, begins) if it["id"] != row["id"]]


def stop(desk: Desk, prompt_id: int) -> int:
    """None of the further times is sent; how many."""
    rest = coming(desk, prompts.one(desk.db, prompt_id))
    return sum(prompting.cancel(desk, it["id"]) is not None for it in rest)


def _copy(desk: Desk, row: Row | Mapping[str, Any], series: str, day: date) -> int | None:
    every = contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
    # What a machine made is made again, and is labelled again.
    words = [it for it in every if it.made_by not in (MACHINE, PHRASE_BOOK)]
    author = people.person_by_id(desk.db, row["author_id"]) if row["author_id"] else None
    return prompting.draft(
        desk, author, words, room_ids=prompts.rooms(desk.db, row["id"]), child_id=row["child_id"],
        child_ids=prompts.picked(desk.db, row["id"]), kind=PromptKind(row["kind"]), choices=row["choices"] or (),
        series=series, number=day.isoformat(), delicate=translations.topic(desk.db, row["content_id"]) is not None,
    )  # fmt: skip
