"""The weekly text: where a month's SMS segments are used up, what waits goes out in one text a phone.

Once a local date: UNIQUE(contact, once) holds that, however often and on however many machines it is looked at.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts import budgets, digesting, prompting
from bot.acts.desk import AtDesk, Desk
from bot.acts.timing import due_or_ask_again
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.pace.schedule import due_days, local, occurrence
from bot.store import gathering, outbox, people, prompts
from bot.store.outbox import Letter
from bot.store.rows import Row

PAGE = 200  #: phones in one transaction
LATE = timedelta(days=1)  #: where nobody was there to look: the day after is early enough


async def put_all(act: AtDesk) -> None:
    """Everything that is due, a page a transaction: whoever else writes comes in between."""
    while await act(put):
        pass


def put(desk: Desk) -> int:
    """A page of weekly texts, on the school's day and from its hour on; how many phones were looked at."""
    texts, calendar = desk.school.texts, desk.school.calendar
    today = local(desk.now, calendar.zone).date()
    for day in due_days(calendar, [texts.digest_day], today - 2 * LATE, today):
        at = occurrence(day, texts.digest_at, calendar.zone)
        if at <= desk.now < at + LATE:
            once = f"digest {day}"
            spent = budgets.of_school(desk).spent
            found = gathering.phones(desk.db, desk.school.id, once, at, PAGE, spent)
            for contact_id in found:
                rows = gathering.waiting(desk.db, contact_id, at, digesting.MOST, spent=spent)
                put_together(desk, contact_id, rows, once, digesting.HEAD)
            return len(found)
    return 0


def put_together(desk: Desk, contact_id: int, rows: Sequence[Row], once: str, head: str,
                 reach: str = prompting.REACH) -> bool:  # fmt: skip
    """One text of all that is still of use; whether anything is otherwise now.

    What was asked after its hour waits for the next one, also on a phone that had nothing in this one.
    """
    late = [row["id"] for row in rows if _is_late(desk, row)]
    outbox.cancel_these(desk.db, late, "too late to be of use", desk.now)
    rows = [row for row in rows if row["id"] not in late]
    if not rows:
        return bool(late)
    pairs = prompts.children_of_delivery(desk.db, [row["id"] for row in rows])
    contact = people.contact_by_id(desk.db, contact_id)
    letter = Letter(
        contact, Gate.LANE, Turn.PROMPT, reach,
        due_or_ask_again(desk.school, reach, contact.zone, desk.now),
        [Say(head, {"school": desk.school.name})], person_id=_its_reader(rows), once=once,
        lanes=list(dict.fromkeys(pair for row in rows for pair in pairs.get(row["id"], []))),
    )  # fmt: skip
    made = outbox.put(desk.db, desk.school.id, letter, desk.now)
    if made is not None:
        gathering.put_in(desk.db, made, [row["id"] for row in rows])
    return made is not None or bool(late)


def _its_reader(rows: Sequence[Row]) -> int | None:
    """Nobody by name where it is for several of a phone's people: who leaves it takes nothing from the others."""
    people_ = {row["person_id"] for row in rows}
    return people_.pop() if len(people_) == 1 else None


def _is_late(desk: Desk, row: Row) -> bool:
    """A reminder after its time, or of what the home has answered meanwhile."""
    passed = row["expires_at"] is not None and row["expires_at"] <= desk.now
    return passed or bool(row["turn"] == Turn.NUDGE and row["answered"])
