"""One gentle reminder of a question that nobody at home has answered, three days on. Never a second."""

from collections.abc import Collection

from bot.acts.desk import AtDesk, Desk
from bot.languages.words import _
from bot.model.chat import Say
from bot.pace.nudges import NUDGE_LIFE, sent_since, sent_until
from bot.store import audience, nudging

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
    fresh = [row for row in rows if row.sent_at >= since]
    if fresh:
        new = nudging.remember(desk.db, [row.id for row in fresh], desk.now)
        # Where somebody got it on two phones, the reminder goes to one of them.
        asked = {
            (row.prompt_id, row.person_id): row.id for row in fresh if (row.prompt_id, row.person_id) in new
        }
        _put(desk, asked.values(), {prompt_id for prompt_id, _person in asked})
    if rows:
        nudging.decided(desk.db, [row.id for row in rows])
    return len(rows)


def _put(desk: Desk, asked: Collection[int], prompt_ids: Collection[int]) -> None:
    if not asked:
        return
    parts = {
        prompt_id: [Say(REMINDER, {"school": desk.school.name, "teacher": author or desk.school.name})]
        for prompt_id, author in nudging.authors(desk.db, prompt_ids).items()
    }
    nudging.put(desk.db, asked, parts, desk.now, desk.now + NUDGE_LIFE)
