"""Who else at home hears an answer from a phone: `contact_id`, `household_id`, `id`, `name`, and `since` when they are
there: a row for each of their places."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from bot.model.people import Scope
from bot.store import audience, places
from bot.store.audience import Audience
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import (
    contact,
    contact_person,
    delivery,
    delivery_child,
    household,
    membership,
    person,
)


def of_deliveries(db: Connection, ids: Collection[int], now: datetime) -> Sequence[Row]:
    return _OF_DELIVERIES.rows(db, deliveries=list(ids), now=now)


def of_phones(db: Connection, asked: Audience, contact_ids: Collection[int]) -> Sequence[Row]:
    """Of phones that a prompt would reach."""
    both = (contact.c.id.label("contact_id"), household.c.id.label("household_id"))
    here = audience.reached(asked.asks).where(audience.these(asked.by, db.dialect.name))
    query = _others(here.with_only_columns(*both).distinct())
    return db.execute(query, {**asked.values, "phones": list(contact_ids)}).mappings().all()


def _others(lines: Select[Any]) -> Select[Any]:
    here = lines.subquery("here")
    at_the_phone = exists().where(
        contact_person.c.contact_id == here.c.contact_id, contact_person.c.person_id == membership.c.person_id
    )
    return (
        select(here.c.contact_id, here.c.household_id, person.c.id, person.c.name, membership.c.since)
        .join_from(here, membership, membership.c.household_id == here.c.household_id)
        .join(person, person.c.id == membership.c.person_id)
        .where(membership.c.scope == Scope.EVERYTHING, *places.today(membership), ~at_the_phone)
        .order_by(here.c.contact_id, here.c.household_id, membership.c.guardian.desc(), membership.c.id)
    )


_OF_DELIVERIES = Prepared(
    lambda dialect: _others(
        select(delivery.c.contact_id, delivery_child.c.household_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(among(delivery.c.id, "deliveries", dialect))
    )
)
