"""Whom a prompt reaches today, as one selection: fan-out writes from it, the preview counts it, the lists read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)

from bot.model.chat import PromptKind
from bot.model.people import Scope, State
from bot.store.columns import Moment
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    person,
    prompt_child,
    prompt_room,
)

#: A phone in one of these states is passed over for another one of theirs; a STOP is not.
PASSED_OVER = (State.GONE, State.WRONG, State.UNVERIFIED)
#: A shared phone is written to in the language of a guardian, if there is one, and of whom the school has known the
#: longest: so the smallest id is looked for, those of the others being made so much larger.
AFTER_GUARDIANS = 2**60
#: What every statement here is given when it is run: they are built once, and used for page after page.
NOW = bindparam("now", type_=Moment)


class By(Enum):
    """How the children are found."""

    ROOMS = "rooms"  #: those of the prompt `prompt_id`, today
    NAMED = "named"  #: these `child_ids`
    HAND = "hand"  #: those that were picked for the prompt `prompt_id`, and are in a room today


@dataclass(frozen=True)
class Audience:
    """Some children, and what it takes to be asked about them. `values` are for the statements about it."""

    kind: PromptKind
    by: By
    values: Mapping[str, Any]


def of_children(child_ids: Collection[int], kind: PromptKind, now: datetime) -> Audience:
    return Audience(kind, By.NAMED, {"child_ids": list(child_ids), "now": now})


def of_prompt(row: Row, now: datetime) -> Audience:
    """The children that a prompt is about today: one, those who were picked, or those of its rooms."""
    if row["child_id"] is not None:
        return of_children([row["child_id"]], PromptKind(row["kind"]), now)
    by = By.HAND if row["by_hand"] else By.ROOMS
    return Audience(PromptKind(row["kind"]), by, {"prompt_id": row["id"], "now": now})


def reached(kind: PromptKind) -> Select[Any]:
    """The members who are reached, each on the phone that they are reached on, home by home.

    To be given columns; and to be narrowed by `everybody`, or by phones and `asks_about`: whichever is the shorter
    way. A phone that is shared, or of a home with two children, comes more than once.
    """
    return (
        members(kind)
        .join(contact_person, contact_person.c.person_id == person.c.id)
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact.c.state == State.ACTIVE, *is_reached_on(contact.c.id, contact.c.channel, kind))
    )


def phones(kind: PromptKind, *narrowed: ColumnElement[bool]) -> Any:
    """One row a phone, with the id of its reader (the person in whose language it is written to), and `people`."""
    first = func.min(case((membership.c.guardian, 0), else_=AFTER_GUARDIANS) + person.c.id)
    ours = (contact.c.id, contact.c.school_id, contact.c.sender_id, contact.c.channel, contact.c.address)
    people = func.count(person.c.id.distinct()).label("people")
    columns = (*ours, contact.c.zone, (first % AFTER_GUARDIANS).label("person_id"), people)
    found = reached(kind).where(*narrowed).with_only_columns(*columns).group_by(contact.c.id)
    return found.subquery("phone")


def lets_in(kind: PromptKind) -> list[ColumnElement[bool]]:
    """That a membership holds today, and for this kind of prompt."""
    everything = [membership.c.scope == Scope.EVERYTHING]
    return [*today(membership), *([] if kind == PromptKind.ACTIVITY else everything)]


def refuses(_kind: PromptKind) -> ColumnElement[bool]:
    """Whether a person has said that they never want this kind. The one place where that is looked up.

    Safety messages ask nobody: see `is_reached_on`.
    """
    return false()


def is_reached_on(
    contact_id: ColumnElement[int], channel: ColumnElement[str], kind: PromptKind
) -> list[ColumnElement[bool]]:
    """That this is a person's phone for us, none of theirs coming before it; and that they want it now.

    Telegram first: it costs nobody anything. A stop on it is not evaded by writing to another phone of theirs (see
    people.reachable, which says the same).
    """
    better, theirs = contact.alias("better"), contact_person.alias("theirs")
    before = or_(better.c.channel > channel, and_(better.c.channel == channel, better.c.id < contact_id))
    one = (
        select(better.c.id)
        .join(theirs, theirs.c.contact_id == better.c.id)
        .where(theirs.c.person_id == person.c.id, theirs.c.contact_id != contact_id)
        .where(*not_passed_over(better), before)
    )
    wanted = [] if kind.overrides else [~pauses(), ~refuses(kind)]
    return [~exists(one.correlate_except(better, theirs)), *wanted]


def everybody(by: By, dialect: str) -> ColumnElement[bool]:
    """Narrows to the whole audience, coming from the children."""
    narrowed: ColumnElement[bool] = household.c.child_id.in_(_children(by, dialect))
    return narrowed


def asks_about(by: By, dialect: str) -> ColumnElement[bool]:
    """The same for one child at a time, however many there are: for a way that comes from the phones."""
    children = _children(by, dialect)
    return exists(children.where(children.selected_columns[0] == household.c.child_id))


def these(by: By, dialect: str) -> ColumnElement[bool]:
    """Narrows to a few `phones`, coming from them."""
    return and_(among(contact.c.id, "phones", dialect), asks_about(by, dialect))


def lines(db: Connection, asked: Audience, contact_ids: Collection[int] | None) -> Sequence[RowMapping]:
    """`reached`, phone by phone, the reader's line first: of these phones, or of all (None)."""
    narrow = everybody if contact_ids is None else these
    columns = (contact.c.id, contact.c.channel, contact.c.zone, person.c.language.label("reads"), child.c.name,
               household.c.child_id, household.c.id.label("household_id"))  # fmt: skip
    query = (
        reached(asked.kind)
        .join(child, child.c.id == household.c.child_id)
        .where(narrow(asked.by, db.dialect.name))
        .with_only_columns(*columns)
        .order_by(contact.c.id, membership.c.guardian.desc(), person.c.id)
    )
    return db.execute(query, {**asked.values, "phones": list(contact_ids or ())}).mappings().all()


