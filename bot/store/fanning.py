"""A prompt on its way to many phones: written by reference, page by page, each page kept with how far it came.

A page that is done twice, by two machines or after a death, writes nothing new: UNIQUE(prompt, contact, turn).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.model.chat import PromptKind, Say
from bot.model.delivery import Gate, Turn
from bot.pace.weeks import CAP
from bot.store import audience
from bot.store.audience import Audience, By
from bot.store.columns import Json, Moment
from bot.store.listed import among
from bot.store.once import insert_into, insert_once
from bot.store.outbox import kept
from bot.store.tables import (
    contact,
    contact_person,
    delivery,
    delivery_child,
    enrolment,
    fanning,
    household,
    membership,
    person,
    prompt,
    prompt_room,
)


@dataclass(frozen=True)
class Page:
    """Children whose homes are next, and how far that brings it."""

    children: tuple[int, ...]
    room: int
    after: int
    last: bool


@dataclass(frozen=True)
class Pace:
    """When phones may ring, by their zone (one that is missing never opens); and the week that the cap counts."""

    due_at: Mapping[str, datetime]
    week: tuple[datetime, datetime]

    @property
    def values(self) -> dict[str, Any]:
        """For the statements that keep this pace."""
        zones = {f"zone_{n}": zone for n, zone in enumerate(self.due_at)}
        moments = {f"due_{n}": moment for n, moment in enumerate(self.due_at.values())}
        return {"since": self.week[0], "until": self.week[1], **zones, **moments}


def begin(db: Connection, school_id: int, prompt_id: int) -> None:
    """From the first page on: of writing, or of taking back."""
    db.execute(delete(fanning).where(fanning.c.prompt_id == prompt_id))
    insert_once(db, fanning, {"school_id": school_id, "prompt_id": prompt_id, "room": 0, "after": 0})


def unfinished(db: Connection, school_id: int, prompt_id: int | None = None) -> RowMapping | None:
    """The prompt that has waited longest for its next page, with how far it came; held until the transaction ends."""
    found = db.execute(_UNFINISHED, {"school": school_id, "only": prompt_id})
    return found.mappings().first()


def next_page(db: Connection, row: RowMapping, now: datetime, size: int) -> Page:
    """The next children, room by room, in the order of their enrolment: the rest of a room first, then whole rooms."""
    if row["child_id"] is not None:
        return Page((row["child_id"],), 0, 0, True)
    room, after, found = row["room"], row["after"], list[Any]()
    for query in (_REST_OF_A_ROOM, _FURTHER_ROOMS):
        if len(found) <= size:
            left = {
                "now": now,
                "prompt": row["id"],
                "room": room,
                "after": after,
                "most": size + 1 - len(found),
            }
            found += db.execute(query, left).all()
    children = tuple(dict.fromkeys(child_id for child_id, _room, _id in found[:size]))
    if len(found) <= size:
        return Page(children, room, after, last=True)
    _child, room, after = found[size - 1]
    return Page(children, room, after, last=False)


def write(
    db: Connection, row: RowMapping, page: Page, asked: Audience, pace: Pace, parts: Sequence[Say]
) -> Sequence[int]:
    """One delivery for each phone in these children's homes, about every child that is asked about; the new ids."""
    if not page.children or not pace.due_at:
        return []
    near = {**asked.values, "page": list(page.children)}
    words = {"prompt": row["id"], "content": row["content_id"], "parts": kept(parts)}
    new = _new_ones(db.dialect.name, asked.kind, asked.by, len(pace.due_at))
    ids = db.scalars(new, {**near, **words, **pace.values}).all()
    if ids:
        db.execute(_new_pairs(db.dialect.name, asked.kind, asked.by), {**near, "made": ids})
    return ids


def move_on(db: Connection, prompt_id: int, page: Page) -> None:
    """Keeps how far it came; forgets it when that was the last page."""
    this = fanning.c.prompt_id == prompt_id
    if page.last:
        db.execute(delete(fanning).where(this))
    else:
        db.execute(update(fanning).where(this).values(room=page.room, after=page.after))


def next_phones(db: Connection, row: RowMapping, size: int) -> tuple[list[int], Page]:
    """A prompt that was taken back: the deliveries of its next phones."""
    query = (
        select(delivery.c.id, delivery.c.contact_id)
        .where(delivery.c.prompt_id == row["id"], delivery.c.contact_id > row["after"])
        .order_by(delivery.c.contact_id)
        .limit(size + 1)
    )
    found = list(db.execute(query))
    if len(found) <= size:
        return [it.id for it in found], Page((), 0, row["after"], last=True)
    # A phone may have two, the question and its reminder: both are on one page.
    whole = [it for it in found if it.contact_id != found[size].contact_id]
    return [it.id for it in whole], Page((), 0, whole[-1].contact_id, last=False)


def within_cap(to: Any) -> ColumnElement[bool]:
    """What pace.weeks.held_by_cap says, of many phones at once: `to` has a phone's `id`, and `person` is its reader."""
    allowed: ColumnElement[bool] = had_this_week(to) < case(
        (person.c.weekly < CAP, person.c.weekly), else_=CAP
    )
    return allowed


