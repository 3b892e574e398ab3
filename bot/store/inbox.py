"""What was heard, once, raw, before anything was decided."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.model.heard import Incoming, Kind, Sight
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

#: What of a thing heard is Sights.
_SEEN = ("sights", "strange")


def keep(db: Connection, school_id: int, sender_id: int, contact_id: int, channel: str, key: str,
         heard: dict[str, Any], now: datetime) -> int | None:  # fmt: skip
    """The new item's id; None when it was heard before. It counts as handled, unless it is put with the office, or to
    wait, before the commit."""
    return insert_once(db, inbox, {
        "school_id": school_id, "sender_id": sender_id, "contact_id": contact_id, "channel": channel, "key": key,
        "heard": heard, "state": "done", "heard_at": now,
    })  # fmt: skip


def change(db: Connection, inbox_id: int, **values: Any) -> None:
    db.execute(update(inbox).where(inbox.c.id == inbox_id).values(**values))


def known_now(db: Connection, contact_id: int, state: str) -> None:
    """What this phone said while nobody knew it."""
    theirs = inbox.c.contact_id == contact_id, inbox.c.state == "stranger"
    db.execute(update(inbox).where(*theirs).values(state=state, why=None))


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


def written(incoming: Incoming) -> dict[str, Any]:
    """As its row holds it."""
    seen = {name: [vars(it) for it in getattr(incoming, name)] for name in _SEEN}
    return {**vars(incoming), **seen, "at": incoming.at.isoformat() if incoming.at else None}


def read(kept: dict[str, Any]) -> Incoming:
    """What was `written`."""
    seen: dict[str, Any] = {name: tuple(Sight(**it) for it in kept.get(name, ())) for name in _SEEN}
    at = datetime.fromisoformat(str(kept["at"])) if kept.get("at") else None
    rest = {name: value for name, value in kept.items() if name not in (*_SEEN, "kind", "at")}
    return replace(Incoming(**rest, kind=Kind(str(kept["kind"]))), **seen, at=at)