def zones(db: Connection, school_id: int) -> list[str]:
    """The time zones of a school's phones: each is looked up in the index, however many phones it has."""
    return _ZONES.values(db, school=school_id)


def today(table: Any) -> tuple[ColumnElement[bool], ...]:
    return table.c.since <= NOW, or_(table.c.until.is_(None), table.c.until > NOW)


def _children(by: By, dialect: str) -> Select[tuple[int]]:
    if by == By.NAMED:
        named = child.alias(
            "named"
        )  # or a statement that reads the children's names too would take it for its own
        return select(named.c.id).where(among(named.c.id, "child_ids", dialect))
    # Who was picked and has left the school since is in no room today.
    its, column = (prompt_child, "child_id") if by == By.HAND else (prompt_room, "room_id")
    return (
        select(enrolment.c.child_id)
        .join(its, its.c[column] == enrolment.c[column])
        .where(its.c.prompt_id == bindparam("prompt_id"), *today(enrolment))
    )


def members(kind: PromptKind) -> Select[Any]:
    return (
        select()
        .join_from(household, membership, membership.c.household_id == household.c.id)
        .join(person, person.c.id == membership.c.person_id)
        .where(*lets_in(kind))
    )


def pauses() -> ColumnElement[bool]:
    return and_(person.c.paused_until.is_not(None), person.c.paused_until > NOW)


def not_passed_over(phone: Any) -> list[ColumnElement[bool]]:
    return [phone.c.state != it for it in PASSED_OVER]


def _zones(_dialect: str) -> Select[tuple[str]]:
    ours = contact.c.school_id == bindparam("school")
    seen = select(func.min(contact.c.zone).label("zone")).where(ours).cte("seen", recursive=True)
    following = select(func.min(contact.c.zone)).where(ours, contact.c.zone > seen.c.zone).scalar_subquery()
    seen = seen.union_all(select(following).where(seen.c.zone.is_not(None)))
    return select(seen.c.zone).where(seen.c.zone.is_not(None))


_ZONES = Prepared(_zones)
