"""Which children and homes something is about that a page shows, so that a look at it can be written down for each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from bot.store.rows import Row
from bot.store.tables import contact_person, delivery, delivery_child, household, membership, message, thread

WHOSE = (household.c.child_id, household.c.id.label("household_id"))


def homes_of_children(db: Connection, child_ids: Collection[int]) -> list[Row]:
    """Each home of these children."""
    query = select(*WHOSE).where(household.c.child_id.in_(child_ids)).order_by(household.c.id)
    return list(db.execute(query).mappings())


def homes_of_threads(db: Connection, thread_ids: Collection[int]) -> dict[int, int]:
    query = select(thread.c.id, thread.c.household_id).where(thread.c.id.in_(thread_ids))
    return {row.id: row.household_id for row in db.execute(query)} if thread_ids else {}


def homes_of_persons(db: Connection, person_ids: Collection[int], now: datetime) -> list[Row]:
    """The homes in which these people are today."""
    query = _inside(select(*WHOSE).distinct(), now).where(membership.c.person_id.in_(person_ids))
    return list(db.execute(query).mappings())


def homes_of_phones(db: Connection, contact_ids: Collection[int], now: datetime) -> list[Row]:
    """The homes of whoever has these phones, each with its `contact_id`."""
    query = _inside(select(*WHOSE, contact_person.c.contact_id).distinct(), now)
    query = query.join(contact_person, contact_person.c.person_id == membership.c.person_id)
    return list(db.execute(query.where(contact_person.c.contact_id.in_(contact_ids))).mappings())


def homes_of_deliveries(db: Connection, delivery_ids: Collection[int]) -> list[Row]:
    """Of texts to homes, and of those to staff with a family's words in them; each with its `delivery_id`."""
    query = (
        select(
            delivery.c.id.label("delivery_id"),
            func.coalesce(delivery_child.c.child_id, thread.c.child_id).label("child_id"),
            func.coalesce(delivery_child.c.household_id, thread.c.household_id).label("household_id"),
        )
        .outerjoin(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .outerjoin(message, message.c.id == delivery.c.message_id)
        .outerjoin(thread, thread.c.id == message.c.thread_id)
        .where(delivery.c.id.in_(delivery_ids))
        .where(or_(delivery_child.c.id.is_not(None), thread.c.id.is_not(None)))
    )
    return list(db.execute(query).mappings())


def _inside(query: Select[Any], now: datetime) -> Select[Any]:
    return query.join(membership, membership.c.household_id == household.c.id).where(
        membership.c.since <= now, or_(membership.c.until.is_(None), membership.c.until > now)
    )
