"""Prompts whose time has come, and home activities on the school's days."""

from datetime import timedelta

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.library import activities
from bot.model.chat import PromptKind
from bot.pace.days import lets_prompts
from bot.pace.schedule import due_days, local, occurrence
from bot.store import contents, prompts, rooms

SERIES = "library"
LATE = timedelta(days=1)


def fan_out_due(desk: Desk) -> int:
    """Writes the deliveries of every scheduled prompt whose moment has come; how many phones."""
    return sum(
        prompting.fan_out(desk, prompt_id) for prompt_id in prompts.due(desk.db, desk.school.id, desk.now)
    )


def send_activity(desk: Desk) -> int:
    """One idea on each of the school's days, the next of the library in turn: once a local date."""
    wanted, calendar = desk.school.activities, desk.school.calendar
    today = local(desk.now, calendar.zone).date()
    sent = 0
    for day in due_days(calendar, wanted.days, today - LATE, today):
        at = occurrence(day, wanted.at, calendar.zone)
        late = not at <= desk.now < at + LATE
        if (
            late
            or not lets_prompts(day, calendar)
            or prompts.in_series(desk.db, desk.school.id, SERIES, day.isoformat())
        ):
            continue
        known = activities()
        one = known[prompts.count_series(desk.db, desk.school.id, SERIES) % len(known)]
        room_ids = rooms.named(desk.db, desk.school.id, wanted.rooms)
        if not room_ids:
            continue
        content_id = contents.keep(desk.db, desk.school.id, one.wordings)
        made = prompts.draft(
            desk.db, desk.school.id, content_id=content_id, kind=PromptKind.ACTIVITY, author_id=None,
            room_ids=room_ids, child_id=None, now=desk.now, series=SERIES, number=day.isoformat(),
        )  # fmt: skip
        if made is not None:
            prompting.confirm(desk, made)
            sent += 1
    return sent
