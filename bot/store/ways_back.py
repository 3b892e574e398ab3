"""The way back from a large change: kept for a day, used once, the last change first."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, delete, exists, insert, or_, select, update

from bot.model.delivery import Gate
from bot.store import many
from bot.store.pen import in_parts
from bot.store.tables import (
    attempt,
    contact,
    contact_person,
    delivery,
    delivery_child,
    gathered,
    inbox,
    membership,
    metadata,
    roll_sheet,
    way_back,
)

LIFE = timedelta(days=1)


def keep(db: Connection, school_id: int, kind: str, steps: Mapping[str, Any], now: datetime, *,
         by_id: int | None, about: Mapping[str, Any]) -> int:  # fmt: skip
    made = insert(way_back).values(
        school_id=school_id,
        person_id=by_id,
        kind=kind,
        steps=dict(steps),
        about=dict(about),
        at=now,
        until=now + LIFE,
    )
    return int(db.execute(made.returning(way_back.c.id)).scalar_one())


def last(db: Connection, school_id: int) -> RowMapping | None:
    """The newest change that was not taken back; its `steps` are empty when its day is over."""
    query = select(way_back).where(way_back.c.school_id == school_id, way_back.c.used_at.is_(None))
    return db.execute(query.order_by(way_back.c.id.desc()).limit(1)).mappings().first()


def is_one(db: Connection, school_id: int, way_id: int) -> bool:
    """Whether this school ever had it: also one that was taken back, or whose day is over."""
    query = select(way_back.c.id).where(way_back.c.school_id == school_id, way_back.c.id == way_id)
    return db.scalar(query) is not None


def use(db: Connection, way_id: int, now: datetime) -> bool:
    """True once: who comes second finds it used."""
    mine = way_back.c.id == way_id, way_back.c.used_at.is_(None)
    return db.execute(update(way_back).where(*mine).values(used_at=now, steps=None)).rowcount > 0


def forget(db: Connection, now: datetime) -> int:
    """What has had its day: the spreadsheets with all that was read in them, and the ways back."""
    sheets = db.execute(delete(roll_sheet).where(roll_sheet.c.until <= now)).rowcount
    steps = update(way_back).where(way_back.c.until <= now, way_back.c.steps.is_not(None)).values(steps=None)
    return sheets + db.execute(steps).rowcount


def unused(db: Connection, table: Table, ids: Collection[int]) -> list[int]:
    """Those of these rows that no other row points at."""
    used: set[int] = set()
    for other in metadata.sorted_tables:
        for key in other.foreign_key_constraints:
            if key.referred_table is not table or len(key.column_keys) != 2:
                continue
            column = other.c[key.column_keys[1]]
            for some in in_parts(ids):
                used.update(db.scalars(select(column).where(column.in_(some)).distinct()))
    if table is contact:  # what was heard points at its phone without a key
        for some in in_parts(ids):
            query = select(inbox.c.contact_id).where(inbox.c.contact_id.in_(some))
            used.update(it for it in db.scalars(query.distinct()) if it is not None)
    return [it for it in ids if it not in used]


def remove(db: Connection, table: Table, ids: Collection[int]) -> None:
    for some in in_parts(ids):
        db.execute(delete(table).where(table.c.id.in_(some)))


def still_open(db: Connection, ids: Collection[int], now: datetime) -> list[int]:
    """Those of these memberships that nobody has ended."""
    found: list[int] = []
    for some in in_parts(ids):
        lasts = or_(membership.c.until.is_(None), membership.c.until > now)
        found += db.scalars(select(membership.c.id).where(membership.c.id.in_(some), lasts))
    return found


def taken_again(db: Connection, table: Table, ids: Collection[int], now: datetime) -> set[int]:
    """Those of these ended memberships or enrolments whose place is open again by another row."""
    pair = ("household_id", "person_id") if table is membership else ("child_id", "room_id")
    other = table.alias("other")
    found: set[int] = set()
    for some in in_parts(ids):
        lasts = or_(other.c.until.is_(None), other.c.until > now)
        again = select(table.c.id).join(other, (other.c.id != table.c.id) & lasts)
        for column in pair:
            again = again.where(other.c[column] == table.c[column])
        found.update(db.scalars(again.where(table.c.id.in_(some))))
    return found


def drop_untried(db: Connection, contact_ids: Collection[int]) -> None:
    """Takes back the notices that nobody has tried to send, and what came along and has left again."""
    for some in in_parts(contact_ids):
        notice = delivery.c.gate == Gate.NOTICE.value
        left = and_(delivery.c.state == "cancelled", delivery.c.why == many.NOT_THEIRS)
        tried = select(attempt.c.delivery_id).where(attempt.c.contact_id.in_(some))
        parts = exists().where(
            or_(gathered.c.delivery_id == delivery.c.id, gathered.c.digest_id == delivery.c.id)
        )
        mine = delivery.c.contact_id.in_(some), or_(notice, left)
        untried = delivery.c.id.not_in(tried), ~parts
        fresh = list(db.scalars(select(delivery.c.id).where(*mine, *untried)))
        for part in in_parts(fresh):
            db.execute(delete(delivery_child).where(delivery_child.c.delivery_id.in_(part)))
            db.execute(delete(delivery).where(delivery.c.id.in_(part)))


def links_of(db: Connection, contact_ids: Collection[int]) -> set[tuple[int, int]]:
    """Whose these phones are: (contact, person)."""
    query = select(contact_person.c.contact_id, contact_person.c.person_id)
    found = db.execute(query.where(contact_person.c.contact_id.in_(list(contact_ids))))
    return {(row.contact_id, row.person_id) for row in found}