def had_this_week(to: Any) -> Any:
    """How many prompts and activities a phone has had, or will have, from `since` to `until`."""
    query = select(func.count()).where(
        delivery.c.contact_id == to.c.id, delivery.c.turn == int(Turn.PROMPT),
        delivery.c.due_at >= bindparam("since", type_=Moment), delivery.c.due_at < bindparam("until", type_=Moment),
        delivery.c.state.not_in(("cancelled", "failed")),
    )  # fmt: skip
    return query.scalar_subquery()


# The statements, each built once.

_UNFINISHED = (
    select(prompt, fanning.c.room, fanning.c.after)
    .join(prompt, prompt.c.id == fanning.c.prompt_id)
    .where(fanning.c.school_id == bindparam("school"))
    .where(prompt.c.id == func.coalesce(bindparam("only", type_=prompt.c.id.type), prompt.c.id))
    .order_by(fanning.c.id)
    .limit(1)
    .with_for_update(of=fanning, skip_locked=True)
)
_ENROLLED = (
    select(enrolment.c.child_id, enrolment.c.room_id, enrolment.c.id)
    .where(*audience.today(enrolment))
    .limit(bindparam("most"))
)
_REST_OF_A_ROOM = _ENROLLED.where(
    enrolment.c.room_id == bindparam("room"), enrolment.c.id > bindparam("after")
).order_by(enrolment.c.room_id, enrolment.c.id)
_FURTHER_ROOMS = (
    _ENROLLED.join(prompt_room, prompt_room.c.room_id == enrolment.c.room_id)
    .where(prompt_room.c.prompt_id == bindparam("prompt"), prompt_room.c.room_id > bindparam("room"))
    .order_by(prompt_room.c.room_id, enrolment.c.id)
)
_COLUMNS = ("school_id", "sender_id", "contact_id", "person_id", "channel", "address", "prompt_id", "content_id",
            "parts", "due_at", "created_at", "gate", "turn", "reach", "state", "tries", "again", "remind")  # fmt: skip
_PAIR = ("school_id", "delivery_id", "child_id", "household_id")


@cache
def _new_ones(dialect: str, kind: PromptKind, by: By, zones: int) -> Any:
    # Every phone of these homes: whether it is one to write to is seen where all of its people and homes are.
    near = (
        select(contact_person.c.contact_id)
        .join(membership, membership.c.person_id == contact_person.c.person_id)
        .join(household, household.c.id == membership.c.household_id)
        .where(among(household.c.child_id, "page"))
    )
    to = audience.phones(kind, contact.c.id.in_(near), _asks_about(by))
    due_at = case(*(
        (to.c.zone == bindparam(f"zone_{n}"), bindparam(f"due_{n}", type_=Moment)) for n in range(zones)
    ))  # fmt: skip
    chosen = select(
        to.c.school_id, to.c.sender_id, to.c.id, to.c.person_id, to.c.channel, to.c.address,
        bindparam("prompt", type_=prompt.c.id.type), bindparam("content", type_=prompt.c.id.type),
        bindparam("parts", type_=Json), due_at, audience.NOW, literal(Gate.LANE.value), literal(int(Turn.PROMPT)),
        literal("prompts"), literal("waiting"), literal(0), literal(False), literal(kind == PromptKind.PROMPT),
    ).where(to.c.zone.in_([bindparam(f"zone_{n}") for n in range(zones)]))  # fmt: skip
    if kind == PromptKind.ACTIVITY:
        chosen = chosen.join(person, person.c.id == to.c.person_id).where(within_cap(to))
    new = insert_into(dialect, delivery).from_select(_COLUMNS, chosen)
    return new.on_conflict_do_nothing().returning(delivery.c.id)


@cache
def _new_pairs(dialect: str, kind: PromptKind, by: By) -> Any:
    """For whom each of the deliveries `made` is: the homes that its phone was reached for."""
    # Its reader is reached on it; whoever else uses it may have a better phone, or a pause.
    here = audience.is_reached_on(delivery.c.contact_id, delivery.c.channel)
    somebody = select(person.c.id).where(person.c.id == contact_person.c.person_id, *here)
    reached = or_(
        contact_person.c.person_id == delivery.c.person_id, exists(somebody.correlate_except(person))
    )
    pairs = (
        select(delivery.c.school_id, delivery.c.id, household.c.child_id, household.c.id)
        .join(contact_person, contact_person.c.contact_id == delivery.c.contact_id)
        .join(membership, membership.c.person_id == contact_person.c.person_id)
        .join(household, household.c.id == membership.c.household_id)
        .where(among(delivery.c.id, "made"), *audience.lets_in(kind), _asks_about(by), reached)
    )  # where two share a phone, a pair comes twice, and is there once
    return insert_into(dialect, delivery_child).from_select(_PAIR, pairs).on_conflict_do_nothing()


def _asks_about(by: By) -> ColumnElement[bool]:
    """Most homes are of children on this very page: those are not looked up."""
    return or_(among(household.c.child_id, "page"), audience.asks_about(by))
