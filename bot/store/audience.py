"""Whom a prompt reaches today, as one selection: fan-out writes from it, the preview counts it, the lists read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)

from bot.model.chat import PromptKind
from bot.model.people import Scope, State
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    person,
    prompt_room,
)

#: A phone in one of these states is passed over for another one of theirs; a STOP is not.
PASSED_OVER = (State.GONE, State.WRONG, State.UNVERIFIED)


#: A selection of `contact_id` and `household_id`: phones, and the homes that they are written to about.
Lines = Select[tuple[int, int]]


@dataclass(frozen=True)
class Audience:
    """Some children, on one day, and what it takes to be asked about them."""

    children: Select[tuple[int]]
    kind: PromptKind
    now: datetime

    def asks_about(self, column: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a child is one of them: looked up for this child alone, however many there are."""
        found = self.children.selected_columns[0]
        return exists(self.children.where(found == column))


def of_children(child_ids: Collection[int], kind: PromptKind, now: datetime) -> Audience:
    return Audience(select(child.c.id).where(child.c.id.in_(child_ids)), kind, now)


def of_prompt(row: RowMapping, now: datetime) -> Audience:
    """The children that a prompt is about today: one, or those of its rooms."""
    kind = PromptKind(row["kind"])
    if row["child_id"] is not None:
        return of_children([row["child_id"]], kind, now)
    in_rooms = (
        select(enrolment.c.child_id)
        .join(prompt_room, prompt_room.c.room_id == enrolment.c.room_id)
        .where(prompt_room.c.prompt_id == row["id"], *today(enrolment, now))
    )
    return Audience(in_rooms, kind, now)


def reached(audience: Audience) -> Select[Any]:
    """One row a member on the phone that they are reached on; several on a phone that is shared, or of siblings.

    To be narrowed by `audience.children`, or by phones and `audience.asks_about`: whichever is the shorter way.
    """
    return (
        _members(audience)
        .add_columns(
            contact, person.c.id.label("person_id"), person.c.language.label("reads"), person.c.weekly
        )
        .join(contact_person, contact_person.c.person_id == person.c.id)
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact.c.state == State.ACTIVE, ~_preferred_to(contact), ~_pauses(audience.now))
    )


def phones(audience: Audience, *narrowed: ColumnElement[bool]) -> Select[Any]:
    """One row a phone, with its reader: the person whose language it is written in."""
    found = reached(audience).where(*narrowed)
    mine = func.row_number().over(
        partition_by=contact.c.id,
        order_by=(membership.c.guardian.desc(), household.c.child_id, membership.c.id),
    )
    ranked = found.add_columns(mine.label("place")).subquery("ranked")
    return select(ranked).where(ranked.c.place == 1)


def everybody(audience: Audience) -> ColumnElement[bool]:
    """What narrows `reached` to the whole audience, coming from the children."""
    narrowed: ColumnElement[bool] = household.c.child_id.in_(audience.children)
    return narrowed


def these(audience: Audience, contact_ids: Collection[int]) -> ColumnElement[bool]:
    """What narrows `reached` to a few phones, coming from them."""
    return and_(contact.c.id.in_(contact_ids), audience.asks_about(household.c.child_id))


def lines(db: Connection, audience: Audience, narrowed: ColumnElement[bool]) -> Sequence[RowMapping]:
    """`reached` with the children's names: phone by phone, the reader's line first."""
    query = reached(audience).where(narrowed).add_columns(child.c.name.label("child_name"))
    order = (contact.c.id, membership.c.guardian.desc(), household.c.child_id, membership.c.id)
    return db.execute(query.join(child, child.c.id == household.c.child_id).order_by(*order)).mappings().all()


def homes(audience: Audience, narrowed: ColumnElement[bool]) -> Lines:
    """The phones and the homes that `others_at_home` is to look at."""
    found = reached(audience).where(narrowed)
    both = (contact.c.id.label("contact_id"), household.c.id.label("household_id"))
    return found.with_only_columns(*both).distinct()


