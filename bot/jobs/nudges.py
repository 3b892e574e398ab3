"""One gentle reminder of a question that nobody at home has answered, three days on. Never a second."""

from collections.abc import Sequence

from bot.acts.desk import AtDesk, Desk
from bot.languages.words import _
from bot.model.chat import Say
from bot.pace.nudges import NUDGE_LIFE, sent_since, sent_until
from bot.store import audience, nudging
from bot.store.rows import Row

#: Questions a page: whoever else wants to write waits for some 20 ms.
PAGE = 500

# Translators: a gentle reminder, once, three days after a teacher's question. Never a reproach.
REMINDER = _("{teacher}, {school}, for {children}: there is still time if you would like to answer. {words}")


async def remind_all(act: AtDesk) -> None:
    """Everything that is due, a page a transaction: whoever else writes comes in between."""
    while await act(remind):
        pass


def remind(desk: Desk) -> int:
    """Decides on a page of the questions that it is time to remind of; how many. 0: nothing is due.

    Decided once, in the reader's open hours: who has answered by then, or paused, is not looked at again.
    """
    calendar, since = desk.school.calendar, sent_since(desk.now)
    zones = {it: sent_until(desk.now, calendar, it) for it in audience.zones(desk.db, desk.school.id)}
    until = {zone: moment for zone, moment in zones.items() if moment is not None}
    rows = nudging.due(desk.db, desk.school.id, until, since, PAGE)
    _put(desk, [row for row in rows if row["sent_at"] >= since])
    if rows:
        nudging.decided(desk.db, [row["id"] for row in rows])
    return len(rows)


def _put(desk: Desk, rows: Sequence[Row]) -> None:
    if not rows:
        return
    new = nudging.remember(desk.db, [row["id"] for row in rows], desk.now)
    by_prompt: dict[int, dict[int, int]] = {}
    for row in rows:
        if (row["prompt_id"], row["person_id"]) in new:
            # Where somebody got it on two phones, the reminder goes to one of them.
            by_prompt.setdefault(row["prompt_id"], {})[row["person_id"]] = row["id"]
    for prompt_id, asked in by_prompt.items():
        teacher = nudging.author(desk.db, prompt_id) or desk.school.name
        parts = [Say(REMINDER, {"school": desk.school.name, "teacher": teacher})]
        nudging.put(desk.db, asked.values(), parts, desk.now, desk.now + NUDGE_LIFE)
