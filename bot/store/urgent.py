"""What families called urgent, as rows: it waits until somebody at the office has taken it up."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import urgent


def put(db: Connection, school_id: int, *, contact_id: int, person_id: int | None, inbox_id: int, content_id: int,
        said_at: datetime) -> int | None:  # fmt: skip
    """None when this has been put already."""
    return insert_once(db, urgent, {
        "school_id": school_id, "contact_id": contact_id, "person_id": person_id, "inbox_id": inbox_id,
        "content_id": content_id, "said_at": said_at,
    })  # fmt: skip


def one(db: Connection, school_id: int, urgent_id: int) -> Row | None:
    query = select(urgent).where(urgent.c.id == urgent_id, urgent.c.school_id == school_id)
    return db.execute(query).mappings().first()


def seen(db: Connection, urgent_id: int, by: int, now: datetime) -> bool:
    """False when somebody has taken it up before."""
    first = update(urgent).where(urgent.c.id == urgent_id, urgent.c.seen_at.is_(None))
    return db.execute(first.values(seen_by=by, seen_at=now)).rowcount == 1
