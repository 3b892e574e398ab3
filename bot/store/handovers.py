"""Whose a thread is for now."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.store.rows import Row
from bot.store.tables import handover, person


def begin(db: Connection, school_id: int, thread_id: int, by_id: int, to_id: int, now: datetime) -> None:
    """It is theirs from now on, and nobody else's whose it was."""
    end(db, thread_id, now)
    row = {"school_id": school_id, "thread_id": thread_id, "by_id": by_id, "to_id": to_id, "at": now}
    db.execute(insert(handover).values(row))


def end(db: Connection, thread_id: int, now: datetime) -> bool:
    """Back to whoever has the room; False when nobody in particular had it."""
    open_ = (handover.c.thread_id == thread_id, handover.c.ended_at.is_(None))
    return db.execute(update(handover).where(*open_).values(ended_at=now)).rowcount == 1


def of_threads(db: Connection, thread_ids: Collection[int]) -> dict[int, Row]:
    """Those that somebody has in hand, with the names of who gave and who has it."""
    giver = person.alias("giver")
    query = (
        select(handover, person.c.name.label("to_name"), giver.c.name.label("by_name"))
        .join(person, person.c.id == handover.c.to_id)
        .join(giver, giver.c.id == handover.c.by_id)
        .where(handover.c.thread_id.in_(thread_ids), handover.c.ended_at.is_(None))
    )
    return {row["thread_id"]: row for row in db.execute(query).mappings()}
