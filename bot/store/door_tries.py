"""What was tried at the door in vain: counted in rows, so that every process waits alike."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.tables import door_try


def since(db: Connection, school_id: int, whose: str, moment: datetime) -> tuple[int, datetime | None]:
    """How many tries there were since a moment, and when the last one was."""
    query = select(func.count(), func.max(door_try.c.at)).where(
        door_try.c.school_id == school_id, door_try.c.whose == whose, door_try.c.at > moment
    )
    count, last = db.execute(query).one()
    return int(count), last


def add(db: Connection, school_id: int, whose: str, now: datetime) -> None:
    db.execute(insert(door_try).values(school_id=school_id, whose=whose, at=now))


def forget(db: Connection, school_id: int, whose: str) -> None:
    db.execute(delete(door_try).where(door_try.c.school_id == school_id, door_try.c.whose == whose))


def forget_before(db: Connection, school_id: int, moment: datetime) -> None:
    db.execute(delete(door_try).where(door_try.c.school_id == school_id, door_try.c.at <= moment))
