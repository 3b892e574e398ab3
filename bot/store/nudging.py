"""Reminders, set by set: what is due is read by an index, decided on once, and put at most once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import State
from bot.store.columns import Json, Moment
from bot.store.once import insert_for
from bot.store.outbox import kept
from bot.store.tables import (
    contact,
    delivery,
    delivery_child,
    message,
    nudge,
    person,
    prompt,
    thread,
)


def due(
    db: Connection, school_id: int, sent_until: Mapping[str, datetime], since: datetime, most: int
) -> Sequence[Row[Any]]:
    """Questions to decide on, the first ones first: sent by that moment to a phone of that zone.

    One that was sent before `since` is among them whatever has become of it, to be looked at no more. Held until
    the transaction ends: a second machine that looks at the same time gets others.
    """
    if not sent_until:
        return []
    in_time = or_(
        *(and_(contact.c.zone == zone, delivery.c.sent_at <= at) for zone, at in sent_until.items())
    )
    query = (
        select(delivery.c.id, delivery.c.prompt_id, delivery.c.person_id, delivery.c.sent_at)
        .join(contact, contact.c.id == delivery.c.contact_id)
        .where(
            delivery.c.remind, delivery.c.sent_at.is_not(None), delivery.c.sent_at <= max(sent_until.values())
        )
        .where(delivery.c.school_id == school_id, in_time)
        .where(or_(delivery.c.state == "sent", delivery.c.sent_at < since))
        .order_by(delivery.c.sent_at)
        .limit(most)
    )
    return db.execute(query.with_for_update(of=delivery, skip_locked=True)).all()


def decided(db: Connection, delivery_ids: Collection[int]) -> None:
    """Nobody looks at these again: one gentle reminder, or none."""
    db.execute(update(delivery).where(delivery.c.id.in_(delivery_ids)).values(remind=False))


def remember(db: Connection, delivery_ids: Collection[int], now: datetime) -> set[tuple[int, int]]:
    """Who is to be reminded of what, as (prompt, person): those who want it and whose home has not answered."""
    chosen = (
        _with_everything()
        .with_only_columns(
            delivery.c.school_id, delivery.c.prompt_id, delivery.c.person_id, literal(now, Moment)
        )
        .where(delivery.c.id.in_(delivery_ids), prompt.c.state == "sent", contact.c.state == State.ACTIVE)
        .where(person.c.weekly > 0, or_(person.c.paused_until.is_(None), person.c.paused_until <= now))
        .where(~_answered(), ~_overtaken())
    )
    new = insert_for(db, nudge).from_select(["school_id", "prompt_id", "person_id", "at"], chosen)
    made = db.execute(new.on_conflict_do_nothing().returning(nudge.c.prompt_id, nudge.c.person_id))
    return {(row.prompt_id, row.person_id) for row in made}


def authors(db: Connection, prompt_ids: Collection[int]) -> dict[int, str | None]:
    """Who asked; None where it was the school."""
    query = select(prompt.c.id, person.c.name).outerjoin(person, person.c.id == prompt.c.author_id)
    return {row.id: row.name for row in db.execute(query.where(prompt.c.id.in_(prompt_ids)))}


def put(db: Connection, delivery_ids: Collection[int], parts: Mapping[int, Sequence[Say]], now: datetime,
        expires_at: datetime) -> int:  # fmt: skip
    """A reminder after each of these deliveries, to the same phone about the same children; `parts` by prompt."""
    said = case(*((delivery.c.prompt_id == it, literal(kept(says), Json)) for it, says in parts.items()))
    values: dict[str, Any] = {
        "school_id": delivery.c.school_id, "sender_id": contact.c.sender_id, "contact_id": contact.c.id,
        "person_id": delivery.c.person_id, "prompt_id": delivery.c.prompt_id, "content_id": prompt.c.content_id,
        "channel": contact.c.channel, "address": contact.c.address, "gate": literal(Gate.LANE.value),
        "turn": literal(int(Turn.NUDGE)), "reach": literal("prompts"), "parts": said, "due_at": literal(now, Moment),
        "expires_at": literal(expires_at, Moment), "state": literal("waiting"), "tries": literal(0),
        "again": literal(False), "remind": literal(False), "created_at": literal(now, Moment),
    }  # fmt: skip
    chosen = _with_everything().with_only_columns(*(value.label(name) for name, value in values.items()))
    new = insert_for(db, delivery).from_select(list(values), chosen.where(delivery.c.id.in_(delivery_ids)))
    ids = list(db.scalars(new.on_conflict_do_nothing().returning(delivery.c.id)))
    if ids:
        _copy_children(db, ids)
    return len(ids)


def _copy_children(db: Connection, ids: Sequence[int]) -> None:
    asked = delivery.alias("asked")
    columns = ["school_id", "delivery_id", "child_id", "household_id"]
    same = (
        select(delivery.c.school_id, delivery.c.id, delivery_child.c.child_id, delivery_child.c.household_id)
        .join(
            asked,
            and_(asked.c.prompt_id == delivery.c.prompt_id, asked.c.contact_id == delivery.c.contact_id),
        )
        .join(delivery_child, delivery_child.c.delivery_id == asked.c.id)
        .where(delivery.c.id.in_(ids), asked.c.turn == int(Turn.PROMPT))
    )
    db.execute(insert(delivery_child).from_select(columns, same))


def _with_everything() -> Select[Any]:
    return (
        select(delivery.c.id)
        .join(contact, contact.c.id == delivery.c.contact_id)
        .join(person, person.c.id == delivery.c.person_id)
        .join(prompt, prompt.c.id == delivery.c.prompt_id)
    )


def _answered() -> ColumnElement[bool]:
    """Somebody in one of its homes wrote an answer."""
    return exists(
        select(message.c.id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(delivery_child, delivery_child.c.household_id == thread.c.household_id)
        .where(delivery_child.c.delivery_id == delivery.c.id, message.c.prompt_id == delivery.c.prompt_id)
        .correlate(delivery)
    )


def _overtaken() -> ColumnElement[bool]:
    """A newer question reached the phone: a reminder of each would be a reproach."""
    newer = delivery.alias("newer")
    return exists().where(
        newer.c.contact_id == delivery.c.contact_id,
        newer.c.turn == int(Turn.PROMPT),
        newer.c.sent_at >= delivery.c.sent_at,
        newer.c.id > delivery.c.id,
    )
