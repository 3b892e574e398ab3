"""The numbers and bots that the school writes from: their rate, and what ails them at the moment."""

from collections.abc import Container
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, exists, func, or_, select, update

from bot.store import queue
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import attempt, contact, delivery, sender

#: Why nothing goes out on a sender for which whoever sends here has no credentials.
NO_CARRIER = (
    "no carrier is set up for it (whoever looks after the server sees what to do with: python3 -m bot doctor)"
)
A_DAY = timedelta(days=1)
LATELY = 5_000  #: calls: so many are looked through, and not all that were ever made


def every(db: Connection) -> list[RowMapping]:
    return list(db.execute(select(sender).order_by(sender.c.id)).mappings())


def one(db: Connection, sender_id: int) -> Row:
    return _ONE.one(db, sender=sender_id)


def halt(db: Connection, sender_id: int, why: str | None) -> None:
    """Our own account cannot send: nothing fails, everything stays due."""
    where = (sender.c.id == sender_id, sender.c.halted.is_distinct_from(why))
    db.execute(update(sender).where(*where).values(halted=why))


def say_which_are_shut(db: Connection, school_id: int, ours: Container[str], now: datetime) -> None:
    """Whoever sends says it in the rows, for pages that others show: which channels it has no carrier for.

    Not where the carrier has said why it halts, nor where another process has sent by it within the day: this one may
    lack what that one has.
    """
    for it in db.execute(select(sender).where(sender.c.school_id == school_id)).mappings().all():
        if it["channel"] not in ours:
            if it["halted"] is None and not _sent_since(db, it["id"], now - A_DAY):
                halt(db, it["id"], NO_CARRIER)
        elif it["halted"] == NO_CARRIER:
            halt(db, it["id"], None)


def _sent_since(db: Connection, sender_id: int, since: datetime) -> bool:
    lately = attempt.c.id > select(func.max(attempt.c.id)).scalar_subquery() - LATELY
    sent = attempt.c.sender_id == sender_id, attempt.c.outcome == "sent", attempt.c.settled_at >= since
    return db.execute(select(attempt.c.id).where(lately, *sent).limit(1)).first() is not None


def halted(db: Connection, school_id: int) -> list[tuple[str, str]]:
    """The channels on which the school cannot send, and why. One without a carrier that nobody has a phone on is none
    of the school's."""
    somebodys = exists().where(contact.c.sender_id == sender.c.id)
    here = sender.c.school_id == school_id, sender.c.halted.is_not(None)
    query = select(sender.c.channel, sender.c.halted).where(
        *here, or_(sender.c.halted != NO_CARRIER, somebodys)
    )
    return [(row.channel, row.halted) for row in db.execute(query.order_by(sender.c.id))]


def without_carrier(db: Connection, school_id: int) -> set[str]:
    """The channels for which no carrier is set up."""
    query = select(sender.c.channel).where(sender.c.school_id == school_id, sender.c.halted == NO_CARRIER)
    return set(db.scalars(query))


def change(db: Connection, sender_id: int, **values: Any) -> None:
    """What ails it: `trouble` and since when, `failures` in a row, and for people until when it rests."""
    db.execute(update(sender).where(sender.c.id == sender_id).values(**values))


def recovered(db: Connection, sender_id: int) -> None:
    """Nothing ails it any more."""
    change(db, sender_id, halted=None, trouble=None, trouble_at=None, failures=0, paused_until=None)


def troubled(db: Connection, school_id: int, now: datetime) -> list[tuple[str, str, datetime, int]]:
    """The channels on which a school's texts go slowly now: which, why, since when, and how many wait."""
    waiting = (
        select(func.count())
        .where(delivery.c.sender_id == sender.c.id, queue.waits(), delivery.c.due_at <= now)
        .scalar_subquery()
    )
    query = select(sender.c.channel, sender.c.trouble, sender.c.trouble_at, waiting.label("waiting")).where(
        sender.c.school_id == school_id, sender.c.trouble.is_not(None), sender.c.halted.is_(None)
    )
    found = db.execute(query.order_by(sender.c.id))
    return [(row.channel, row.trouble, row.trouble_at, row.waiting) for row in found]


_ONE = Prepared(lambda _: select(sender).where(sender.c.id == bindparam("sender")))
