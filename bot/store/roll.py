"""Everything that an import has to know, in a fixed number of queries, however large the school is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.people import Role, State
from bot.model.roll import Adult, Known, Phone, Place, Pupil, Staffed
from bot.store import codes, restrictions
from bot.store.tables import (
    audit,
    child,
    code,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    person,
    room,
    school,
    sender,
    staffing,
    suppression,
)

APPLIED = "roll applied"
#: How it stands in the audit log that a guardian has ended a place, or said until when it lasts.
TAKEN_BACK, UNTIL_WHEN = "taken back", "changed until when"


def known(db: Connection, school_id: int, now: datetime) -> Known:
    mine = select(sender.c.id, sender.c.address).where(
        sender.c.school_id == school_id, sender.c.channel == "sms"
    )
    own = db.execute(mine).first()
    rooms = db.execute(
        select(room.c.folded, room.c.id, room.c.name).where(room.c.school_id == school_id)
    ).all()
    persons = db.execute(
        select(
            person.c.id, person.c.name, person.c.folded, person.c.language, person.c.language_chosen
        ).where(person.c.school_id == school_id)
    )
    homes = select(household.c.child_id, household.c.label, household.c.id).where(
        household.c.school_id == school_id
    )
    notes = db.scalars(select(audit.c.about).where(audit.c.school_id == school_id, audit.c.act == APPLIED))
    joined = (
        select(contact_person.c.contact_id, contact_person.c.person_id)
        .join(code, code.c.used_by == contact_person.c.contact_id)
        .where(code.c.school_id == school_id, codes.came_by(contact_person.c.person_id))
    )
    return Known(
        sender_id=own.id if own else None,
        own_number=own.address if own else "",
        rooms={row.folded: (row.id, row.name) for row in rooms},
        pupils={it.id: it for it in _pupils(db, school_id, now)},
        adults={
            row.id: Adult(row.id, row.name, row.folded, row.language, row.language_chosen) for row in persons
        },
        phones={it.address: it for it in _phones(db, own.id)} if own else {},
        homes={(row.child_id, row.label): row.id for row in db.execute(homes)},
        places=tuple(_places(db, school_id, now)),
        ended_by_roll=frozenset(place for about in notes for place in about.get("ended", [])),
        ended_by_family=_ended_by_family(db, school_id),
        kept_out=restrictions.of_school(db, school_id),
        joined=frozenset((row.contact_id, row.person_id) for row in db.execute(joined)),
        moved=_moved(db, school_id),
    )


def _ended_by_family(db: Connection, school_id: int) -> frozenset[int]:
    """By the newest word on each place: that it has no end keeps nobody out, and takes an earlier word back."""
    words = select(audit.c.act, audit.c.about).where(
        audit.c.school_id == school_id, audit.c.act.in_((TAKEN_BACK, UNTIL_WHEN))
    )
    ends: dict[int, bool] = {}
    for row in db.execute(words.order_by(audit.c.at, audit.c.id)):
        for place in row.about.get("places", []):
            ends[place] = row.act == TAKEN_BACK or bool(row.about.get("to"))
    return frozenset(place for place, it in ends.items() if it)


def _moved(db: Connection, school_id: int) -> frozenset[tuple[int, int]]:
    """By a code, whoever gave it; whoever came back to their phone by another is there again."""
    used = select(code.c.person_id, code.c.about, code.c.used_by).where(
        code.c.school_id == school_id, code.c.used_by.is_not(None), code.c.kind == codes.NEW_PHONE
    )
    found: set[tuple[int, int]] = set()
    for row in db.execute(used.order_by(code.c.used_at, code.c.id)):
        # One from before this was noted tells only from which phone it was asked; one that opened nothing, nothing.
        left = row.about.get("left", [row.about["old"]] if "old" in row.about else None)
        if left is not None:
            found.discard((row.used_by, row.person_id))
            found |= {(it, row.person_id) for it in left}
        found |= {(row.used_by, it) for it in row.about.get("emptied", [])}
    return frozenset(found)


def staffed(db: Connection, school_id: int) -> tuple[Staffed, ...]:
    query = select(staffing).where(staffing.c.school_id == school_id).order_by(staffing.c.id)
    return tuple(
        Staffed(row.id, row.person_id, row.room_id, Role(row.role), row.since, row.until)
        for row in db.execute(query)
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


def _pupils(db: Connection, school_id: int, now: datetime) -> Iterable[Pupil]:
    inside: dict[int, dict[int, int]] = defaultdict(dict)
    last: dict[int, int] = {}
    leaving: dict[int, set[int]] = defaultdict(set)
    coming: dict[int, set[int]] = defaultdict(set)
    enrolled = select(enrolment).where(enrolment.c.school_id == school_id).order_by(enrolment.c.id)
    for row in db.execute(enrolled):
        last[row.child_id] = row.room_id
        if row.until is None or row.until > max(now, row.since):
            inside[row.child_id][row.room_id] = row.id
            if row.until is not None:
                leaving[row.child_id].add(row.id)
            if row.since > now:
                coming[row.child_id].add(row.id)
    for row in db.execute(select(child).where(child.c.school_id == school_id).order_by(child.c.id)):
        rooms = inside.get(row.id, {})
        was_in = None if rooms else last.get(row.id)
        yield Pupil(row.id, row.name, row.folded, row.roll_key, rooms, was_in,
                    frozenset(leaving[row.id]), frozenset(coming[row.id]))  # fmt: skip


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
        yield Phone(
            row.id,
            row.address,
            State(row.state),
            row.language,
            row.notice_at is not None,
            stopped.get(row.address, False),
            frozenset(people[row.id]),
        )


def _places(db: Connection, school_id: int, now: datetime) -> Iterable[Place]:
    query = (
        select(membership, household.c.child_id, household.c.label)
        .join(household, household.c.id == membership.c.household_id)
        .where(membership.c.school_id == school_id)
        .order_by(membership.c.id)
    )
    for row in db.execute(query):
        yield Place(
            row.id, row.household_id, row.child_id, row.label, row.person_id, row.relation, row.guardian, row.scope,
            row.from_roll, row.until is None or row.until > now, row.until,
        )  # fmt: skip
