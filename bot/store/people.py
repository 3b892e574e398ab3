"""Persons, and the phones they are reached on."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, insert, or_, select, update

from bot.model.people import OF_A_ROOM, Contact, Person, Role, Room, State
from bot.store import sign_in_names
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import contact, contact_person, person, room, sender, staffing

#: What a Contact and a Person are made of, and no more: these are read for each message.
A_CONTACT = tuple(contact.c[name] for name in (
    "id", "sender_id", "channel", "address", "state", "language", "zone", "notice_at", "turn_until"
))  # fmt: skip
A_PERSON = tuple(person.c[name] for name in (
    "id", "name", "language", "language_chosen", "weekly", "paused_until"
))  # fmt: skip

_CONTACT = Prepared(lambda _: select(*A_CONTACT).where(contact.c.id == bindparam("id")))
_CONTACT_AT = Prepared(lambda _: select(*A_CONTACT).where(
    contact.c.sender_id == bindparam("sender"), contact.c.address == bindparam("address")
).with_for_update(key_share=True))  # fmt: skip
_CONTACT_ON = Prepared(lambda _: select(*A_CONTACT).join(sender, sender.c.id == contact.c.sender_id).where(
    sender.c.school_id == bindparam("school"), sender.c.channel == bindparam("channel"),
    contact.c.address == bindparam("address"),
).with_for_update(key_share=True, of=contact))  # fmt: skip
_STATE = Prepared(lambda _: select(contact.c.state).where(contact.c.id == bindparam("id")))
_PERSON = Prepared(lambda _: select(*A_PERSON).where(person.c.id == bindparam("id")))
_ON_PHONE = Prepared(lambda _: select(*A_PERSON).join(contact_person, contact_person.c.person_id == person.c.id)
    .where(contact_person.c.contact_id == bindparam("contact")).order_by(person.c.id))  # fmt: skip
_CONTACTS_OF = Prepared(lambda dialect: select(*A_CONTACT, contact_person.c.person_id.label("owner"))
    .join(contact_person, contact_person.c.contact_id == contact.c.id)
    .join(person, person.c.id == contact_person.c.person_id)
    .where(among(contact_person.c.person_id, "persons", dialect, few=True))
    .order_by(case((contact.c.channel == person.c.prefers, 0), else_=1), contact.c.channel.desc(), contact.c.id)
    )  # fmt: skip
_ROLES = Prepared(lambda _: select(staffing.c.role, room.c.id, room.c.name)
    .outerjoin(room, room.c.id == staffing.c.room_id)
    .where(staffing.c.person_id == bindparam("person"), staffing.c.since <= bindparam("now"))
    .where(or_(staffing.c.until.is_(None), staffing.c.until > bindparam("now")))
    .order_by(room.c.name))  # fmt: skip
_STAFF_OF_ROOMS = Prepared(lambda dialect: select(*A_PERSON).join(staffing, staffing.c.person_id == person.c.id)
    .where(among(staffing.c.room_id, "rooms", dialect), or_(*(staffing.c.role == it.value for it in OF_A_ROOM)))
    .where(staffing.c.since <= bindparam("now"), or_(staffing.c.until.is_(None), staffing.c.until > bindparam("now")))
    .order_by(staffing.c.role.desc(), staffing.c.id))  # fmt: skip


def contact_by_id(db: Connection, contact_id: int) -> Contact:
    return as_contact(_CONTACT.one(db, id=contact_id))


def state(db: Connection, contact_id: int) -> State:
    return State(_STATE.value(db, id=contact_id))


def contact_at(db: Connection, sender_id: int, address: str) -> Contact | None:
    """The contact, its row held until the transaction ends: two webhooks of one phone take turns."""
    row = _CONTACT_AT.first(db, sender=sender_id, address=address)
    return as_contact(row) if row else None


def contact_on(db: Connection, school_id: int, channel: str, address: str) -> Contact | None:
    """As contact_at, by the channel that it wrote on."""
    row = _CONTACT_ON.first(db, school=school_id, channel=channel, address=address)
    return as_contact(row) if row else None


def meet(db: Connection, school_id: int, sender_id: int, channel: str, address: str, state: State,
         zone: str, now: datetime, called_itself: str = "") -> Contact:  # fmt: skip
    """The contact at this address, made when it is new."""
    if (known := contact_at(db, sender_id, address)) is not None:
        return known
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
    return as_person(_PERSON.one(db, id=person_id))


def new_person(db: Connection, school_id: int, name: str, folded: str, language: str, now: datetime,
               chosen: bool = False) -> int:  # fmt: skip
    made = insert(person).values(
        school_id=school_id, name=name, folded=folded, language=language, language_chosen=chosen, created_at=now,
    )  # fmt: skip
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
    return [as_person(row) for row in _ON_PHONE.rows(db, contact=contact_id)]


def speaker(db: Connection, contact_id: int, now: datetime) -> int | None:
    """Who said, not long ago, that it is them at this shared phone."""
    return db.scalar(
        select(contact.c.speaker_id).where(contact.c.id == contact_id, contact.c.speaker_until > now)
    )


@contextmanager
def speaking(db: Connection, contact_id: int, person_id: int, now: datetime) -> Iterator[None]:
    """What is heard meanwhile is this person's, whoever has said that it is them at this phone."""
    of = select(contact.c.speaker_id, contact.c.speaker_until).where(contact.c.id == contact_id)
    before = dict(db.execute(of).mappings().one())
    change_contact(db, contact_id, speaker_id=person_id, speaker_until=now + timedelta(seconds=1))
    yield
    change_contact(db, contact_id, **before)


