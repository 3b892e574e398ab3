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
    func,
    or_,
    select,
)

from bot.model.chat import PromptKind
from bot.model.people import State
from bot.store.places import NOW, Asks, lets_in, today
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
    refusal,
)

#: A phone in one of these states is passed over for another one of theirs; a STOP is not.
PASSED_OVER = (State.GONE, State.WRONG, State.UNVERIFIED, State.QUARANTINED)
#: A shared phone is written to in the language of a guardian, if there is one, and of whom the school has known the
#: longest: so the smallest id is looked for, those of the others being made so much larger.
AFTER_GUARDIANS = 2**60
#: An alias makes every column of its table anew. A statement that reads the children's names too would take the
#: bare table for its own.
_BETTER, _THEIRS, _NAMED = contact.alias("better"), contact_person.alias("theirs"), child.alias("named")


class By(Enum):
    """How the children are found."""

    ROOMS = "rooms"  #: those of the prompt `prompt_id`, today
    NAMED = "named"  #: these `child_ids`
    HAND = "hand"  #: those that were picked for the prompt `prompt_id`, and are in a room today


@dataclass(frozen=True)
class Audience:
    """Some children, and what it takes to be asked about them. `values` are for the statements about it."""

    asks: Asks
    by: By
    values: Mapping[str, Any]

    @property
    def kind(self) -> PromptKind:
        return self.asks.kind


def of_children(child_ids: Collection[int], kind: PromptKind, now: datetime, subject: str | None = None,
                private: bool = False) -> Audience:  # fmt: skip
    return Audience(Asks(kind, subject, private), By.NAMED, {"child_ids": list(child_ids), "now": now})


def of_prompt(row: Row, now: datetime) -> Audience:
    """The children that a prompt is about today: one, those who were picked, or those of its rooms."""
    asks = Asks(PromptKind(row["kind"]), row["subject"], row["matter"] is not None)
    if row["child_id"] is not None:
        return Audience(asks, By.NAMED, {"child_ids": [row["child_id"]], "now": now})
    by = By.HAND if row["by_hand"] else By.ROOMS
    return Audience(asks, by, {"prompt_id": row["id"], "now": now})


def reached(asks: Asks) -> Select[Any]:
    """The members who are reached, each on the phone that they are reached on, home by home.

    To be given columns; and to be narrowed by `everybody`, or by phones and `asks_about`: whichever is the shorter
    way. A phone that is shared, or of a home with two children, comes more than once.
    """
    return (
        members(asks)
        .join(contact_person, contact_person.c.person_id == person.c.id)
        .join(contact, contact.c.id == contact_person.c.contact_id)
        .where(contact.c.state == State.ACTIVE, *is_reached_on(contact.c.id, contact.c.channel, asks.kind))
    )


def phones(asks: Asks, *narrowed: ColumnElement[bool]) -> Any:
    """One row a phone, with the id of its reader (the person in whose language it is written to), and `people`."""
    first = func.min(case((membership.c.guardian, 0), else_=AFTER_GUARDIANS) + person.c.id)
    ours = (contact.c.id, contact.c.school_id, contact.c.sender_id, contact.c.channel, contact.c.address)
    people = func.count(person.c.id.distinct()).label("people")
    columns = (*ours, contact.c.zone, (first % AFTER_GUARDIANS).label("person_id"), people)
    found = reached(asks).where(*narrowed).with_only_columns(*columns).group_by(contact.c.id)
    return found.subquery("phone")


def refuses(kind: PromptKind) -> ColumnElement[bool]:
    """Whether a person has said that they never want this kind. The one place where that is looked up.

    Safety messages ask nobody: see `is_reached_on`.
    """
    said = select(refusal.c.id).where(refusal.c.person_id == person.c.id, refusal.c.kind == kind.value)
    return exists(said.correlate_except(refusal))


def is_reached_on(
    contact_id: ColumnElement[int], channel: ColumnElement[str], kind: PromptKind
) -> list[ColumnElement[bool]]:
    """That this is a person's phone for us, none of theirs coming before it; and that they want it now.

    Telegram first, unless they asked for texts: it costs nobody anything. A stop on it is not evaded by writing to
    another phone of theirs (see people.reachable, which says the same).
    """
    theirs_first, ours_first = _BETTER.c.channel == person.c.prefers, channel == person.c.prefers
    sooner = or_(_BETTER.c.channel > channel, and_(_BETTER.c.channel == channel, _BETTER.c.id < contact_id))
    # What they asked for comes first; `prefers` is empty for nearly everybody, and then neither side is true.
    asked_for = and_(person.c.prefers.is_not(None), theirs_first, ~ours_first)
    spared = and_(person.c.prefers.is_not(None), ours_first, ~theirs_first)
    before = or_(asked_for, and_(sooner, ~spared))
    one = (
        select(_BETTER.c.id)
        .join(_THEIRS, _THEIRS.c.contact_id == _BETTER.c.id)
        .where(_THEIRS.c.person_id == person.c.id, _THEIRS.c.contact_id != contact_id)
        .where(*not_passed_over(_BETTER), before)
    )
    wanted = [] if kind.overrides else [~pauses(), ~refuses(kind)]
    return [~exists(one.correlate_except(_BETTER, _THEIRS)), *wanted]


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
        reached(asked.asks)
        .join(child, child.c.id == household.c.child_id)
        .where(narrow(asked.by, db.dialect.name))
        .with_only_columns(*columns)
        .order_by(contact.c.id, membership.c.guardian.desc(), person.c.id)
    )
    return db.execute(query, {**asked.values, "phones": list(contact_ids or ())}).mappings().all()


def zones(db: Connection, school_id: int) -> list[str]:
    """The time zones of a school's phones: each is looked up in the index, however many phones it has."""
    return _ZONES.values(db, school=school_id)


def _children(by: By, dialect: str) -> Select[tuple[int]]:
    if by == By.NAMED:
        return select(_NAMED.c.id).where(among(_NAMED.c.id, "child_ids", dialect))
    # Who was picked and has left the school since is in no room today.
    its, column = (prompt_child, "child_id") if by == By.HAND else (prompt_room, "room_id")
    return (
        select(enrolment.c.child_id)
        .join(its, its.c[column] == enrolment.c[column])
        .where(its.c.prompt_id == bindparam("prompt_id"), *today(enrolment))
    )


def members(asks: Asks) -> Select[Any]:
    return (
        select()
        .join_from(household, membership, membership.c.household_id == household.c.id)
        .join(person, person.c.id == membership.c.person_id)
        .where(*lets_in(asks))
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
