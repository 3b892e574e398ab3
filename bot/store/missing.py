"""Whom a prompt does not reach today, for whoever sends it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, func, select

from bot.model.people import State
from bot.store.audience import Audience, everybody, is_reached_on, members, not_passed_over, refuses
from bot.store.tables import child, contact, contact_person, household, membership, person


def missed(db: Connection, asked: Audience, most: int | None = None) -> Sequence[RowMapping]:
    """Members whom it does not reach: `first_state` is that of the phone we would try first, None without one."""
    query = (
        _missed(asked, db.dialect.name)
        .with_only_columns(person, child.c.name.label("child"), child.c.id.label("child_id"),
                           household.c.id.label("household_id"), _first_state().label("first_state"),
                           _first_state(*not_passed_over(contact)).label("best_state"),
                           refuses(asked.kind).label("refuses"))
        .join(child, child.c.id == household.c.child_id)
        .order_by(membership.c.guardian.desc(), household.c.child_id, membership.c.id)
    )  # fmt: skip
    return db.execute(query.limit(most), asked.values).mappings().all()


def count_missed(db: Connection, asked: Audience) -> int:
    """How many persons; one who is reached for another child counts all the same."""
    query = _missed(asked, db.dialect.name).with_only_columns(func.count(person.c.id.distinct()))
    return int(db.scalar(query, asked.values) or 0)


def _missed(asked: Audience, dialect: str) -> Select[Any]:
    somewhere = (
        select(contact.c.id)
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id == person.c.id, contact.c.state == State.ACTIVE)
        .where(*is_reached_on(contact.c.id, contact.c.channel, asked.kind))
    )
    return members(asked.asks).where(everybody(asked.by, dialect), ~exists(somewhere.correlate(person)))


def _first_state(*of: ColumnElement[bool]) -> Any:
    query = (
        select(contact.c.state)
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id == person.c.id, *of)
        .order_by(contact.c.channel.desc(), contact.c.id)
        .limit(1)
    )
    return query.correlate(person).scalar_subquery()
