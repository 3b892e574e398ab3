"""At which hour somebody wants all of a day in one message: as a family member ("home"), or as a teacher ("school")."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.store.columns import Id, Moment
from bot.store.gathering import IS_HELD, keeps_to
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import contact, contact_person, delivery, digest_hour, gathered

HOME, SCHOOL = "home", "school"


def choose(db: Connection, school_id: int, person_id: int, kind: str, at: time | None, now: datetime) -> None:
    """None: each message by itself again."""
    db.execute(delete(digest_hour).where(*_whose(person_id, kind)))
    if at is not None:
        db.execute(insert(digest_hour).values(
            school_id=school_id, person_id=person_id, kind=kind, at=f"{at:%H:%M}", chosen_at=now,
        ))  # fmt: skip


def of(db: Connection, person_id: int, kind: str) -> time | None:
    found = db.scalar(select(digest_hour.c.at).where(*_whose(person_id, kind)))
    return time.fromisoformat(found) if found else None


def chosen(reader: ColumnElement[Any], kind: str) -> ColumnElement[bool]:
    """That the person whom this column names has chosen an hour."""
    return exists().where(digest_hour.c.person_id == reader, digest_hour.c.kind == kind)


def at_home(db: Connection, school_id: int) -> list[tuple[time, str]]:
    """The hours at which something waits for somebody, each by the clock of their phone's zone."""
    return [(time.fromisoformat(row["at"]), row["zone"]) for row in _AT_HOME.rows(db, school=school_id)]


def readers(db: Connection, school_id: int, at: time, zone: str, until: datetime, most: int, *, after: int, sms: bool,
            in_term: bool) -> list[Row]:  # fmt: skip
    """Whose hour that is and for whom something has waited since that may go: `contact` and `person`, those `after` a
    person's id, in that order; also who has had their message of that date, on whatever phone (see `take`).

    `sms`: whether there are segments left for it. `in_term`: else what is for the holidays too, and nothing else.
    """
    return list(_READERS.rows(db, school=school_id, at=f"{at:%H:%M}", zone=zone, until=until, most=most, after=after,
                              sms=sms, in_term=in_term))  # fmt: skip


def at_school(db: Connection, school_id: int, day: str) -> list[Row]:
    """The staff who chose an hour and have had no message of that date yet: `person`, `at`."""
    return list(_AT_SCHOOL.rows(db, school=school_id, day=day))


def once(kind: str, person_id: int, day: str) -> str:
    """The name of one person's message of one local date."""
    return f"{kind} digest {person_id} {day}"


def take(db: Connection, person_id: int, day: str) -> bool:
    """Whether this family member's message of that date may be put now, on whichever of their phones.

    Held until the transaction ends: another process passes them over meanwhile, and sees afterwards that they had it.
    """
    mine = select(digest_hour.c.id).where(*_whose(person_id, HOME))
    if db.scalar(mine.with_for_update(skip_locked=True)) is None:
        return False
    return db.scalar(mine.where(~had_one(HOME)), {"day": day}) is not None


def release(db: Connection, person_id: int, kind: str, now: datetime) -> None:
    """What waited for that message goes by itself, at its hour."""
    of_staff = delivery.c.gate == "staff"
    theirs = (delivery.c.person_id == person_id, delivery.c.state == "gathered",
              of_staff if kind == SCHOOL else ~of_staff)  # fmt: skip
    ids = list(db.scalars(select(delivery.c.id).where(*theirs)))
    if ids:
        db.execute(delete(gathered).where(gathered.c.delivery_id.in_(ids), gathered.c.digest_id.is_(None)))
        db.execute(update(delivery).where(delivery.c.id.in_(ids)).values(state="waiting", due_at=now))


def had_one(kind: str) -> ColumnElement[bool]:
    had, theirs = delivery.alias("had"), contact_person.alias("theirs")
    name = (
        literal(f"{kind} digest ")
        + cast(digest_hour.c.person_id, Text)
        + literal(" ")
        + bindparam("day", type_=Text)
    )
    found: ColumnElement[bool] = exists(
        select(had.c.id)
        .join(theirs, theirs.c.contact_id == had.c.contact_id)
        .where(theirs.c.person_id == digest_hour.c.person_id, had.c.once == name)
        .correlate(digest_hour)
    )
    return found


def _whose(person_id: int, kind: str) -> Collection[Any]:
    return digest_hour.c.person_id == person_id, digest_hour.c.kind == kind


def _waits(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(gathered)
        .join(delivery, delivery.c.id == gathered.c.delivery_id)
        .join(digest_hour, (digest_hour.c.person_id == delivery.c.person_id) & (digest_hour.c.kind == HOME))
        .join(contact, contact.c.id == gathered.c.contact_id)
        .where(gathered.c.school_id == bindparam("school"), gathered.c.digest_id.is_(None))
        .where(delivery.c.state == "gathered", delivery.c.gate != "staff")
        .distinct()
    )


_AT_HOME = Prepared(lambda _: _waits(digest_hour.c.at, contact.c.zone))
_READERS = Prepared(
    lambda _: (
        _waits(gathered.c.contact_id.label("contact"), digest_hour.c.person_id.label("person"))
        .where(digest_hour.c.at == bindparam("at"), contact.c.zone == bindparam("zone"))
        .where(gathered.c.at <= bindparam("until", type_=Moment), ~IS_HELD)
        .where(or_(bindparam("sms", type_=Boolean), delivery.c.channel != "sms"))
        .where(keeps_to(bindparam("in_term", type_=Boolean)))
        .where(digest_hour.c.person_id > bindparam("after", type_=Id))
        .order_by(digest_hour.c.person_id, gathered.c.contact_id)
        .limit(bindparam("most"))
    )
)
_AT_SCHOOL = Prepared(
    lambda _: (
        select(digest_hour.c.person_id.label("person"), digest_hour.c.at)
        .where(digest_hour.c.school_id == bindparam("school"), digest_hour.c.kind == SCHOOL, ~had_one(SCHOOL))
        .order_by(digest_hour.c.id)
    )
)
