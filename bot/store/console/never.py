"""Homes that have never been told, and children for whom nobody is there to be told."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, func, or_, select

from bot.model.chat import MessageKind
from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    message,
    thread,
)


def homes(db: Connection, sight: Sight, limit: int) -> Sequence[RowMapping]:
    """Homes none of whose people has ever had the first notice, or written; each row has the `count` of all of them.

    A phone that somebody else has now was told nothing (see greeting.forget), and counts so.
    """
    told = (
        select(contact.c.id)
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id == membership.c.person_id, contact.c.notice_at.is_not(None))
    )
    wrote = (
        select(message.c.id)
        .join(thread, thread.c.id == message.c.thread_id)
        .where(thread.c.household_id == household.c.id, message.c.kind != MessageKind.ANSWER)
    )
    inside = _members(sight, membership.c.household_id == household.c.id)
    query = (
        select(household.c.id, child.c.id.label("child_id"), child.c.name, func.count().over().label("count"))
        .join(child, child.c.id == household.c.child_id)
        .where(child.c.id.in_(scope.children(sight)), _enrolled(sight))
        .where(inside.exists(), ~inside.where(told.exists()).exists(), ~wrote.exists())
        .order_by(child.c.folded, household.c.id)
    )
    return db.execute(query.limit(limit)).mappings().all()


def children(db: Connection, sight: Sight, limit: int) -> Sequence[RowMapping]:
    """Children of today in whose homes there is nobody."""
    anybody = _members(sight, household.c.child_id == child.c.id).join(
        household, household.c.id == membership.c.household_id
    )
    query = (
        select(child.c.id, child.c.name, func.count().over().label("count"))
        .where(child.c.id.in_(scope.children(sight)), _enrolled(sight), ~anybody.exists())
        .order_by(child.c.folded, child.c.id)
    )
    return db.execute(query.limit(limit)).mappings().all()


def _enrolled(sight: Sight) -> ColumnElement[bool]:
    here = enrolment.alias("here")
    return exists().where(
        here.c.child_id == child.c.id,
        here.c.since <= sight.now,
        or_(here.c.until.is_(None), here.c.until > sight.now),
    )


def _members(sight: Sight, which: ColumnElement[bool]):  # type: ignore[no-untyped-def]
    return select(membership.c.id).where(
        which,
        membership.c.since <= sight.now,
        or_(membership.c.until.is_(None), membership.c.until > sight.now),
    )
