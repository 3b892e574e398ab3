"""How a school's spreadsheets call their columns, as somebody at the office once said."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.once import insert_once
from bot.store.tables import roll_heading


def remembered(db: Connection, school_id: int, mark: str) -> Mapping[str, str] | None:
    """Our column for each heading, "" for one that is not looked at; None where nobody said."""
    query = select(roll_heading.c.chosen).where(
        roll_heading.c.school_id == school_id, roll_heading.c.mark == mark
    )
    found: Mapping[str, str] | None = db.scalar(query)
    return found


def remember(db: Connection, school_id: int, mark: str, chosen: Mapping[str, str], now: datetime) -> None:
    db.execute(delete(roll_heading).where(roll_heading.c.school_id == school_id, roll_heading.c.mark == mark))
    insert_once(db, roll_heading, {"school_id": school_id, "mark": mark, "chosen": dict(chosen), "at": now})
