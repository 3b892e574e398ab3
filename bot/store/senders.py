"""The numbers and bots that the school writes from: their rate, and what ails them at the moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import sender


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


def troubled(db: Connection, school_id: int) -> list[tuple[str, str, datetime]]:
    """The channels on which a school's texts go slowly now: which, why, since when."""
    query = select(sender.c.channel, sender.c.trouble, sender.c.trouble_at).where(
        sender.c.school_id == school_id, sender.c.trouble.is_not(None)
    )
    return [(row.channel, row.trouble, row.trouble_at) for row in db.execute(query.order_by(sender.c.id))]


_ONE = Prepared(lambda _: select(sender).where(sender.c.id == bindparam("sender")))
