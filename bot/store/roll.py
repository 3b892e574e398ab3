"""Everything that an import has to know, in a fixed number of queries, and its changes, many rows at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from bot.model.people import Role, State
from bot.store.tables import (
    audit,
    child,
    code,
    contact,
    contact_person,
    delivery,
    enrolment,
    household,
    membership,
    person,
    room,
    school,
    sender,
    staffing,
    suppression,
    thread,
)

APPLIED = "roll applied"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Pupil:
    id: int
    name: str
    folded: str
    roll_key: str | None
    rooms: Mapping[int, int]  #: rooms they are in, each with its enrolment
    was_in: int | None  #: the last room of one who is in none now


@dataclass(frozen=True)
class Adult:
    id: int
    name: str
    folded: str
    language: str
    chosen: bool


@dataclass(frozen=True)
class Phone:
    id: int
    address: str
    state: State
    language: str | None
    noticed: bool
    suppressed: bool  #: said STOP, whatever else became of it
    people: frozenset[int]


@dataclass(frozen=True)
class Place:
    """A membership, open or ended."""

    id: int
    household_id: int
    child_id: int
    label: str
    person_id: int
    relation: str
    guardian: bool
    scope: str
    from_roll: bool
    open: bool


@dataclass(frozen=True)
class Staffed:
    id: int
    person_id: int
    room_id: int | None
    role: str
    open: bool


@dataclass(frozen=True)
class Known:
    """A school's people as they are on record, ended ones too."""

    sender_id: int | None
    own_number: str
    rooms: Mapping[str, tuple[int, str]]  #: by folded name: id, name
    pupils: Mapping[int, Pupil]
    adults: Mapping[int, Adult]
    phones: Mapping[str, Phone]  #: SMS, by address
    homes: Mapping[tuple[int, str], int]  #: (child, label): household
    places: tuple[Place, ...]
    ended_by_roll: frozenset[int]  #: memberships that an import ended: one may bring them back
    joined: frozenset[int]  #: phones whose holder came by a code: no import takes them away


def known(db: Connection, school_id: int) -> Known:
    mine = select(sender.c.id, sender.c.address).where(sender.c.school_id == school_id, sender.c.channel == "sms")
    own = db.execute(mine).first()
    rooms = db.execute(select(room.c.folded, room.c.id, room.c.name).where(room.c.school_id == school_id)).all()
    persons = db.execute(
        select(person.c.id, person.c.name, person.c.folded, person.c.language, person.c.language_chosen)
        .where(person.c.school_id == school_id)
    )  # fmt: skip
    homes = select(household.c.child_id, household.c.label, household.c.id).where(household.c.school_id == school_id)
    notes = db.scalars(select(audit.c.about).where(audit.c.school_id == school_id, audit.c.act == APPLIED))
    codes = select(code.c.used_by).where(code.c.school_id == school_id, code.c.used_by.is_not(None))
    return Known(
        sender_id=own.id if own else None,
        own_number=own.address if own else "",
        rooms={row.folded: (row.id, row.name) for row in rooms},
        pupils={it.id: it for it in _pupils(db, school_id)},
        adults={row.id: Adult(row.id, row.name, row.folded, row.language, row.language_chosen) for row in persons},
        phones={it.address: it for it in _phones(db, own.id)} if own else {},
        homes={(row.child_id, row.label): row.id for row in db.execute(homes)},
        places=tuple(_places(db, school_id)),
        ended_by_roll=frozenset(place for about in notes for place in about.get("ended", [])),
        joined=frozenset(it for it in db.scalars(codes) if it is not None),
    )


def staffed(db: Connection, school_id: int) -> tuple[Staffed, ...]:
    query = select(staffing).where(staffing.c.school_id == school_id).order_by(staffing.c.id)
    return tuple(
        Staffed(row.id, row.person_id, row.room_id, Role(row.role), row.until is None) for row in db.execute(query)
    )


def rooms(db: Connection, school_id: int) -> dict[str, int]:
    """By folded name."""
    query = select(room.c.folded, room.c.id).where(room.c.school_id == school_id)
    return {row.folded: row.id for row in db.execute(query)}


def names(db: Connection, school_id: int) -> dict[int, str]:
    """Everybody's folded name."""
    query = select(person.c.id, person.c.folded).where(person.c.school_id == school_id)
    return {row.id: row.folded for row in db.execute(query)}


def hold(db: Connection, school_id: int) -> None:
    """Two imports take turns, from the first look to the last row."""
    db.execute(select(school.c.id).where(school.c.id == school_id).with_for_update())


