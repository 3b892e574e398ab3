"""A phone from which nobody has written for 46 weeks is asked whether it is still the right one; six weeks later, when
the year is over, nothing more goes there without an answer. Whoever only listens has to say one word a year, and loses
nothing.

Each phone is looked at when its own time comes, and its next time is set in the same transaction: as often as this is
done, on however many machines, nobody is asked twice.
"""

from datetime import datetime, timedelta

from bot.acts import still_yours
from bot.acts.desk import Desk
from bot.acts.greeting import ASKED_AFTER
from bot.model.chat import Question
from bot.model.delivery import NOT_ARRIVED
from bot.model.people import Contact, State
from bot.store import outbox, people, questions, silence
from bot.store.outbox import WAITING

AT_ONCE = 100  #: phones a look: a school of long ago is not asked all at once
ON_ITS_WAY = (*WAITING, "calling", "unsure")
A_WEEK = timedelta(days=7)


def look(desk: Desk) -> int:
    """How many phones it looked at; 0: none is due."""
    rows = silence.due(desk.db, desk.school.id, desk.now, AT_ONCE)
    heard = silence.last_heard(desk.db, [row["id"] for row in rows]) if rows else {}
    for row in rows:
        # Held until its next look is set: of two that look at once the second finds it looked at.
        contact = people.contact_at(desk.db, row["sender_id"], row["address"])
        if contact is not None:
            at = _look(desk, contact, heard.get(contact.id))
            people.change_contact(desk.db, contact.id, look_at=at)
    return len(rows)


def _look(desk: Desk, contact: Contact, heard: datetime | None) -> datetime:
    """Does what there is to do, and says when to look again."""
    if contact.state == State.QUARANTINED and silence.why(desk.db, contact.id) == still_yours.AWAY:
        asked = still_yours.asked(desk, contact.id)
        if asked is None or _lost(desk, asked):
            still_yours.once_more(desk, contact)
        return desk.now + A_WEEK
    if contact.state != State.ACTIVE or contact.channel != "sms" or contact.notice_at is None:
        return desk.now + ASKED_AFTER
    since = max(heard, contact.notice_at) if heard else contact.notice_at
    if since > desk.now - ASKED_AFTER:
        questions.close(
            desk.db, contact.id, still_yours.KIND, desk.now
        )  # they have written: that is an answer
        return since + ASKED_AFTER
    asked = still_yours.asked(desk, contact.id)
    if asked is None or (went := _went(desk, asked)) is None:
        still_yours.ask(desk, contact, reach="words")
        return desk.now + still_yours.WAITS
    if went > desk.now - still_yours.WAITS:
        return went + still_yours.WAITS
    still_yours.quarantine(desk, contact, still_yours.SILENT)
    return desk.now + ASKED_AFTER


def _lost(desk: Desk, asked: Question) -> bool:
    """Whether the question did not arrive, as far as its carrier has told."""
    told = outbox.of_question(desk.db, asked.id)
    return told is None or told["state"] in ("failed", "cancelled") or told["carrier_state"] in NOT_ARRIVED


def _went(desk: Desk, asked: Question) -> datetime | None:
    """When the question reached its carrier; as if just now where it is on its way; None where it was lost."""
    told = outbox.of_question(desk.db, asked.id)
    if told is None or told["state"] in ("failed", "cancelled"):
        return None
    return desk.now - still_yours.WAITS + A_WEEK if told["state"] in ON_ITS_WAY else told["sent_at"]
