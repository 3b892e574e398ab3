"""Lanes: a child in one home, who belongs to it today, and who teaches the child."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from bot.model.people import Child, Lane, Member, Room, Scope
from bot.store.once import insert_once
from bot.store.people import A_PERSON, as_person
from bot.store.prepared import Found, Prepared, among
from bot.store.restrictions import keeps_out, restricted
from bot.store.tables import child, enrolment, household, membership, person, room, thread


def lanes_of(db: Connection, person_id: int, now: datetime) -> list[Member]:
    """Every lane that a person belongs to today."""
    return _members(db, _LANES_OF.rows(db, person=person_id, now=now))


def homes_of(db: Connection, person_id: int, now: datetime) -> list[Member]:
    """Everybody who belongs today to a lane that this person has had a place in, guardians first. Their own places
    among them are those of `lanes_of`."""
    return _members(db, _HOMES_OF.rows(db, person=person_id, now=now))


def members(db: Connection, household_ids: Collection[int], now: datetime) -> list[Member]:
    """Everybody who belongs to these lanes today, guardians first."""
    return _members(db, _MEMBERS.rows(db, homes=list(household_ids), now=now))


def lane(db: Connection, household_id: int) -> Lane:
    """A lane with its thread, which is there from the first look."""
    row = db.execute(
        select(household.c.school_id, household.c.child_id, child.c.name)
        .join(child, child.c.id == household.c.child_id)
        .where(household.c.id == household_id)
    ).one()
    return Lane(household_id, thread_of(db, household_id), Child(row.child_id, row.name))


def thread_of(db: Connection, household_id: int) -> int:
    found = db.scalar(select(thread.c.id).where(thread.c.household_id == household_id))
    if found is not None:
        return int(found)
    home = db.execute(select(household).where(household.c.id == household_id)).mappings().one()
    insert_once(db, thread, {
        "school_id": home["school_id"], "child_id": home["child_id"], "household_id": household_id,
    })  # fmt: skip
    return int(db.execute(select(thread.c.id).where(thread.c.household_id == household_id)).scalar_one())


def household_of_thread(db: Connection, thread_id: int) -> int:
    return int(db.execute(select(thread.c.household_id).where(thread.c.id == thread_id)).scalar_one())


def admit(db: Connection, school_id: int, household_id: int, person_id: int, *, relation: str, scope: Scope,
          let_in_by: int, now: datetime, subject: str | None = None) -> None:  # fmt: skip
    """Lets a person into a lane, or changes what they were let in for.

    Whom the school keeps out of the child's lanes is not let in, and nobody is told why.
    """
    whose = _one_at_a_time(db, household_id)
    if restricted(db, whose, person_id):
        return
    row = {
        "school_id": school_id, "household_id": household_id, "person_id": person_id, "relation": relation,
        "guardian": False, "scope": scope, "subject": subject, "from_roll": False, "let_in_by": let_in_by, "since": now,
    }  # fmt: skip
    there = and_(membership.c.household_id == household_id, membership.c.person_id == person_id,
                 or_(membership.c.until.is_(None), membership.c.until > now))  # fmt: skip
    if db.scalar(select(membership.c.id).where(there)) is None:
        db.execute(insert(membership).values(row))
    else:  # never a guardian's own place: that is the school's
        db.execute(
            update(membership).where(there, ~membership.c.guardian).values(scope=scope, subject=subject)
        )


def _one_at_a_time(db: Connection, household_id: int) -> int:
    """Whose lane it is. Two guardians may let the same person in at the same moment: a place with an end has no
    index of its own."""
    whose = select(household.c.child_id).where(household.c.id == household_id).with_for_update()
    return int(db.execute(whose).scalar_one())


def change_end(db: Connection, membership_ids: Collection[int], until: datetime | None) -> None:
    """How long a supporter's place lasts; never a guardian's own."""
    theirs = (membership.c.id.in_(membership_ids), ~membership.c.guardian)
    db.execute(update(membership).where(*theirs).values(until=until))


def end_besides(
    db: Connection, kept: Collection[int], household_ids: Collection[int], person_id: int, now: datetime
) -> None:
    """Ends every place of a supporter in these lanes but those kept: they may have two, the roll's and the family's."""
    theirs = (membership.c.person_id == person_id, membership.c.household_id.in_(household_ids))
    query = update(membership).where(*theirs, membership.c.id.not_in(kept), ~membership.c.guardian)
    db.execute(query.where(or_(membership.c.until.is_(None), membership.c.until > now)).values(until=now))


def end_membership(db: Connection, membership_id: int, now: datetime) -> None:
    db.execute(update(membership).where(membership.c.id == membership_id).values(until=now))


def rooms_of(db: Connection, child_id: int, now: datetime) -> list[Room]:
    return [Room(it["id"], it["name"]) for it in _ROOMS_OF.rows(db, child=child_id, now=now)]


def children_in(db: Connection, room_ids: Collection[int], now: datetime) -> dict[int, str]:
    """The learners of these rooms today: id and name."""
    query = (
        select(child.c.id, child.c.name)
        .join(enrolment, enrolment.c.child_id == child.c.id)
        .where(enrolment.c.room_id.in_(room_ids), enrolment.c.since <= now)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > now))
        .order_by(child.c.name)
    )
    return {r.id: r.name for r in db.execute(query)}


def households_of(db: Connection, child_ids: Collection[int]) -> list[int]:
    return list(
        db.scalars(select(household.c.id).where(household.c.child_id.in_(child_ids)).order_by(household.c.id))
    )


def _today() -> Select[Any]:
    now: Any = bindparam("now")
    return (
        select(
            membership.c.id.label("membership_id"), membership.c.household_id, membership.c.relation,
            membership.c.guardian, membership.c.scope, membership.c.subject, membership.c.let_in_by,
            membership.c.since, membership.c.until, child.c.id.label("child_id"), child.c.name.label("child_name"),
            thread.c.id.label("thread_id"), *A_PERSON,
        )
        .join(household, household.c.id == membership.c.household_id)
        .join(child, child.c.id == household.c.child_id)
        .join(person, person.c.id == membership.c.person_id)
        .outerjoin(thread, thread.c.household_id == household.c.id)
        .where(membership.c.since <= now, or_(membership.c.until.is_(None), membership.c.until > now))
        .where(~keeps_out(household.c.child_id, membership.c.person_id))
        .order_by(membership.c.guardian.desc(), child.c.id, membership.c.id)
    )  # fmt: skip


_LANES_OF = Prepared(lambda _: _today().where(membership.c.person_id == bindparam("person")))
_PLACE = membership.alias("place")
_HOMES_OF = Prepared(lambda _: _today().where(membership.c.household_id.in_(
    select(_PLACE.c.household_id).where(_PLACE.c.person_id == bindparam("person")))))  # fmt: skip
_MEMBERS = Prepared(lambda dialect: _today().where(among(membership.c.household_id, "homes", dialect)))
_ROOMS_OF = Prepared(lambda _: select(room.c.id, room.c.name).join(enrolment, enrolment.c.room_id == room.c.id)
    .where(enrolment.c.child_id == bindparam("child"), enrolment.c.since <= bindparam("now"))
    .where(or_(enrolment.c.until.is_(None), enrolment.c.until > bindparam("now")))
    .order_by(room.c.name))  # fmt: skip


def _members(db: Connection, rows: list[Found]) -> list[Member]:
    # Somebody with a place from the roll, and one from the family that ends by itself, is there once.
    places = {(row["household_id"], row["id"]): row for row in reversed(rows)}
    since: dict[tuple[int, int], datetime] = {}
    for row in rows:
        here = row["household_id"], row["id"]
        since[here] = min(row["since"], since.get(here, row["since"]))
    return [
        Member(
            row["membership_id"],
            Lane(
                row["household_id"],
                row["thread_id"] or thread_of(db, row["household_id"]),
                Child(row["child_id"], row["child_name"]),
            ),
            as_person(row),
            row["relation"],
            bool(row["guardian"]),
            Scope(row["scope"]),
            since[row["household_id"], row["id"]],
            row["subject"] or "",
            row["let_in_by"],
            row["until"],
        )
        for row in reversed(places.values())
    ]
