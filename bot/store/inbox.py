"""What was heard, once, raw, before anything was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.store.once import insert_once
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import contact, inbox

_BY_ID = Prepared(lambda _: select(inbox).where(inbox.c.id == bindparam("id")))
_EARLIER = Prepared(lambda _: select(inbox.c.id).where(
    inbox.c.contact_id == bindparam("contact"), inbox.c.state == "troubled", inbox.c.id < bindparam("id")
).limit(1))  # fmt: skip
_TROUBLED = Prepared(lambda _: select(inbox.c.id).where(
    inbox.c.state == "troubled", inbox.c.again_at <= bindparam("now")
).order_by(inbox.c.id).limit(bindparam("most")))  # fmt: skip
_DONE = Prepared(lambda _: update(inbox).where(
    inbox.c.id == bindparam("item"), or_(inbox.c.state == "new", inbox.c.state == "troubled")
).values(state="done", why=None))  # fmt: skip


def keep(db: Connection, school_id: int, sender_id: int, contact_id: int, channel: str, key: str,
         heard: dict[str, Any], now: datetime) -> int | None:  # fmt: skip
    """The new item's id; None when it was heard before."""
    return insert_once(db, inbox, {
        "school_id": school_id, "sender_id": sender_id, "contact_id": contact_id, "channel": channel, "key": key,
        "heard": heard, "state": "new", "heard_at": now,
    })  # fmt: skip


def done(db: Connection, inbox_id: int) -> None:
    """It has been handled, unless a handler has put it somewhere else: with the office, or to wait."""
    _DONE.run(db, item=inbox_id)


def change(db: Connection, inbox_id: int, **values: Any) -> None:
    db.execute(update(inbox).where(inbox.c.id == inbox_id).values(**values))


def one(db: Connection, inbox_id: int) -> Row:
    return _BY_ID.one(db, id=inbox_id)


def troubled(db: Connection, now: datetime, limit: int = 50) -> list[int]:
    """Items that a handler could not handle and that are due to be tried again."""
    return _TROUBLED.values(db, now=now, most=limit)


def earlier_trouble(db: Connection, contact_id: int, inbox_id: int) -> bool:
    """Whether this phone has an older item still in trouble: its lane waits, nobody else's does."""
    return _EARLIER.value(db, contact=contact_id, id=inbox_id) is not None


def strangers(db: Connection, school_id: int, limit: int = 100) -> list[Row]:
    """What came from phones that nobody knows, newest first."""
    query = (
        select(inbox, contact.c.address, contact.c.called_itself)
        .join(contact, contact.c.id == inbox.c.contact_id)
        .where(inbox.c.school_id == school_id, inbox.c.state == "stranger")
        .order_by(inbox.c.id.desc())
    )
    return list(db.execute(query.limit(limit)).mappings())


def unhandled(db: Connection, school_id: int, limit: int = 100) -> list[Row]:
    """What could not be handled, or waits to hear which child it is about."""
    query = (
        select(inbox, contact.c.address)
        .outerjoin(contact, contact.c.id == inbox.c.contact_id)
        .where(inbox.c.school_id == school_id, or_(inbox.c.state.in_(("troubled", "aside", "waiting"))))
        .order_by(inbox.c.id.desc())
    )
    return list(db.execute(query.limit(limit)).mappings())
