"""Pictures that were sent together come as messages of their own; what was written under one speaks for them all."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.model.chat import Ears
from bot.store.tables import inbox, message

#: The parts of an album come within seconds; so long do we look back for them.
TOGETHER = timedelta(hours=1)


def ears(db: Connection, contact_id: int, album: str, now: datetime) -> set[Ears]:
    """Whose ears the parts of an album had that are in a thread already; none: it is the first that we hear of."""
    found = db.scalars(
        select(message.c.ears).where(message.c.inbox_id.in_(_parts(db, contact_id, album, now)))
    )
    return {Ears(it) for it in found}


def messages_of(db: Connection, message_id: int, now: datetime) -> set[int]:
    """The messages that the parts of this message's album became; none where it was no part of one."""
    row = db.execute(
        select(inbox.c.contact_id, inbox.c.heard).join(message, message.c.inbox_id == inbox.c.id)
        .where(message.c.id == message_id)
    ).first()  # fmt: skip
    if row is None or not row.heard.get("album"):
        return set()
    parts = _parts(db, row.contact_id, row.heard["album"], now - timedelta(hours=12))
    return set(db.scalars(select(message.c.id).where(message.c.inbox_id.in_(parts))))


def _parts(db: Connection, contact_id: int, album: str, now: datetime) -> list[int]:
    query = select(inbox.c.id, inbox.c.heard).where(
        inbox.c.contact_id == contact_id, inbox.c.heard_at > now - TOGETHER
    )
    return [row.id for row in db.execute(query) if row.heard.get("album") == album]
