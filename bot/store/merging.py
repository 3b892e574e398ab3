"""Everything that points at a person, found by the tables themselves: so that a table of tomorrow is not forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Table, UniqueConstraint, func, select

from bot.model.people import Scope
from bot.store.pen import Pen
from bot.store.tables import (
    audit,
    child,
    contact,
    contact_person,
    household,
    membership,
    message,
    metadata,
    person,
    question,
    staffing,
    suppression,
)

#: Columns that are moved with care of their own; and what was written down stays as it was written.
BY_HAND = ((contact_person, "person_id"), (membership, "person_id"))
STAYS = ((audit, "person_id"),)
#: In what Aho has asked on a phone: whose answer it takes, and about whom it is.
ASKED_ABOUT = ("whose", "person")


def pointing(table: Table) -> Iterator[str]:
    """Its columns that hold a person's id."""
    for key in table.foreign_key_constraints:
        if key.referred_table is person and len(key.column_keys) == 2:
            yield key.column_keys[1]


def move(pen: Pen, from_id: int, to_id: int) -> dict[str, int]:
    """Points everything of the one at the other; what the other has already stays where it is. Rows by table."""
    moved: dict[str, int] = {}
    for table in metadata.sorted_tables:
        for column in pointing(table):
            if (table, column) in BY_HAND + STAYS:
                continue
            ids = list(pen.db.scalars(select(table.c.id).where(table.c[column] == from_id)))
            free = [it for it in ids if not _taken(pen.db, table, column, it, to_id)]
            pen.change(table, [{"id": it, column: to_id} for it in free])
            if free:
                moved[table.name] = moved.get(table.name, 0) + len(free)
    return moved


def move_unwritten(pen: Pen, from_id: int, to_id: int) -> None:
    """What names a person without a foreign key: who spoke last on a shared phone, and open questions."""
    spoke = select(contact.c.id).where(contact.c.school_id == pen.school_id, contact.c.speaker_id == from_id)
    pen.change(contact, [{"id": it, "speaker_id": to_id} for it in pen.db.scalars(spoke)])
    asked = select(question.c.id, question.c.about).where(
        question.c.school_id == pen.school_id, question.c.closed_at.is_(None), question.c.expires_at > pen.now
    )
    pen.change(question, [
        {"id": it.id, "about": it.about | {key: to_id for key in ASKED_ABOUT if it.about.get(key) == from_id}}
        for it in pen.db.execute(asked).all()
        if any(it.about.get(key) == from_id for key in ASKED_ABOUT)
    ])  # fmt: skip


def _taken(db: Connection, table: Table, column: str, row: int, to_id: int) -> bool:
    """Whether a unique constraint would not let this row be the other's."""
    wholes = [list(it.columns) for it in table.constraints if isinstance(it, UniqueConstraint)]
    wholes += [list(it.columns) for it in table.indexes if it.unique]
    for columns in wholes:
        if table.c[column] not in columns:
            continue
        other = table.alias("other")
        same = select(other.c.id).where(other.c[column] == to_id)
        this = select(table).where(table.c.id == row).subquery("this")
        for it in columns:
            if it.name != column:
                same = same.where(other.c[it.name] == select(this.c[it.name]).scalar_subquery())
        if db.scalar(same.limit(1)) is not None:
            return True
    return False


@dataclass(frozen=True)
class Place:
    id: int
    home: int
    child: int
    relation: str
    guardian: bool
    scope: Scope
    subject: str | None
    from_roll: bool
    until: datetime | None
    open: bool  #: it holds today; also one that ends by itself one day


def places(db: Connection, person_id: int, now: datetime) -> list[Place]:
    """Their memberships, today's and those that are over; a guardian's first."""
    query = (
        select(membership, household.c.child_id)
        .join(household, household.c.id == membership.c.household_id)
        .where(membership.c.person_id == person_id)
        .order_by(membership.c.guardian.desc(), membership.c.id)
    )
    return [
        Place(
            it.id, it.household_id, it.child_id, it.relation, it.guardian, Scope(it.scope), it.subject,
            it.from_roll, it.until, it.until is None or it.until > now,
        )
        for it in db.execute(query)
    ]  # fmt: skip


def phones(db: Connection, person_id: int) -> list[tuple[int, int, int, str, str, int]]:
    """Their phones: link, phone, sender, address, state, how many people have it."""
    sharers = select(func.count()).where(contact_person.c.contact_id == contact.c.id).correlate(contact)
    query = (
        select(
            contact_person.c.id.label("link"), contact.c.id, contact.c.sender_id, contact.c.address, contact.c.state,
            sharers.scalar_subquery().label("people"),
        )
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact_person.c.person_id == person_id)
        .order_by(contact.c.id)
    )  # fmt: skip
    return [tuple(row) for row in db.execute(query)]


def works_here(db: Connection, person_id: int) -> bool:
    return db.scalar(select(staffing.c.id).where(staffing.c.person_id == person_id).limit(1)) is not None


def written(db: Connection, person_id: int) -> int:
    """How many messages they wrote."""
    return int(
        db.scalar(select(func.count()).select_from(message).where(message.c.author_id == person_id)) or 0
    )


def stop(pen: Pen, sender_id: int, address: str) -> None:
    row = {"sender_id": sender_id, "address": address, "stopped": True, "why": "STOP on another phone of theirs",
           "at": pen.now}  # fmt: skip
    pen.add(suppression, [row])


def alike(db: Connection, school_id: int, folded: str, not_id: int, limit: int = 30) -> list[RowMapping]:
    """People of families whose name has these words in it, each with a child of theirs, to be told apart by."""
    whose = (
        select(membership.c.person_id, func.min(child.c.name).label("child"))
        .join(household, household.c.id == membership.c.household_id)
        .join(child, child.c.id == household.c.child_id)
        .where(membership.c.school_id == school_id)
        .group_by(membership.c.person_id)
        .subquery()
    )
    query = (
        select(person.c.id, person.c.name, whose.c.child)
        .join(whose, whose.c.person_id == person.c.id)
        .where(person.c.school_id == school_id, person.c.id != not_id)
        .where(person.c.folded.contains(folded, autoescape=True))
        .order_by(person.c.name, person.c.id)
    )
    return list(db.execute(query.limit(limit)).mappings())
