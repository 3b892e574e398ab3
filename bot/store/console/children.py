"""One child as the office sees them: homes, each with who is and was in it, and what its adults agreed to."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, false, or_, select

from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.tables import (
    child,
    consent,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    person,
    room,
    suppression,
    thread,
)


def one(db: Connection, sight: Sight, child_id: int) -> RowMapping | None:
    """For the office only."""
    query = select(child.c.id, child.c.name, child.c.roll_key).where(
        child.c.id == child_id, scope.within(sight, scope.children, child.c.id)
    )
    return db.execute(query).mappings().first() if sight.office else None


def named(db: Connection, sight: Sight, folded: str) -> list[RowMapping]:
    """The children of this name, those who have left too. For the office only."""
    query = select(child.c.id, child.c.name).where(
        child.c.school_id == sight.school_id, child.c.folded == folded
    )
    return list(db.execute(query.order_by(child.c.id)).mappings()) if sight.office and folded else []


def newest(db: Connection, sight: Sight, folded: str) -> int | None:
    """The child of this name who was put on record last. For the office only."""
    query = select(child.c.id).where(child.c.school_id == sight.school_id, child.c.folded == folded)
    return db.scalar(query.order_by(child.c.id.desc()).limit(1)) if sight.office else None


def rooms_of(db: Connection, child_id: int) -> list[RowMapping]:
    """Where the child is, was and will be, the newest first; not where a plan was given up before its day."""
    query = (
        select(enrolment, room.c.name)
        .join(room, room.c.id == enrolment.c.room_id)
        .where(enrolment.c.child_id == child_id)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > enrolment.c.since))
        .order_by(enrolment.c.since.desc(), enrolment.c.id.desc())
    )
    return list(db.execute(query).mappings())


def homes_of(db: Connection, child_id: int) -> list[RowMapping]:
    query = (
        select(household.c.id, household.c.label, thread.c.id.label("thread_id"))
        .outerjoin(thread, thread.c.household_id == household.c.id)
        .where(household.c.child_id == child_id)
        .order_by(household.c.id)
    )
    return list(db.execute(query).mappings())


def places_of(db: Connection, child_id: int) -> list[RowMapping]:
    """Every place in every home of theirs, ended ones too, guardians first."""
    giver = person.alias("giver")
    query = (
        select(
            membership,
            person.c.name,
            person.c.language,
            person.c.language_chosen,
            person.c.paused_until,
            giver.c.name.label("giver"),
        )
        .join(household, household.c.id == membership.c.household_id)
        .join(person, person.c.id == membership.c.person_id)
        .outerjoin(giver, giver.c.id == membership.c.let_in_by)
        .where(household.c.child_id == child_id)
        .order_by(membership.c.guardian.desc(), membership.c.id)
    )
    return list(db.execute(query).mappings())


def consents_of(db: Connection, person_ids: Collection[int]) -> list[RowMapping]:
    """What these people, or their phones, agreed to or were told; the newest first."""
    phones = select(contact_person.c.contact_id).where(contact_person.c.person_id.in_(person_ids))
    query = select(
        consent.c.id, consent.c.what, consent.c.at, consent.c.person_id, consent.c.contact_id
    ).where(or_(consent.c.person_id.in_(person_ids), consent.c.contact_id.in_(phones)))
    return list(db.execute(query.order_by(consent.c.id.desc()).limit(100)).mappings())


def stops_of(db: Connection, person_ids: Collection[int]) -> list[RowMapping]:
    """Each STOP of their phones, and each coming back; the newest first."""
    query = (
        select(
            suppression.c.id,
            suppression.c.stopped,
            suppression.c.why,
            suppression.c.at,
            contact_person.c.person_id,
        )
        .join(
            contact,
            (contact.c.address == suppression.c.address) & (contact.c.sender_id == suppression.c.sender_id),
        )
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id.in_(person_ids))
    )
    return list(db.execute(query.order_by(suppression.c.id.desc()).limit(100)).mappings())


def enrolled(db: Connection, sight: Sight, after: datetime | None = None) -> Sequence[RowMapping]:
    """Who is in which room with no end in sight, or with one that is later than `after`. For the office only."""
    query = (
        select(
            enrolment.c.id,
            enrolment.c.child_id,
            enrolment.c.room_id,
            enrolment.c.since,
            enrolment.c.until,
            child.c.name,
            child.c.folded,
            room.c.name.label("room_name"),
        )
        .join(child, child.c.id == enrolment.c.child_id)
        .join(room, room.c.id == enrolment.c.room_id)
        .where(enrolment.c.school_id == sight.school_id)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > after if after else false()))
        .order_by(room.c.name, child.c.folded, enrolment.c.id)
    )
    return list(db.execute(query).mappings()) if sight.office else []
