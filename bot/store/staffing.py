"""Who works at the school, as what, from when until when."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select, update

from bot.model.people import AT_THE_DESK, Role
from bot.store.tables import enrolment, person, room, staffing


def has_admin(db: Connection, school_id: int, now: datetime) -> bool:
    return _anybody(db, school_id, (Role.ADMIN,), now)


def standing(db: Connection, school_id: int, now: datetime) -> list[RowMapping]:
    """All work that goes on today or is still to begin, by whose it is."""
    query = (
        select(staffing, person.c.name.label("person_name"), room.c.name.label("room_name"))
        .join(person, person.c.id == staffing.c.person_id)
        .outerjoin(room, room.c.id == staffing.c.room_id)
        .where(staffing.c.school_id == school_id, _not_over(now))
        .order_by(person.c.name, person.c.id, staffing.c.role, room.c.name, staffing.c.since)
    )
    return list(db.execute(query).mappings())


def names_around(db: Connection, child_ids: Collection[int], now: datetime) -> list[str]:
    """The names of all who have work today in the rooms of these children."""
    query = (
        select(person.c.name)
        .join(staffing, staffing.c.person_id == person.c.id)
        .join(enrolment, enrolment.c.room_id == staffing.c.room_id)
        .where(enrolment.c.child_id.in_(child_ids), enrolment.c.since <= now, staffing.c.since <= now)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > now), _not_over(now))
    )
    return list(db.scalars(query.distinct()))


def one(db: Connection, school_id: int, staffing_id: int, now: datetime) -> RowMapping | None:
    query = select(staffing).where(staffing.c.id == staffing_id, staffing.c.school_id == school_id)
    return db.execute(query.where(_not_over(now))).mappings().first()


def end(db: Connection, staffing_id: int, now: datetime) -> None:
    db.execute(update(staffing).where(staffing.c.id == staffing_id).values(until=now))


def somebody_stays(db: Connection, school_id: int, now: datetime, without: int, roles: Collection[Role] = AT_THE_DESK
                   ) -> bool:  # fmt: skip
    """Whether somebody has one of these roles today, and for good, without this piece of work."""
    return _anybody(db, school_id, roles, now, staffing.c.id != without, staffing.c.until.is_(None))


def _anybody(
    db: Connection, school_id: int, roles: Collection[Role], now: datetime, *more: ColumnElement[bool]
) -> bool:
    query = select(staffing.c.id).where(
        staffing.c.school_id == school_id,
        staffing.c.role.in_([it.value for it in roles]),
        staffing.c.since <= now,
        _not_over(now),
        *more,
    )
    return db.scalar(query.limit(1)) is not None


def _not_over(now: datetime) -> ColumnElement[bool]:
    return or_(staffing.c.until.is_(None), staffing.c.until > now)
