"""Who is away on which day, as each home says it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from bot.store.alone import has_left
from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import absence, household


def say(db: Connection, school_id: int, household_id: int, days: Collection[str], said_by: int,
        message_id: int | None, now: datetime) -> None:  # fmt: skip
    """One home's word for each of these days. Said again it changes nothing, unless it had been taken back."""
    whose = db.scalar(select(household.c.child_id).where(household.c.id == household_id))
    for day in days:
        new = {"said_by": said_by, "message_id": message_id, "said_at": now}
        made = insert_once(db, absence, {
            "school_id": school_id, "child_id": whose, "household_id": household_id, "day": day, **new,
        })  # fmt: skip
        if made is None:
            taken_back = (*_of(household_id, [day]), absence.c.withdrawn_at.is_not(None))
            db.execute(
                update(absence).where(*taken_back)
                .values(**new, withdrawn_at=None, taken_by=None, taken_at=None)
            )  # fmt: skip


def take_back(db: Connection, household_id: int, days: Collection[str], now: datetime) -> list[str]:
    """Those of these days that the home had said, and takes back now."""
    still = (*_of(household_id, days), absence.c.withdrawn_at.is_(None))
    changed = update(absence).where(*still).values(withdrawn_at=now).returning(absence.c.day)
    return sorted(db.scalars(changed))


def of_message(db: Connection, household_id: int, message_id: int) -> list[str]:
    """The days on which these words still say that somebody of this home is away."""
    still = (absence.c.household_id == household_id, absence.c.withdrawn_at.is_(None))
    query = select(absence.c.day).where(*still, absence.c.message_id == message_id)
    return list(db.scalars(query.order_by(absence.c.day)))


def one(db: Connection, absence_id: int) -> Row:
    return db.execute(select(absence).where(absence.c.id == absence_id)).mappings().one()


def take_down(db: Connection, row: Row | Mapping[str, Any], by_id: int, now: datetime) -> None:
    """Somebody at the office has it in the register: what every home has said of that child and day by now."""
    these = (absence.c.child_id == row["child_id"], absence.c.day == row["day"])
    db.execute(update(absence).where(*these).values(taken_by=by_id, taken_at=now))


def forget(db: Connection, school_id: int, before: datetime | None, left: datetime | None, limit: int) -> int:
    """Days before that date, and of children who left before that one; how many. None: none."""
    over: list[Any] = []
    if before is not None:
        over.append(absence.c.day < before.date().isoformat())
    if left is not None:
        over.append(has_left(absence.c.child_id, left))
    if not over:
        return 0
    these = select(absence.c.id).where(absence.c.school_id == school_id, or_(*over)).order_by(absence.c.id)
    ids = list(db.scalars(these.limit(limit)))
    return db.execute(delete(absence).where(absence.c.id.in_(ids))).rowcount


def _of(household_id: int, days: Collection[str]) -> tuple[Any, ...]:
    return absence.c.household_id == household_id, absence.c.day.in_(days)
