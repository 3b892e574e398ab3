"""A prompt on its way to many phones: written by reference, page by page, each page kept with how far it came.

A page that is done twice, by two machines or after a death, writes nothing new: UNIQUE(prompt, contact, turn).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    true,
    update,
)

from bot.model.chat import PromptKind, Say
from bot.model.delivery import Gate, Turn
from bot.pace.weeks import CAP
from bot.store import audience
from bot.store.audience import Audience, Lines
from bot.store.columns import Json, Moment
from bot.store.once import insert_for, insert_once
from bot.store.outbox import kept
from bot.store.tables import (
    contact,
    delivery,
    delivery_child,
    enrolment,
    fanning,
    household,
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
    """When phones may ring, by their zone (a zone that is missing never opens); and the week that the cap counts."""

    due_at: Mapping[str, datetime]
    week: tuple[datetime, datetime]


def begin(db: Connection, school_id: int, prompt_id: int) -> None:
    """From the first page on: of writing, or of taking back."""
    db.execute(delete(fanning).where(fanning.c.prompt_id == prompt_id))
    insert_once(db, fanning, {"school_id": school_id, "prompt_id": prompt_id, "room": 0, "after": 0})


def unfinished(db: Connection, school_id: int, prompt_id: int | None = None) -> RowMapping | None:
    """The prompt that has waited longest for its next page, with how far it came; held until the transaction ends."""
    query = (
        select(prompt, fanning.c.room, fanning.c.after)
        .join(prompt, prompt.c.id == fanning.c.prompt_id)
        .where(fanning.c.school_id == school_id)
        .where(fanning.c.prompt_id == prompt_id if prompt_id is not None else true())
        .order_by(fanning.c.id)
        .limit(1)
    )
    return db.execute(query.with_for_update(of=fanning, skip_locked=True)).mappings().first()


def next_page(db: Connection, row: RowMapping, now: datetime, size: int) -> Page:
    """The next children, room by room, in the order of their enrolment: the rest of a room first, then whole rooms."""
    if row["child_id"] is not None:
        return Page((row["child_id"],), 0, 0, True)
    room, after = row["room"], row["after"]
    order = (enrolment.c.room_id, enrolment.c.id)
    columns = (enrolment.c.room_id, enrolment.c.id, enrolment.c.child_id)
    here = select(*columns).where(enrolment.c.room_id == room, enrolment.c.id > after)
    found = list(db.execute(here.where(*audience.today(enrolment, now)).order_by(*order).limit(size + 1)))
    if len(found) <= size:
        further = (
            select(*columns)
            .join(prompt_room, prompt_room.c.room_id == enrolment.c.room_id)
            .where(prompt_room.c.prompt_id == row["id"], prompt_room.c.room_id > room)
            .where(*audience.today(enrolment, now))
            .order_by(prompt_room.c.room_id, enrolment.c.id)
        )
        found += db.execute(further.limit(size + 1 - len(found)))
    children = tuple(dict.fromkeys(it.child_id for it in found[:size]))
    if len(found) <= size:
        return Page(children, room, after, last=True)
    return Page(children, found[size - 1].room_id, found[size - 1].id, last=False)


def write(db: Connection, row: RowMapping, page: Page, asked: Audience, pace: Pace,
          parts: Sequence[Say]) -> list[int]:  # fmt: skip
    """One delivery for each phone in these children's homes, about every child that is asked about; the new ids."""
    if not pace.due_at:
        return []
    near = audience.reached(asked).where(household.c.child_id.in_(page.children))
    here = contact.c.id.in_(near.with_only_columns(contact.c.id))
    to = audience.phones(asked, here, asked.asks_about(household.c.child_id)).subquery("to_phone")
    values: dict[str, Any] = {
        "school_id": to.c.school_id, "sender_id": to.c.sender_id, "contact_id": to.c.id, "person_id": to.c.person_id,
        "prompt_id": literal(row["id"], prompt.c.id.type), "content_id": literal(row["content_id"], prompt.c.id.type),
        "channel": to.c.channel, "address": to.c.address, "gate": literal(Gate.LANE.value),
        "turn": literal(int(Turn.PROMPT)), "reach": literal("prompts"), "parts": literal(kept(parts), Json),
        "due_at": _by_zone(to.c.zone, pace.due_at), "state": literal("waiting"), "tries": literal(0),
        "again": literal(False), "remind": literal(asked.kind == PromptKind.PROMPT),
        "created_at": literal(asked.now, Moment),
    }  # fmt: skip
    chosen = select(*(value.label(name) for name, value in values.items())).where(to.c.zone.in_(pace.due_at))
    if asked.kind == PromptKind.ACTIVITY:
        chosen = chosen.where(within_cap(to, pace.week))
    new = insert_for(db, delivery).from_select(list(values), chosen).on_conflict_do_nothing()
    ids = list(db.scalars(new.returning(delivery.c.id)))
    if ids:
        _write_children(db, ids, asked)
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


