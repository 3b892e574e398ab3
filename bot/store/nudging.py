"""Reminders, set by set: what is due is read by an index, decided on once, and put at most once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.model.chat import PromptKind, Say
from bot.model.delivery import Gate, Turn
from bot.model.people import State
from bot.store.columns import Id, Json, Moment
from bot.store.outbox import kept
from bot.store.prepared import Prepared, among, insert_for
from bot.store.rows import Row
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
) -> list[Row]:
    """Questions to decide on, the first ones first: sent by that moment to a phone of that zone.

    One that was sent before `since` is among them whatever has become of it, to be looked at no more. Held until
    the transaction ends: a second machine that looks at the same time gets others.
    """
    if not sent_until:
        return []
    zones = {f"zone_{n}": zone for n, zone in enumerate(sent_until)}
    until = {f"until_{n}": moment for n, moment in enumerate(sent_until.values())}
    latest = max(sent_until.values())
    rows = _due(len(sent_until)).rows(
        db, school=school_id, latest=latest, since=since, most=most, **zones, **until
    )
    return list(rows)


def decided(db: Connection, ids: Collection[int]) -> None:
    """Nobody looks at these again: one gentle reminder, or none."""
    _DECIDED.run(db, ids=list(ids))


def remember(db: Connection, ids: Collection[int], now: datetime) -> set[tuple[int, int]]:
    """Who is to be reminded of what, as (prompt, person): those who want it and whose home has not answered."""
    return {(row["prompt_id"], row["person_id"]) for row in _REMEMBER.rows(db, ids=list(ids), now=now)}


def author(db: Connection, prompt_id: int) -> str | None:
    """Who asked; None where it was the school."""
    return db.scalar(
        select(person.c.name).join(prompt, prompt.c.author_id == person.c.id).where(prompt.c.id == prompt_id)
    )


def put(
    db: Connection, ids: Collection[int], parts: Sequence[Say], now: datetime, expires_at: datetime
) -> int:
    """A reminder after each of these deliveries, to the same phone about the same children; how many."""
    made = _PUT.values(db, ids=list(ids), parts=kept(parts), now=now, expires=expires_at)
    if made:
        _COPY_CHILDREN.run(db, made=made)
    return len(made)


# With its plus, or SQLite takes the school's key for the shorter way, and reads and sorts all that was ever sent.
_ours: ColumnElement[int] = literal_column("+delivery.school_id", Id)


@cache
def _due(zones: int) -> Prepared:
    in_time = or_(*(
        and_(contact.c.zone == bindparam(f"zone_{n}"), delivery.c.sent_at <= bindparam(f"until_{n}"))
        for n in range(zones)
    ))  # fmt: skip
    return Prepared(
        lambda _: (
            select(delivery.c.id, delivery.c.prompt_id, delivery.c.person_id, delivery.c.sent_at)
            .join(contact, contact.c.id == delivery.c.contact_id)
            # In these words, or a database does not see that its index holds just these.
            .where(
                delivery.c.remind, delivery.c.sent_at.is_not(None), delivery.c.sent_at <= bindparam("latest")
            )
            .where(_ours == bindparam("school"), in_time)
            .where(or_(delivery.c.state == "sent", delivery.c.sent_at < bindparam("since")))
            .order_by(delivery.c.sent_at)
            .limit(bindparam("most"))
            .with_for_update(of=delivery, skip_locked=True)
        )
    )


_DECIDED = Prepared(
    lambda dialect: update(delivery).where(among(delivery.c.id, "ids", dialect)).values(remind=literal(False))
)


def _remember(dialect: str) -> Any:
    now = bindparam("now", type_=Moment)
    chosen = (
        _with_everything(dialect)
        .with_only_columns(delivery.c.school_id, delivery.c.prompt_id, delivery.c.person_id, now)
        .where(prompt.c.state == "sent", contact.c.state == State.ACTIVE, person.c.weekly > 0)
        .where(or_(person.c.paused_until.is_(None), person.c.paused_until <= now))
        .where(~_answered(), ~_overtaken())
    )
    new = insert_for(nudge, dialect).from_select(["school_id", "prompt_id", "person_id", "at"], chosen)
    return new.on_conflict_do_nothing().returning(nudge.c.prompt_id, nudge.c.person_id)


def _put(dialect: str) -> Any:
    now = bindparam("now", type_=Moment)
    values: dict[str, Any] = {
        "school_id": delivery.c.school_id, "sender_id": contact.c.sender_id, "contact_id": contact.c.id,
        "person_id": delivery.c.person_id, "prompt_id": delivery.c.prompt_id, "content_id": prompt.c.content_id,
        "channel": contact.c.channel, "address": contact.c.address, "gate": literal(Gate.LANE.value),
        "turn": literal(int(Turn.NUDGE)), "reach": literal("prompts"), "parts": bindparam("parts", type_=Json),
        "due_at": now, "expires_at": bindparam("expires", type_=Moment), "state": literal("waiting"),
        "tries": literal(0), "again": literal(False), "remind": literal(False), "created_at": now,
    }  # fmt: skip
    chosen = _with_everything(dialect).with_only_columns(*values.values())
    new = insert_for(delivery, dialect).from_select(list(values), chosen)
    return new.on_conflict_do_nothing().returning(delivery.c.id)


def _copy_children(dialect: str) -> Any:
    asked = delivery.alias("asked")
    same = (
        select(delivery.c.school_id, delivery.c.id, delivery_child.c.child_id, delivery_child.c.household_id)
        .join(
            asked,
            and_(asked.c.prompt_id == delivery.c.prompt_id, asked.c.contact_id == delivery.c.contact_id),
        )
        .join(delivery_child, delivery_child.c.delivery_id == asked.c.id)
        .where(among(delivery.c.id, "made", dialect), asked.c.turn == int(Turn.PROMPT))
    )
    columns = ["school_id", "delivery_id", "child_id", "household_id"]
    return insert_for(delivery_child, dialect).from_select(columns, same).on_conflict_do_nothing()


_REMEMBER, _PUT, _COPY_CHILDREN = Prepared(_remember), Prepared(_put), Prepared(_copy_children)


def _with_everything(dialect: str) -> Select[Any]:
    return (
        select()
        .join_from(delivery, contact, contact.c.id == delivery.c.contact_id)
        .join(person, person.c.id == delivery.c.person_id)
        .join(prompt, prompt.c.id == delivery.c.prompt_id)
        .where(among(delivery.c.id, "ids", dialect))
    )


def _answered() -> ColumnElement[bool]:
    """Somebody in one of its homes wrote an answer. It is looked for there, not among everybody's answers."""
    return exists(
        select(message.c.id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(delivery_child, delivery_child.c.household_id == thread.c.household_id)
        .where(delivery_child.c.delivery_id == delivery.c.id, message.c.prompt_id + 0 == delivery.c.prompt_id)
        .correlate(delivery)
    )


def _overtaken() -> ColumnElement[bool]:
    """A newer question reached the phone: a reminder of each would be a reproach. News and ideas ask for nothing."""
    newer, its = delivery.alias("newer"), prompt.alias("its")
    asks = exists().where(its.c.id == newer.c.prompt_id, its.c.kind == PromptKind.PROMPT.value)
    return exists().where(
        newer.c.contact_id == delivery.c.contact_id,
        newer.c.turn == int(Turn.PROMPT),
        newer.c.sent_at >= delivery.c.sent_at,
        newer.c.id > delivery.c.id,
        asks.correlate(newer),
    )