def add(db: Connection, table: Table, school_id: int, rows: Rows) -> list[int]:
    """The new rows' ids, in the order of `rows`. Rows alike in every column are interchangeable, so that the
    database may answer in any order, as SQLite and PostgreSQL do for many rows at once."""
    if not rows:
        return []
    columns = list(rows[0])
    made = db.execute(
        insert(table).returning(table.c.id, *(table.c[name] for name in columns)),
        [{"school_id": school_id, **row} for row in rows],
    )
    ids: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for id, *values in made:
        ids[tuple(values)].append(id)
    return [ids[tuple(row[name] for name in columns)].pop() for row in rows]


def change(db: Connection, table: Table, rows: Rows) -> None:
    """Each row has its `id` and the columns to set, the same ones in all."""
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        db.execute(
            update(table).where(table.c.id == bindparam("new_id")).values(values),
            [{f"new_{name}": value for name, value in row.items()} for row in rows],
        )


def end(db: Connection, table: Table, ids: Iterable[int], now: datetime) -> None:
    change(db, table, [{"id": id, "until": now} for id in ids])


def unlink(db: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Takes people off phones; a phone that believed to be theirs asks again who writes."""
    keys = [{"phone": phone, "someone": someone} for phone, someone in pairs]
    if keys:
        these = contact_person.c.contact_id == bindparam("phone"), contact_person.c.person_id == bindparam("someone")
        db.execute(delete(contact_person).where(*these), keys)
        theirs = contact.c.id == bindparam("phone"), contact.c.speaker_id == bindparam("someone")
        db.execute(update(contact).where(*theirs).values(speaker_id=None, speaker_until=None), keys)


def drop_waiting(db: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """What waits for people on phones that are not theirs any more. What was claimed is checked at its call."""
    keys = [{"phone": phone, "someone": someone} for phone, someone in pairs]
    if keys:
        theirs = delivery.c.contact_id == bindparam("phone"), delivery.c.person_id == bindparam("someone")
        waiting = update(delivery).where(*theirs, delivery.c.state == "waiting")
        db.execute(waiting.values(state="cancelled", why="not this person's phone any more"), keys)


def open_threads(db: Connection, school_id: int, homes: Iterable[tuple[int, int]]) -> None:
    """For each (child, household) that is new."""
    add(db, thread, school_id, [{"child_id": pupil, "household_id": home} for pupil, home in homes])


def _pupils(db: Connection, school_id: int) -> Iterable[Pupil]:
    inside: dict[int, dict[int, int]] = defaultdict(dict)
    last: dict[int, int] = {}
    enrolled = select(enrolment).where(enrolment.c.school_id == school_id).order_by(enrolment.c.id)
    for row in db.execute(enrolled):
        last[row.child_id] = row.room_id
        if row.until is None:
            inside[row.child_id][row.room_id] = row.id
    for row in db.execute(select(child).where(child.c.school_id == school_id).order_by(child.c.id)):
        rooms = inside.get(row.id, {})
        yield Pupil(row.id, row.name, row.folded, row.roll_key, rooms, None if rooms else last.get(row.id))


def _phones(db: Connection, sender_id: int) -> Iterable[Phone]:
    people: dict[int, set[int]] = defaultdict(set)
    for row in db.execute(
        select(contact_person.c.contact_id, contact_person.c.person_id)
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact.c.sender_id == sender_id)
    ):
        people[row.contact_id].add(row.person_id)
    said = select(suppression.c.address, suppression.c.stopped).where(suppression.c.sender_id == sender_id)
    stopped = {row.address: row.stopped for row in db.execute(said.order_by(suppression.c.id))}
    for row in db.execute(select(contact).where(contact.c.sender_id == sender_id)):
        yield Phone(row.id, row.address, State(row.state), row.language, row.notice_at is not None,
                    stopped.get(row.address, False), frozenset(people[row.id]))  # fmt: skip


def _places(db: Connection, school_id: int) -> Iterable[Place]:
    query = (
        select(membership, household.c.child_id, household.c.label)
        .join(household, household.c.id == membership.c.household_id)
        .where(membership.c.school_id == school_id)
        .order_by(membership.c.id)
    )
    for row in db.execute(query):
        yield Place(row.id, row.household_id, row.child_id, row.label, row.person_id, row.relation, row.guardian,
                    row.scope, row.from_roll, row.until is None)  # fmt: skip