def within_cap(to: Any, week: tuple[datetime, datetime]) -> Any:
    """What pace.weeks.held_by_cap says, of many phones at once: `to` has a phone's `id` and its reader's `weekly`."""
    return had_this_week(to, week) < case((to.c.weekly < CAP, to.c.weekly), else_=CAP)


def had_this_week(to: Any, week: tuple[datetime, datetime]) -> Any:
    """How many prompts and activities a phone has had, or will have, in a span of time."""
    since, until = week
    query = select(func.count()).where(
        delivery.c.contact_id == to.c.id, delivery.c.turn == int(Turn.PROMPT), delivery.c.due_at >= since,
        delivery.c.due_at < until, delivery.c.state.not_in(("cancelled", "failed")),
    )  # fmt: skip
    return query.scalar_subquery()


def lines_of(delivery_ids: Sequence[int]) -> Lines:
    """The phone and the homes of each of these deliveries."""
    return (
        select(delivery.c.contact_id, delivery_child.c.household_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(delivery.c.id.in_(delivery_ids))
    )


@dataclass(frozen=True)
class Telling:
    """What a phone reads that has more to be told than the others, and whom that tells it of."""

    contact_id: int
    parts: Sequence[Say]
    tells: Mapping[str, Sequence[int]]


def tell(db: Connection, prompt_id: int, phones: Sequence[Telling]) -> None:
    if phones:
        this = (delivery.c.prompt_id == prompt_id, delivery.c.contact_id == bindparam("phone"),
                delivery.c.turn == int(Turn.PROMPT))  # fmt: skip
        new = {"parts": bindparam("said", type_=Json), "tells": bindparam("told", type_=Json)}
        rows = [{"phone": it.contact_id, "said": kept(it.parts), "told": dict(it.tells)} for it in phones]
        db.execute(update(delivery).where(*this).values(new), rows)


def _by_zone(zone: ColumnElement[str], due_at: Mapping[str, datetime]) -> ColumnElement[Any]:
    return case(*((zone == name, literal(at, Moment)) for name, at in due_at.items()), else_=None)


def _write_children(db: Connection, ids: Sequence[int], asked: Audience) -> None:
    """For whom each is: the lanes that a phone was reached for."""
    theirs = (
        audience.reached(asked)
        .join(delivery, delivery.c.contact_id == contact.c.id)
        .where(delivery.c.id.in_(ids), asked.asks_about(household.c.child_id))
    )
    columns = {
        "school_id": delivery.c.school_id, "delivery_id": delivery.c.id, "child_id": household.c.child_id,
        "household_id": household.c.id,
    }  # fmt: skip
    pairs = theirs.with_only_columns(*columns.values()).distinct()
    db.execute(insert_for(db, delivery_child).from_select(list(columns), pairs).on_conflict_do_nothing())