def contacts_of(db: Connection, person_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Every phone of these people: where they asked to be written to, then Telegram, which costs nobody anything."""
    found: dict[int, list[Contact]] = {}
    for row in _CONTACTS_OF.rows(db, persons=list(person_ids)):
        found.setdefault(row["owner"], []).append(as_contact(row))
    return found


def reachable(contacts: Collection[Contact]) -> Contact | None:
    """The one phone that a person's messages go to when they did not just write from another.

    A stop on the phone that they prefer is not evaded by writing to another one of theirs.
    """
    passed_over = (State.GONE, State.WRONG, State.UNVERIFIED, State.QUARANTINED)
    there = [it for it in contacts if it.state not in passed_over]
    return there[0] if there and there[0].state == State.ACTIVE else None


def roles(db: Connection, person_id: int, now: datetime) -> list[tuple[Role, Room | None]]:
    """What a person does at the school today, and in which rooms; who works for the whole school has none."""
    found = _ROLES.rows(db, person=person_id, now=now)
    return [(Role(it["role"]), Room(it["id"], it["name"]) if it["id"] else None) for it in found]


def staff_of_rooms(db: Connection, room_ids: Collection[int], now: datetime) -> list[Person]:
    """Who teaches or relieves in these rooms today: teachers first, and the longest there."""
    seen: dict[int, Person] = {}
    for row in _STAFF_OF_ROOMS.rows(db, rooms=list(room_ids), now=now):
        seen.setdefault(row["id"], as_person(row))
    return list(seen.values())


def office(db: Connection, school_id: int, now: datetime, role: Role = Role.OFFICE) -> list[Person]:
    query = (
        select(person)
        .join(staffing, staffing.c.person_id == person.c.id)
        .where(staffing.c.school_id == school_id, staffing.c.role == role, staffing.c.since <= now)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
        .order_by(person.c.id)
    )
    return [as_person(row) for row in db.execute(query).mappings()]


def employ(db: Connection, school_id: int, person_id: int, role: Role, room_id: int | None, since: datetime,
           until: datetime | None = None) -> int:  # fmt: skip
    """Gives a person a place at the school from a moment on, perhaps until one; its id."""
    made = insert(staffing).values(
        school_id=school_id, person_id=person_id, role=role, room_id=room_id, since=since, until=until,
    )  # fmt: skip
    return int(db.execute(made.returning(staffing.c.id)).scalar_one())


def staff_named(db: Connection, school_id: int, folded: str, now: datetime) -> Person | None:
    """Who works here today and signs in with this folded name; None where nobody does, or two might."""
    row = sign_in_names.called(db, school_id, folded, now)
    return as_person(row) if row else None


def as_contact(row: Row) -> Contact:
    return Contact(row["id"], row["sender_id"], row["channel"], row["address"], State(row["state"]),
                   row["language"], row["zone"], row["notice_at"], row["turn_until"])  # fmt: skip


def as_person(row: Row) -> Person:
    return Person(row["id"], row["name"], row["language"], row["language_chosen"], row["weekly"],
                  row["paused_until"])  # fmt: skip


def lose(db: Connection, contact_id: int, state: State, why: str) -> None:
    """STOPPED or GONE, where nothing weightier is known: a number that is not theirs stays that, whatever a carrier
    tells later, and what its holder said in words weighs more than that nobody is there. A STOP from a phone in
    quarantine holds by its address, and its START opens nothing."""
    weightier = [State.WRONG, State.QUARANTINED, *([] if state == State.STOPPED else [State.STOPPED])]
    still = (contact.c.id == contact_id, contact.c.state.not_in(weightier))
    db.execute(update(contact).where(*still).values(state=state, why=why))
