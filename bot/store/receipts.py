"""What a carrier said later. Every word of it is kept; states only move forward."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Integer, Text, bindparam, case, func, literal_column, select, update

from bot.model.delivery import RANK
from bot.model.heard import Receipt
from bot.store import attempts
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import attempt, delivery, status_event


def keep(db: Connection, school_id: int, receipt: Receipt, now: datetime) -> bool:
    """Keeps an event; False when the same was heard before."""
    return insert_once(db, status_event, {
        "school_id": school_id, "channel": receipt.channel, "external_id": receipt.external_id,
        "attempt_token": receipt.attempt, "state": receipt.state, "error": receipt.error,
        "segments": receipt.segments, "heard_at": now,
    }) is not None  # fmt: skip


def advance(db: Connection, school_id: int, receipt: Receipt) -> Row | None:
    """Moves the delivery's state forward, never back; an error code, once told, stays."""
    of = {"school": school_id, "channel": receipt.channel, "external_id": receipt.external_id}
    if receipt.segments:  # the call first, then its delivery, as everybody locks them
        _COUNTED.run(db, **of, charged=receipt.segments)
    moved = _FORWARD.first(db, **of, state=receipt.state, rank=RANK[receipt.state])
    if receipt.error or receipt.segments:
        _KEPT.run(db, **of, error=receipt.error or None, charged=receipt.segments or None)
    return moved


def open_token(db: Connection, school_id: int, receipt: Receipt) -> str | None:
    """The token of the call this receipt speaks of, when that call is still open on our side."""
    if not receipt.attempt:
        return None
    found: str | None = _OPEN_TOKEN.value(db, token=receipt.attempt, school=school_id)
    return found


def given_up(db: Connection, school_id: int, token: str | None) -> Row | None:
    """The delivery of a call that we counted as never made, or that nobody could decide."""
    return _GIVEN_UP.first(db, school=school_id, token=token) if token else None


def heard_of(db: Connection, channel: str, external_ids: Sequence[str]) -> Sequence[Row]:
    """Events that came before the calls that they speak of had ended."""
    return _HEARD_OF.rows(db, channel=channel, external_ids=external_ids) if external_ids else []


#: By the carrier's id alone: a call that we made again has another one, and the first one's end is not its end.
_MINE = (delivery.c.school_id == bindparam("school"), delivery.c.channel == bindparam("channel"),
         delivery.c.external_id == bindparam("external_id"))  # fmt: skip
_LAST = attempt.alias("last")
_FORWARD = Prepared(lambda _: update(delivery)
    .where(*_MINE, case(RANK, value=delivery.c.carrier_state, else_=-1) < bindparam("rank", type_=Integer))
    .values(carrier_state=bindparam("state", type_=Text)).returning(delivery))  # fmt: skip
_KEPT = Prepared(lambda _: update(delivery).where(*_MINE).values(
    carrier_error=func.coalesce(bindparam("error", type_=Text), delivery.c.carrier_error),
    segments_charged=func.coalesce(bindparam("charged", type_=Integer), delivery.c.segments_charged),
))  # fmt: skip
#: The call that this id is of: the last one that a carrier took, since a later one has another id.
_COUNTED = Prepared(lambda _: update(attempt).where(attempt.c.id == (
    select(func.max(_LAST.c.id)).join(delivery, delivery.c.id == _LAST.c.delivery_id)
    .where(*_MINE, _LAST.c.outcome == literal_column("'sent'")).scalar_subquery()
)).values(charged=bindparam("charged", type_=Integer), segments=attempts.OURS))  # fmt: skip
_OPEN_TOKEN = Prepared(lambda _: select(attempt.c.token).where(
    attempt.c.token == bindparam("token"), attempt.c.school_id == bindparam("school"),
    attempt.c.state.in_([literal_column("'calling'"), literal_column("'unsure'")]),
))  # fmt: skip
_GIVEN_UP = Prepared(lambda _: select(delivery).join(attempt, attempt.c.delivery_id == delivery.c.id)
    .where(attempt.c.token == bindparam("token"), attempt.c.school_id == bindparam("school"))
    .where(attempt.c.outcome.in_([literal_column("'absent'"), literal_column("'unsure'")])))  # fmt: skip
_HEARD_OF = Prepared(lambda dialect: select(status_event)
    .where(status_event.c.channel == bindparam("channel"),
           among(status_event.c.external_id, "external_ids", dialect))
    .order_by(status_event.c.id))  # fmt: skip
