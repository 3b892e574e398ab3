"""The learner's own turn as rows: what was said in it stays in the inbox until a guardian has decided."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.store import media
from bot.store.alone import ENDED
from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import contact, delivery, inbox, learner_turn, learner_words, message, question

#: The question with which a guardian is read what the child said.
READ = "learner sends"
#: Of something in the inbox that is a child's own words, and that no guardian has sent.
UNSENT = "learner"
#: Whether a message is the child's own words, said on the phone of its author.
BY_CHILD = exists().where(learner_words.c.message_id == message.c.id).label("by_child")
#: Whether something heard was said in a child's turn, whatever has become of it.
IN_A_TURN = (
    exists()
    .where(learner_turn.c.contact_id == inbox.c.contact_id)
    .where(learner_turn.c.started_at <= inbox.c.heard_at, learner_turn.c.until > inbox.c.heard_at)
)


def begin(db: Connection, school_id: int, contact_id: int, person_id: int, household_id: int,
          started_at: datetime, until: datetime) -> int:  # fmt: skip
    made = insert(learner_turn).values(
        school_id=school_id, contact_id=contact_id, person_id=person_id, household_id=household_id,
        started_at=started_at, until=until, state="open", due_at=until,
    )  # fmt: skip
    _ends(db, contact_id, until)
    return int(db.execute(made.returning(learner_turn.c.id)).scalar_one())


def at(db: Connection, contact_id: int, moment: datetime) -> Row | None:
    """The turn in which something was said on this phone."""
    query = select(learner_turn).where(
        learner_turn.c.contact_id == contact_id,
        learner_turn.c.started_at <= moment,
        learner_turn.c.until > moment,
    )
    return db.execute(query.order_by(learner_turn.c.id.desc()).limit(1)).mappings().first()


def one(db: Connection, turn_id: int) -> Row | None:
    return db.execute(select(learner_turn).where(learner_turn.c.id == turn_id)).mappings().first()


def due(db: Connection, school_id: int, now: datetime, limit: int = 50) -> list[Row]:
    """Turns to be looked at, held until the transaction ends: another machine passes them over."""
    query = select(learner_turn).where(learner_turn.c.school_id == school_id, learner_turn.c.due_at <= now)
    query = query.order_by(learner_turn.c.due_at, learner_turn.c.id).limit(limit)
    return list(db.execute(query.with_for_update(skip_locked=True)).mappings())


def end(db: Connection, turn: Row, until: datetime) -> None:
    """The phone is the guardian's again from then on."""
    db.execute(update(learner_turn).where(learner_turn.c.id == turn["id"]).values(until=until))
    _ends(db, turn["contact_id"], until)


def change(db: Connection, turn_id: int, **values: Any) -> None:
    db.execute(update(learner_turn).where(learner_turn.c.id == turn_id).values(**values))


def keep(db: Connection, school_id: int, turn_id: int, inbox_id: int) -> None:
    """Something said in it; once."""
    insert_once(db, learner_words, {"school_id": school_id, "learner_turn_id": turn_id, "inbox_id": inbox_id})
    db.execute(update(inbox).where(inbox.c.id == inbox_id).values(state=UNSENT))


def unsent(db: Connection, turn_id: int) -> list[Row]:
    """What was heard in it and has been neither sent nor dropped, oldest first."""
    query = (
        select(inbox)
        .join(learner_words, learner_words.c.inbox_id == inbox.c.id)
        .where(learner_words.c.learner_turn_id == turn_id, learner_words.c.message_id.is_(None))
    )
    return list(db.execute(query.order_by(inbox.c.id)).mappings())


def sent(db: Connection, inbox_id: int, message_id: int) -> None:
    db.execute(
        update(learner_words).where(learner_words.c.inbox_id == inbox_id).values(message_id=message_id)
    )
    db.execute(update(inbox).where(inbox.c.id == inbox_id).values(state="done"))


def drop(db: Connection, turn_id: int, now: datetime) -> int:
    """Deletes for good what no guardian has sent; how many. The keys stay, so that it is never heard twice.

    The carrier is to delete what came along.
    """
    ids = [row["id"] for row in unsent(db, turn_id)]
    media.leave(db, ids, now)
    db.execute(delete(learner_words).where(learner_words.c.inbox_id.in_(ids)))
    db.execute(update(inbox).where(inbox.c.id.in_(ids)).values(heard={}, state="done", why=None))
    return len(ids)


def stop(db: Connection, contact_id: int, now: datetime) -> None:
    """Whoever has this phone wants nothing more: its turn is over, and nobody can be read what was said in it."""
    open_ = select(learner_turn).where(
        learner_turn.c.contact_id == contact_id, learner_turn.c.due_at.is_not(None)
    )
    for turn in db.execute(open_).mappings().all():
        drop(db, turn["id"], now)
        if turn["until"] > now:
            end(db, turn, now)
        change(db, turn["id"], state="over", due_at=now)


def forget_read(db: Connection, turn: Row) -> bool:
    """Deletes the copies of what its guardian was read. False while a carrier may still be asked about one."""
    asked = question.c.contact_id == turn["contact_id"], question.c.kind == READ
    ids = [it.id for it in db.execute(select(question).where(*asked)) if it.about.get("turn") == turn["id"]]
    # By the phone too: there is an index of what went to each.
    read = delivery.c.contact_id == turn["contact_id"], delivery.c.question_id.in_(ids)
    db.execute(update(delivery).where(*read, delivery.c.state.in_(ENDED)).values(words=None, parts=[]))
    waits = select(delivery.c.id).where(*read, delivery.c.state.not_in(ENDED))
    return db.scalar(waits.limit(1)) is None


def by_child(db: Connection, message_ids: Collection[int]) -> set[int]:
    """Which of these messages are the child's own words."""
    return set(
        db.scalars(select(learner_words.c.message_id).where(learner_words.c.message_id.in_(message_ids)))
    )


def _ends(db: Connection, contact_id: int, until: datetime) -> None:
    db.execute(update(contact).where(contact.c.id == contact_id).values(turn_until=until))
