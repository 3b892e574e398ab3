"""Prompts whose time has come, and home activities on the school's days."""

from datetime import timedelta

from bot.acts import prompting, standing
from bot.acts.desk import AtDesk, Desk
from bot.library import activities
from bot.model.chat import PromptKind
from bot.pace.days import lets_prompts
from bot.pace.schedule import due_days, local, occurrence
from bot.store import contents, prompts, rooms

SERIES = "library"
LATE = timedelta(days=1)


async def fan_out(act: AtDesk) -> None:
    """Everything that is due, a page a transaction: whoever else writes comes in between."""
    while await act(fan_out_due):
        pass


def fan_out_due(desk: Desk) -> int:
    """A page's worth of what is due; through how many children it went. 0: nothing is left to do.

    Prompts whose moment has come go first: a room does not wait until a whole school has been written to.
    """
    looked = 0
    for prompt_id in prompts.due(desk.db, desk.school.id, desk.now, prompting.PAGE):
        if looked < prompting.PAGE:
            looked += standing.let_go(desk, prompt_id).looked
    return looked or prompting.go_on(desk).looked


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
            subject=one.subject,
        )  # fmt: skip
        if made is not None:
            prompting.confirm(desk, made)
            sent += 1
    return sent
