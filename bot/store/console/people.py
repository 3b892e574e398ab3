"""Rooms, homes, phones and staff, as the console lists them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, or_, select

from bot.model.chat import MessageKind
from bot.model.people import Room, State
from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    message,
    person,
    room,
    staffing,
)


def rooms(db: Connection, sight: Sight) -> list[Room]:
    query = select(room.c.id, room.c.name).where(room.c.id.in_(scope.rooms(sight))).order_by(room.c.name)
    return [Room(row.id, row.name) for row in db.execute(query)]


def children(
    db: Connection, sight: Sight, room_ids: Collection[int] | None = None, child_ids: Collection[int] = ()
) -> list[RowMapping]:
    """Each child of today that may be seen, once a room: all, or those of these rooms and these besides."""
    query = (
        select(child.c.id, child.c.name, room.c.id.label("room_id"), room.c.name.label("room_name"))
        .join(enrolment, enrolment.c.child_id == child.c.id)
        .join(room, room.c.id == enrolment.c.room_id)
        .where(
            scope.within(sight, scope.children, enrolment.c.child_id),
            scope.within(sight, scope.rooms, enrolment.c.room_id),
            enrolment.c.since <= sight.now,
        )
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > sight.now))
        .order_by(room.c.name, child.c.name, child.c.id)
    )
    if room_ids is not None:
        query = query.where(or_(enrolment.c.room_id.in_(room_ids), enrolment.c.child_id.in_(child_ids)))
    return list(db.execute(query).mappings())


def more_than(db: Connection, sight: Sight, many: int) -> bool:
    """Whether there are more children than so many; none is counted for whoever sees a few rooms."""
    if not sight.everywhere:
        return False
    query = select(child.c.id).where(child.c.school_id == sight.school_id)
    return db.scalar(query.order_by(child.c.id).offset(many).limit(1)) is not None


def of_today(db: Connection, sight: Sight) -> set[int]:
    """The same children, by nothing but their ids."""
    query = select(enrolment.c.child_id).where(
        scope.within(sight, scope.children, enrolment.c.child_id),
        scope.within(sight, scope.rooms, enrolment.c.room_id),
        enrolment.c.since <= sight.now,
        or_(enrolment.c.until.is_(None), enrolment.c.until > sight.now),
    )
    return set(db.scalars(query))


def names_of_children(db: Connection, sight: Sight, child_ids: Collection[int]) -> dict[int, str]:
    """Of those who may be seen."""
    mine = scope.within(sight, scope.children, child.c.id)
    query = select(child.c.id, child.c.name).where(child.c.id.in_(child_ids), mine)
    return {row.id: row.name for row in db.execute(query)}


def homes(db: Connection, sight: Sight, child_ids: Collection[int]) -> list[RowMapping]:
    query = select(household).where(
        household.c.child_id.in_(child_ids), scope.within(sight, scope.children, household.c.child_id)
    )
    return list(db.execute(query.order_by(household.c.label)).mappings())


def last_words(db: Connection, person_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these people last wrote as family; those who never did are left out."""
    query = (
        select(message.c.author_id, func.max(message.c.said_at).label("at"))
        .where(message.c.author_id.in_(person_ids), message.c.kind != MessageKind.ANSWER)
        .group_by(message.c.author_id)
    )
    return {row.author_id: row.at for row in db.execute(query)}


def staff(db: Connection, sight: Sight) -> list[RowMapping]:
    """Who works here today: one row a role and room. For the office only."""
    query = (
        select(person.c.id, person.c.name, staffing.c.role, room.c.name.label("room_name"))
        .join(staffing, staffing.c.person_id == person.c.id)
        .outerjoin(room, room.c.id == staffing.c.room_id)
        .where(staffing.c.school_id == sight.school_id, staffing.c.since <= sight.now)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > sight.now))
        .order_by(person.c.name, person.c.id, staffing.c.role, room.c.name)
    )
    return list(db.execute(query).mappings()) if sight.office else []


def wrong_numbers(db: Connection, sight: Sight, limit: int = 50) -> list[RowMapping]:
    """Phones whose holder says that they are not who we think, with whom we thought. For the office only."""
    query = (
        select(contact.c.id, contact.c.channel, contact.c.address, person.c.name)
        .outerjoin(contact_person, contact_person.c.contact_id == contact.c.id)
        .outerjoin(person, person.c.id == contact_person.c.person_id)
        .where(contact.c.school_id == sight.school_id, contact.c.state == State.WRONG)
        .order_by(contact.c.id.desc(), person.c.name)
    )
    return list(db.execute(query.limit(limit)).mappings()) if sight.office else []
