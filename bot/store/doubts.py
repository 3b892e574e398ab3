"""Calls whose end nobody knows: left behind, asked about, and found to have gone after all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Text, bindparam, func, literal_column, select, update

from bot.store import attempts
from bot.store.columns import Moment
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import attempt, delivery

#: While somebody asks the carrier about a doubt, nobody else does.
ASKING = timedelta(minutes=1)
#: Longer before a call than any carrier's clock lags behind ours.
AROUND = timedelta(minutes=1)
WE_STOPPED = "we stopped in the middle of the call"


def after_death(
    db: Connection, now: datetime, sender_id: int, look_at: datetime | None = None
) -> tuple[int, int]:
    """Once nobody is at work on a sender any more: frees its claims, doubts its calls. How many of each.

    The doubts are asked about from `look_at` on: later than now where whoever made the calls may only be slow.
    """
    freed = _FREED.values(db, sender=sender_id, now=now)
    if freed:
        attempts.wait_on(db, freed)
    doubted = _DOUBTED.values(db, sender=sender_id, why=WE_STOPPED, look_at=look_at or now)
    if doubted:
        _UNSURE.run(db, deliveries=doubted, why=WE_STOPPED)
    return len(freed), len(doubted)


def doubt(db: Connection, token: str, why: str, look_at: datetime, absences: int | None = None) -> None:
    """Leaves an attempt open, to be asked about at `look_at`."""
    values: dict[str, Any] = {"state": "unsure", "why": why, "look_at": look_at}
    if absences is not None:
        values["absences"] = absences
    found = db.execute(
        update(attempt).where(attempt.c.token == token, attempt.c.settled_at.is_(None)).values(values)
        .returning(attempt.c.delivery_id)
    ).scalar()  # fmt: skip
    if found is not None:
        db.execute(update(delivery).where(delivery.c.id == found).values(state="unsure", why=why))


def to_ask_about(db: Connection, now: datetime, limit: int = 50) -> Sequence[Row]:
    """Open calls that it is time to ask the carrier about; meanwhile nobody else asks about them."""
    ours = _ASKED.values(db, now=now, later=now + ASKING, limit=limit)
    return _DOUBTS.rows(db, attempts=ours) if ours else []


def others(db: Connection, row: Row) -> frozenset[str]:
    """The carrier's names for what went to the same phone since shortly before this call: none of them is this call's.

    A name that the delivery has itself is of an earlier call: by this one's own it would not be in doubt.
    """
    known = delivery.c.external_id.is_not(None), delivery.c.sent_at >= row["called_at"] - AROUND
    query = select(delivery.c.external_id).where(delivery.c.contact_id == row["contact_id"], *known)
    return frozenset(db.scalars(query))


def so_far(db: Connection, delivery_id: int) -> int:
    """How many calls of a delivery have been given up, because nobody could tell what became of them."""
    given_up = select(func.count()).where(attempt.c.delivery_id == delivery_id, attempt.c.outcome == "absent")
    return int(db.scalar(given_up) or 0)


def withdraw(db: Connection, delivery_id: int, external_id: str, now: datetime) -> bool:
    """A delivery that waits to go again, or was given up, has gone: no call to it begins any more.

    False when its next call has begun, or it never was to go again.
    """
    gone = _GONE_ALREADY.value(db, delivery=delivery_id, external_id=external_id, now=now) is not None
    if gone:
        _UNCLAIM_DELIVERY.run(db, delivery=delivery_id, now=now)
    return gone


_OPEN = attempt.c.settled_at.is_(None)
_AT_WORK = (attempt.c.sender_id == bindparam("sender")) & _OPEN
_GIVEN_UP: list[Any] = [literal_column(f"'{it}'") for it in ("waiting", "claimed", "failed")]
_NOW = bindparam("now", type_=Moment)

_FREED = Prepared(lambda _: update(attempt).where(_AT_WORK, attempt.c.state == "claimed")
    .values(outcome="released", state="settled", settled_at=_NOW).returning(attempt.c.delivery_id))  # fmt: skip
_DOUBTED = Prepared(lambda _: update(attempt).where(_AT_WORK, attempt.c.state == "calling")
    .values(state="unsure", why=bindparam("why", type_=Text), look_at=bindparam("look_at", type_=Moment))
    .returning(attempt.c.delivery_id))  # fmt: skip
_UNSURE = Prepared(lambda dialect: update(delivery)
    .where(among(delivery.c.id, "deliveries", dialect), delivery.c.state == "calling")
    .values(state="unsure", why=bindparam("why", type_=Text)))  # fmt: skip
_ASKED = Prepared(lambda _: update(attempt).where(attempt.c.id.in_(
    select(attempt.c.id).where(_OPEN, attempt.c.state == "unsure", attempt.c.look_at <= _NOW)
    .order_by(attempt.c.look_at).limit(bindparam("limit", type_=Integer)).with_for_update(skip_locked=True)
)).values(look_at=bindparam("later", type_=Moment)).returning(attempt.c.id))  # fmt: skip
_DOUBTS = Prepared(lambda dialect: (
    select(attempt.c.token, attempt.c.called_at, attempt.c.absences, attempt.c.claimed_at, delivery)
    .join(delivery, delivery.c.id == attempt.c.delivery_id)
    .where(among(attempt.c.id, "attempts", dialect))
    .order_by(attempt.c.id)
))  # fmt: skip
_GONE_ALREADY = Prepared(lambda _: update(delivery)
    .where(delivery.c.id == bindparam("delivery"), delivery.c.state.in_(_GIVEN_UP))
    .values(state="sent", why=None, external_id=bindparam("external_id", type_=Text), sent_at=_NOW)
    .returning(delivery.c.id))  # fmt: skip
_UNCLAIM_DELIVERY = Prepared(lambda _: update(attempt)
    .where(attempt.c.delivery_id == bindparam("delivery"), attempt.c.state == "claimed")
    .values(outcome="cancelled", state="settled", settled_at=_NOW))  # fmt: skip
