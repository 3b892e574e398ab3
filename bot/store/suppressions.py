"""Who said stop. Append-only, by address: changing people or names does not evade it."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.store.tables import suppression


def stop(db: Connection, school_id: int, sender_id: int, address: str, why: str, now: datetime) -> None:
    _add(db, school_id, sender_id, address, True, why, now)


def lift(db: Connection, school_id: int, sender_id: int, address: str, why: str, now: datetime) -> None:
    _add(db, school_id, sender_id, address, False, why, now)


def stopped(db: Connection, sender_id: int, address: str) -> str | None:
    """Why nothing may go to this address, or None."""
    query = select(suppression.c.stopped, suppression.c.why).where(
        suppression.c.sender_id == sender_id, suppression.c.address == address
    )
    row = db.execute(query.order_by(suppression.c.id.desc()).limit(1)).first()
    return row.why if row and row.stopped else None


def since(db: Connection, sender_id: int, address: str) -> datetime | None:
    """When this address said it first since it was last lifted: a STOP said again is no sign of who says it."""
    here = (suppression.c.sender_id == sender_id, suppression.c.address == address)
    lifted = (
        select(func.max(suppression.c.id)).where(*here, suppression.c.stopped.is_(False)).scalar_subquery()
    )
    after = suppression.c.id > func.coalesce(lifted, 0)
    return db.scalar(select(suppression.c.at).where(*here, after).order_by(suppression.c.id).limit(1))


def _add(
    db: Connection, school_id: int, sender_id: int, address: str, on: bool, why: str, now: datetime
) -> None:
    db.execute(insert(suppression).values(
        school_id=school_id, sender_id=sender_id, address=address, stopped=on, why=why, at=now,
    ))  # fmt: skip