def missed(db: Connection, audience: Audience, most: int | None = None) -> Sequence[RowMapping]:
    """Members whom it does not reach: `first_state` is that of the phone we would try first, None without one."""
    query = (
        _missed(audience)
        .add_columns(person, child.c.name.label("child"), _first_state().label("first_state"),
                     _first_state(contact.c.state.not_in(PASSED_OVER)).label("best_state"))
        .join(child, child.c.id == household.c.child_id)
        .order_by(membership.c.guardian.desc(), household.c.child_id, membership.c.id)
    )  # fmt: skip
    return db.execute(query.limit(most)).mappings().all()


def count_missed(db: Connection, audience: Audience) -> int:
    """How many persons; one who is reached for another child counts all the same."""
    query = _missed(audience).with_only_columns(func.count(person.c.id.distinct()))
    return int(db.scalar(query) or 0)


def others_at_home(db: Connection, lines: Lines, now: datetime) -> Sequence[RowMapping]:
    """Who else hears an answer: for each `contact_id` and `household_id` of `lines`, those not at that phone."""
    here = lines.subquery("here")
    at_the_phone = exists().where(
        contact_person.c.contact_id == here.c.contact_id, contact_person.c.person_id == membership.c.person_id
    )
    query = (
        select(here.c.contact_id, here.c.household_id, person.c.id.label("person_id"), person.c.name)
        .join(membership, membership.c.household_id == here.c.household_id)
        .join(person, person.c.id == membership.c.person_id)
        .where(membership.c.scope == Scope.EVERYTHING, *today(membership, now), ~at_the_phone)
        .order_by(here.c.contact_id, here.c.household_id, membership.c.guardian.desc(), membership.c.id)
    )
    return db.execute(query).mappings().all()


def zones(db: Connection, school_id: int) -> list[str]:
    """The time zones of a school's phones: each is looked up in the index, however many phones it has."""
    first = select(func.min(contact.c.zone).label("zone")).where(contact.c.school_id == school_id)
    seen = first.cte("seen", recursive=True)
    following = select(func.min(contact.c.zone)).where(
        contact.c.school_id == school_id, contact.c.zone > seen.c.zone
    )
    seen = seen.union_all(select(following.scalar_subquery()).where(seen.c.zone.is_not(None)))
    return list(db.scalars(select(seen.c.zone).where(seen.c.zone.is_not(None))))


def today(table: Any, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return table.c.since <= now, or_(table.c.until.is_(None), table.c.until > now)


def _members(audience: Audience) -> Select[Any]:
    wanted = [] if audience.kind == PromptKind.ACTIVITY else [membership.c.scope == Scope.EVERYTHING]
    return (
        select(membership.c.id.label("membership_id"), household.c.id.label("household_id"), household.c.child_id)
        .select_from(household)
        .join(membership, membership.c.household_id == household.c.id)
        .join(person, person.c.id == membership.c.person_id)
        .where(*today(membership, audience.now), *wanted)
    )  # fmt: skip


def _missed(audience: Audience) -> Select[Any]:
    best = _first_state(contact.c.state.not_in(PASSED_OVER))
    nobody = or_(best.is_(None), best != State.ACTIVE, _pauses(audience.now))
    return _members(audience).where(everybody(audience), nobody)


def _first_state(*of: ColumnElement[bool]) -> Any:
    query = (
        select(contact.c.state)
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact_person.c.person_id == person.c.id, *of)
        .order_by(contact.c.channel.desc(), contact.c.id)
        .limit(1)
    )
    return query.correlate(person).scalar_subquery()


def _pauses(now: datetime) -> ColumnElement[bool]:
    return and_(person.c.paused_until.is_not(None), person.c.paused_until > now)


def _preferred_to(phone: Any) -> ColumnElement[bool]:
    """Whether the person has a phone that comes before this one: Telegram first, it costs nobody anything.

    A stop on it is not evaded by writing to another one of theirs (see people.reachable, which says the same).
    """
    better, theirs = contact.alias("better"), contact_person.alias("theirs")
    return exists().where(
        theirs.c.person_id == person.c.id, better.c.id == theirs.c.contact_id,
        better.c.state.not_in(PASSED_OVER),
        or_(better.c.channel > phone.c.channel, and_(better.c.channel == phone.c.channel, better.c.id < phone.c.id)),
    )  # fmt: skip
