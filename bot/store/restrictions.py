"""Who may not be in any lane of a child, by the school's word. It wins over every grant, today and later."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, exists, insert, or_, select, update

from bot.store.tables import contact, contact_person, household, membership, person, restriction


def restricted(db: Connection, child_id: int, person_id: int, address: str = "") -> bool:
    """Whether this person, or one of their phones, is kept out of this child's lanes. Ended ones do not count.

    No address is no condition: compared with nothing, it would mean everybody who is kept out by name.
    """
    return bool(db.scalar(select(keeps_out(child_id, person_id, address or None))))


def keeps_out(child_id: Any, person_id: Any, address: Any = None) -> ColumnElement[bool]:
    """The same as a condition of a larger statement: for each of its rows. No address: any phone of that person."""
    here, phone, holder = (
        restriction.alias("keeps_out"),
        contact.alias("kept_out"),
        contact_person.alias("holder"),
    )
    theirs = (
        select(phone.c.address)
        .join(holder, holder.c.contact_id == phone.c.id)
        .where(holder.c.person_id == person_id)
        .correlate_except(phone, holder)
    )
    named = [here.c.address == address] if address is not None else []
    held = select(here.c.id).where(here.c.child_id == child_id, here.c.until.is_(None))
    who = or_(here.c.person_id == person_id, here.c.address.in_(theirs), *named)
    return exists(held.where(who).correlate_except(here))


def of_school(
    db: Connection, school_id: int
) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, str]]]:
    """All of them: (child, person) and (child, address)."""
    rows = db.execute(
        select(restriction.c.child_id, restriction.c.person_id, restriction.c.address).where(
            restriction.c.school_id == school_id, restriction.c.until.is_(None)
        )
    ).all()
    return (
        frozenset((it.child_id, it.person_id) for it in rows if it.person_id is not None),
        frozenset((it.child_id, it.address) for it in rows if it.address is not None),
    )


def of_child(db: Connection, child_id: int) -> list[RowMapping]:
    """Those that hold, with the names of whom they keep out and of who set them."""
    kept_out, setter = person.alias("kept_out"), person.alias("setter")
    query = (
        select(restriction, kept_out.c.name.label("name"), setter.c.name.label("set_by"))
        .outerjoin(kept_out, kept_out.c.id == restriction.c.person_id)
        .outerjoin(setter, setter.c.id == restriction.c.by_id)
        .where(restriction.c.child_id == child_id, restriction.c.until.is_(None))
    )
    return list(db.execute(query.order_by(restriction.c.id)).mappings())


def of_phones(db: Connection, contact_ids: Collection[int]) -> list[RowMapping]:
    """Those that hold by the number of one of these phones, each with its `contact_id`."""
    query = (
        select(restriction, contact.c.id.label("contact_id"))
        .join(contact, contact.c.address == restriction.c.address)
        .where(contact.c.school_id == restriction.c.school_id, contact.c.id.in_(contact_ids))
        .where(restriction.c.until.is_(None))
    )
    return list(db.execute(query.order_by(restriction.c.id)).mappings())


def put(db: Connection, school_id: int, child_id: int, *, now: datetime, by_id: int | None,
        person_id: int | None = None, address: str | None = None, note: str = "") -> int:  # fmt: skip
    """Raises ValueError for nobody."""
    if person_id is None and not address:
        raise ValueError("a restriction is about a person or an address")
    made = insert(restriction).values(
        school_id=school_id, child_id=child_id, person_id=person_id, address=address, since=now, by_id=by_id,
        note=note,
    )  # fmt: skip
    return int(db.execute(made.returning(restriction.c.id)).scalar_one())


def lift(db: Connection, child_id: int, restriction_id: int, now: datetime) -> bool:
    """False when it did not hold any more."""
    these = restriction.c.id == restriction_id, restriction.c.child_id == child_id
    ended = update(restriction).where(*these, restriction.c.until.is_(None)).values(until=now)
    return db.execute(ended).rowcount > 0


def still_placed(db: Connection, school_id: int, now: datetime) -> list[int]:
    """The places not over yet of whoever is kept out of that lane: since a phone became theirs, perhaps."""
    query = (
        select(membership.c.id)
        .join(household, household.c.id == membership.c.household_id)
        .where(membership.c.school_id == school_id, _not_over(now))
        .where(keeps_out(household.c.child_id, membership.c.person_id))
    )
    return list(db.scalars(query.order_by(membership.c.id)))


def places_of(
    db: Connection, child_id: int, now: datetime, *, person_id: int | None, address: str | None
) -> list[int]:
    """The places not over yet in this child's lanes of a person, or of everybody who has this phone."""
    return _places(db, child_id, now, _who(person_id, address, membership.c.person_id))


def given_by(
    db: Connection, child_id: int, now: datetime, *, person_id: int | None, address: str | None
) -> list[int]:
    """The places not over yet of those whom that person let in, a guardian's own apart: it is the school's word."""
    return _places(
        db, child_id, now, _who(person_id, address, membership.c.let_in_by), ~membership.c.guardian
    )


def _who(person_id: int | None, address: str | None, column: Column[int]) -> ColumnElement[bool]:
    holders = (
        select(contact_person.c.person_id)
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact.c.address == address)
    )
    return column.in_(holders) if person_id is None else column == person_id


def _places(db: Connection, child_id: int, now: datetime, *these: ColumnElement[bool]) -> list[int]:
    query = (
        select(membership.c.id)
        .join(household, household.c.id == membership.c.household_id)
        .where(household.c.child_id == child_id, _not_over(now), *these)
    )
    return list(db.scalars(query.order_by(membership.c.id)))


def _not_over(now: datetime) -> ColumnElement[bool]:
    """Also what ends by itself one day: left alone, it would be open again once the restriction is lifted."""
    return or_(membership.c.until.is_(None), membership.c.until > now)
