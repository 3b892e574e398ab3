"""What a carrier said later. Every word of it is kept; states only move forward."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, case, select, update

from bot.model.delivery import RANK
from bot.model.heard import Receipt
from bot.store.once import insert_once
from bot.store.tables import attempt, delivery, status_event


def keep(db: Connection, school_id: int, receipt: Receipt, now: datetime) -> bool:
    """Keeps an event; False when the same was heard before."""
    return insert_once(db, status_event, {
        "school_id": school_id, "channel": receipt.channel, "external_id": receipt.external_id,
        "attempt_token": receipt.attempt, "state": receipt.state, "error": receipt.error,
        "segments": receipt.segments, "heard_at": now,
    }) is not None  # fmt: skip


def advance(db: Connection, school_id: int, receipt: Receipt) -> RowMapping | None:
    """Moves the delivery's state forward, never back; an error code, once told, stays."""
    rank = case(RANK, value=delivery.c.carrier_state, else_=-1)
    # By the carrier's id alone: a call that we made again has another one, and the first one's end is not its end.
    mine = and_(delivery.c.channel == receipt.channel, delivery.c.external_id == receipt.external_id)
    forward = (
        update(delivery)
        .where(delivery.c.school_id == school_id, mine, rank < RANK[receipt.state])
        .values(carrier_state=receipt.state)
        .returning(delivery)
    )
    moved = db.execute(forward).mappings().first()
    kept = {"carrier_error": receipt.error} if receipt.error else {}
    if receipt.segments:
        kept["segments_charged"] = receipt.segments  # type: ignore[assignment]
    if kept:
        db.execute(update(delivery).where(delivery.c.school_id == school_id, mine).values(**kept))
    return moved


def open_token(db: Connection, school_id: int, receipt: Receipt) -> str | None:
    """The token of the call this receipt speaks of, when that call is still open on our side."""
    if not receipt.attempt:
        return None
    return db.scalar(
        select(attempt.c.token).where(
            attempt.c.token == receipt.attempt,
            attempt.c.school_id == school_id,
            attempt.c.state.in_(("calling", "unsure")),
        )
    )


def given_up(db: Connection, school_id: int, receipt: Receipt) -> RowMapping | None:
    """The delivery of a call that we counted as never made, or that nobody could decide."""
    query = (
        select(delivery)
        .join(attempt, attempt.c.delivery_id == delivery.c.id)
        .where(attempt.c.token == receipt.attempt, attempt.c.school_id == school_id)
        .where(attempt.c.outcome.in_(("absent", "unsure")))
    )
    return db.execute(query).mappings().first() if receipt.attempt else None


def heard_of(db: Connection, channel: str, external_id: str) -> list[RowMapping]:
    """Events that came before the call that they speak of had ended."""
    query = select(status_event).where(
        status_event.c.channel == channel, status_event.c.external_id == external_id
    )
    return list(db.execute(query.order_by(status_event.c.id)).mappings())
