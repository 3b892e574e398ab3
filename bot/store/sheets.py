"""Spreadsheets that the office has brought: here for a day, then gone with all that was read in them."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.store.tables import roll_sheet

LIFE = timedelta(days=1)


def put(db: Connection, school_id: int, name: str, content: bytes, now: datetime, *, by_id: int | None,
        end_missing: bool) -> int:  # fmt: skip
    made = insert(roll_sheet).values(
        school_id=school_id, person_id=by_id, name=name, content=content, end_missing=end_missing, state="new",
        state_at=now, at=now, until=now + LIFE,
    )  # fmt: skip
    return int(db.execute(made.returning(roll_sheet.c.id)).scalar_one())


def one(db: Connection, school_id: int, sheet_id: int, now: datetime) -> RowMapping | None:
    """None also when its day is over."""
    query = select(roll_sheet).where(roll_sheet.c.school_id == school_id, roll_sheet.c.id == sheet_id)
    return db.execute(query.where(roll_sheet.c.until > now)).mappings().first()


def move(
    db: Connection, sheet_id: int, before: Collection[str], after: str, now: datetime, **values: Any
) -> bool:
    """From one of these states to another; False when somebody else has moved it on."""
    mine = roll_sheet.c.id == sheet_id, roll_sheet.c.state.in_(list(before))
    moved: Mapping[str, Any] = {"state": after, "state_at": now, **values}
    return db.execute(update(roll_sheet).where(*mine).values(**moved)).rowcount > 0


def recent(db: Connection, school_id: int, now: datetime) -> list[RowMapping]:
    """Without their bytes."""
    columns = [it for it in roll_sheet.c if it.name not in ("content", "seen")]
    query = select(*columns).where(roll_sheet.c.school_id == school_id, roll_sheet.c.until > now)
    return list(db.execute(query.order_by(roll_sheet.c.id.desc()).limit(20)).mappings())
