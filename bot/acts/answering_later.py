"""An answer that goes at a chosen time. Until then nobody outside the school has it, and it may be changed.

Everything is judged when its time comes: whether its writer may still speak there, who is at home, whose ears.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.acts import answering, threads
from bot.acts.desk import Desk
from bot.acts.quoting import Quote
from bot.model.chat import Wording
from bot.model.people import Person
from bot.store import contents, people, planned, records
from bot.store.rows import Row

LONGEST = timedelta(days=60)


def plan(desk: Desk, teacher: Person, thread_id: int, wordings: Sequence[Wording], at: datetime, *,
         answers_id: int | None = None, delicate: bool = False, quote: Quote | None = None) -> int:  # fmt: skip
    """Keeps an answer for `at`: its id."""
    return planned.put(
        desk.db, desk.school.id, thread_id=thread_id, author_id=teacher.id,
        content_id=answering.keep(desk, wordings, delicate), answers_id=answers_id, delicate=delicate,
        quotes_id=quote.message_id if quote else None, quotes_by_sms=bool(quote and quote.by_sms),
        due_at=at, made_at=desk.now,
    )  # fmt: skip


def change(desk: Desk, it: Row, by: Person, wordings: Sequence[Wording], at: datetime) -> bool:
    """Its words and its time, and whose it is; False when it has gone meanwhile."""
    if not planned.change(desk.db, it["id"], due_at=at, state="waiting", author_id=by.id):
        return False
    contents.replace(desk.db, desk.school.id, it["content_id"], wordings)
    return True


def cancel(desk: Desk, it: Row, by: Person) -> bool:
    """It does not go; False when it has gone meanwhile."""
    done = planned.change(desk.db, it["id"], state="cancelled")
    if done:
        records.note(desk.db, desk.school.id, "cancelled an answer", desk.now, person_id=by.id,
                     about={"planned": it["id"], "thread": it["thread_id"]})  # fmt: skip
    return done


def send_due(desk: Desk) -> int:
    """Says what is due. Harmless when it comes twice: each is claimed by the change of its state."""
    due = planned.due(desk.db, desk.school.id, desk.now)
    for it in due:
        _send(desk, it)
    return len(due)


def _send(desk: Desk, it: Row) -> None:
    roles = people.roles(desk.db, it["author_id"], desk.now)
    if not threads.teaches(desk, roles, it["thread_id"]):
        # Somebody who left the room does not speak in it, and the words are not lost: a colleague decides.
        planned.change(desk.db, it["id"], state="stuck")
        return
    if not planned.change(desk.db, it["id"], state="gone"):
        return
    author = people.person_by_id(desk.db, it["author_id"])
    quote = Quote(it["quotes_id"], it["quotes_by_sms"]) if it["quotes_id"] else None
    sent = answering.send(
        desk, author, it["thread_id"], it["content_id"], answers_id=it["answers_id"], quote=quote
    )
    if sent is not None:
        planned.became(desk.db, it["id"], sent[0])
