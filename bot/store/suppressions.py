"""Who said stop. Append-only, by address: changing people or names does not evade it."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

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


def _add(
    db: Connection, school_id: int, sender_id: int, address: str, on: bool, why: str, now: datetime
) -> None:
    db.execute(insert(suppression).values(
        school_id=school_id, sender_id=sender_id, address=address, stopped=on, why=why, at=now,
    ))  # fmt: skip
