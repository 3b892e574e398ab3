"""What families called urgent, as rows: it waits until somebody at the office has taken it up."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from bot.model.people import OF_THE_SCHOOL
from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import staffing, urgent


def put(db: Connection, school_id: int, *, contact_id: int, person_id: int | None, inbox_id: int, content_id: int,
        said_at: datetime) -> int | None:  # fmt: skip
    """None when this has been put already."""
    return insert_once(db, urgent, {
        "school_id": school_id, "contact_id": contact_id, "person_id": person_id, "inbox_id": inbox_id,
        "content_id": content_id, "said_at": said_at,
    })  # fmt: skip


def at_office(db: Connection, person_ids: Collection[int], now: datetime) -> frozenset[int]:
    """Who of these may read what is urgent, today."""
    if not person_ids:
        return frozenset()
    works = staffing.c.since <= now, or_(staffing.c.until.is_(None), staffing.c.until > now)
    query = select(staffing.c.person_id).where(staffing.c.person_id.in_(person_ids), *works)
    return frozenset(db.scalars(query.where(staffing.c.role.in_([it.value for it in OF_THE_SCHOOL]))))


def one(db: Connection, school_id: int, urgent_id: int) -> Row | None:
    query = select(urgent).where(urgent.c.id == urgent_id, urgent.c.school_id == school_id)
    return db.execute(query).mappings().first()


def seen(db: Connection, urgent_id: int, by: int, now: datetime) -> bool:
    """False when somebody has taken it up before."""
    first = update(urgent).where(urgent.c.id == urgent_id, urgent.c.seen_at.is_(None))
    return db.execute(first.values(seen_by=by, seen_at=now)).rowcount == 1
