"""The numbers and bots that the school writes from: their rate, and what ails them at the moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from bot.store import queue
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import delivery, sender


def every(db: Connection) -> list[RowMapping]:
    return list(db.execute(select(sender).order_by(sender.c.id)).mappings())


def one(db: Connection, sender_id: int) -> Row:
    return _ONE.one(db, sender=sender_id)


def halt(db: Connection, sender_id: int, why: str | None) -> None:
    """Our own account cannot send: nothing fails, everything stays due."""
    where = (sender.c.id == sender_id, sender.c.halted.is_distinct_from(why))
    db.execute(update(sender).where(*where).values(halted=why))


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
