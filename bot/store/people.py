"""Persons, and the phones they are reached on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from bot.model.people import Contact, Person, Role, Room, State
from bot.store.once import insert_once
from bot.store.tables import contact, contact_person, person, room, staffing


def contact_by_id(db: Connection, contact_id: int) -> Contact:
    return as_contact(db.execute(select(contact).where(contact.c.id == contact_id)).mappings().one())


def contact_at(db: Connection, sender_id: int, address: str) -> Contact | None:
    """The contact, its row held until the transaction ends: two webhooks of one phone take turns."""
    found = select(contact).where(contact.c.sender_id == sender_id, contact.c.address == address)
    row = db.execute(found.with_for_update(key_share=True)).mappings().first()
    return as_contact(row) if row else None


def meet(db: Connection, school_id: int, sender_id: int, channel: str, address: str, state: State,
         zone: str, now: datetime, called_itself: str = "") -> Contact:  # fmt: skip
    """The contact at this address, made when it is new."""
    insert_once(db, contact, {
        "school_id": school_id, "sender_id": sender_id, "channel": channel, "address": address, "state": state,
        "zone": zone, "called_itself": called_itself or None, "created_at": now,
    })  # fmt: skip
    found = contact_at(db, sender_id, address)
    assert found is not None
    return found


def change_contact(db: Connection, contact_id: int, **values: Any) -> None:
    db.execute(update(contact).where(contact.c.id == contact_id).values(**values))


def person_by_id(db: Connection, person_id: int) -> Person:
    return as_person(db.execute(select(person).where(person.c.id == person_id)).mappings().one())


def new_person(db: Connection, school_id: int, name: str, folded: str, language: str, now: datetime,
               chosen: bool = False) -> int:  # fmt: skip
    made = insert(person).values(
        school_id=school_id,
        name=name,
        folded=folded,
        language=language,
        language_chosen=chosen,
        created_at=now,
    )
    return int(db.execute(made.returning(person.c.id)).scalar_one())


def change_person(db: Connection, person_id: int, **values: Any) -> None:
    db.execute(update(person).where(person.c.id == person_id).values(**values))


def link(db: Connection, school_id: int, contact_id: int, person_id: int) -> None:
    insert_once(
        db, contact_person, {"school_id": school_id, "contact_id": contact_id, "person_id": person_id}
    )


def unlink(db: Connection, contact_id: int, person_id: int) -> None:
    db.execute(
        delete(contact_person).where(
            contact_person.c.contact_id == contact_id, contact_person.c.person_id == person_id
        )
    )


def on_phone(db: Connection, contact_id: int) -> list[Person]:
    """Who uses this phone."""
    query = select(person).join(contact_person, contact_person.c.person_id == person.c.id)
    rows = db.execute(query.where(contact_person.c.contact_id == contact_id).order_by(person.c.id)).mappings()
    return [as_person(row) for row in rows]


def speaker(db: Connection, contact_id: int, now: datetime) -> int | None:
    """Who said, not long ago, that it is them at this shared phone."""
    return db.scalar(
        select(contact.c.speaker_id).where(contact.c.id == contact_id, contact.c.speaker_until > now)
    )


def contacts_of(db: Connection, person_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Every phone of these people, Telegram first: it costs nobody anything."""
    query = (
        select(contact, contact_person.c.person_id.label("owner"))
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id.in_(person_ids))
        .order_by(contact.c.channel.desc(), contact.c.id)
    )
    found: dict[int, list[Contact]] = {}
    for row in db.execute(query).mappings():
        found.setdefault(row["owner"], []).append(as_contact(row))
    return found


def reachable(contacts: Collection[Contact]) -> Contact | None:
    """The one phone that a person's messages go to when they did not just write from another.

    A stop on the phone that they prefer is not evaded by writing to another one of theirs.
    """
    there = [it for it in contacts if it.state not in (State.GONE, State.WRONG, State.UNVERIFIED)]
    return there[0] if there and there[0].state == State.ACTIVE else None


def roles(db: Connection, person_id: int, now: datetime) -> list[tuple[Role, Room | None]]:
    """What a person does at the school today, and in which rooms; the office has none of its own."""
    query = (
        select(staffing.c.role, room.c.id, room.c.name)
        .outerjoin(room, room.c.id == staffing.c.room_id)
        .where(staffing.c.person_id == person_id, staffing.c.since <= now)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
        .order_by(room.c.name)
    )
    return [(Role(r.role), Room(r.id, r.name) if r.id else None) for r in db.execute(query)]


def staff_of_rooms(db: Connection, room_ids: Collection[int], now: datetime) -> list[Person]:
    """The teachers of these rooms today, the longest there first."""
    query = (
        select(person)
        .join(staffing, staffing.c.person_id == person.c.id)
        .where(staffing.c.room_id.in_(room_ids), staffing.c.role == Role.TEACHER, staffing.c.since <= now)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
        .order_by(staffing.c.id)
    )
    seen: dict[int, Person] = {}
    for row in db.execute(query).mappings():
        seen.setdefault(row["id"], as_person(row))
    return list(seen.values())


def office(db: Connection, school_id: int, now: datetime) -> list[Person]:
    query = (
        select(person)
        .join(staffing, staffing.c.person_id == person.c.id)
        .where(staffing.c.school_id == school_id, staffing.c.role == Role.OFFICE)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
        .order_by(person.c.id)
    )
    return [as_person(row) for row in db.execute(query).mappings()]


def employ(
    db: Connection, school_id: int, person_id: int, role: Role, room_id: int | None, now: datetime
) -> None:
    """Gives a person a place at the school from today."""
    db.execute(insert(staffing).values(
        school_id=school_id, person_id=person_id, role=role, room_id=room_id, since=now,
    ))  # fmt: skip


def staff_named(db: Connection, school_id: int, folded: str, now: datetime) -> Person | None:
    """Somebody on the staff today, by their folded name."""
    query = (
        select(person)
        .join(staffing, staffing.c.person_id == person.c.id)
        .where(person.c.school_id == school_id, person.c.folded == folded)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
    )
    row = db.execute(query.limit(1)).mappings().first()
    return as_person(row) if row else None


def as_contact(row: RowMapping) -> Contact:
    names = ("id", "sender_id", "channel", "address", "language", "zone", "notice_at")
    return Contact(state=State(row["state"]), **{name: row[name] for name in names})


def as_person(row: RowMapping) -> Person:
    names = ("id", "name", "language", "language_chosen", "weekly", "paused_until")
    return Person(**{name: row[name] for name in names})


def lose(db: Connection, contact_id: int, state: State, why: str) -> None:
    """STOPPED or GONE, where nothing weightier is known: a number that is not theirs stays that, whatever a carrier
    tells later, and what its holder said in words weighs more than that nobody is there."""
    weightier = [State.WRONG] if state == State.STOPPED else [State.WRONG, State.STOPPED]
    still = (contact.c.id == contact_id, contact.c.state.not_in(weightier))
    db.execute(update(contact).where(*still).values(state=state, why=why))
