"""What waits on a sender, and who is next: read from the queue's front, however long it is.

Notices go before answers, answers before words, words before prompts, prompts before nudges: each turn is read
by itself, in the order in which its rows fell due. Of a phone's rows only its first is ever eligible, and none
while a call to it is open: that keeps each phone's order, and makes any doubt about it unambiguous.

What a row must fulfil stands in scalar subselects on purpose. PostgreSQL cannot turn those into joins over the
whole queue, as its planner does with EXISTS: each costs one look into an index, for the rows at the front alone.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, literal_column, or_, select, union_all

from bot.model.delivery import Gate, Turn
from bot.store.prepared import Prepared
from bot.store.rates import WHOLE, clock, free_at
from bot.store.tables import attempt, contact, delivery, hold, prompt, rate, sender

#: A call that has been open for so long may be a dead process's.
LEFT_BEHIND = timedelta(seconds=15)
#: Nothing else goes to a phone before it was told who writes and why (Privacy Act 2020, IPP 3A).
OPEN_GATES = (Gate.NOTICE, Gate.FAREWELL, Gate.STRANGER, Gate.STAFF, Gate.OFFICE)


def front(dialect: str) -> Any:
    """The ids of a sender's next rows, at most `limit`; on PostgreSQL held, and none that somebody else holds.

    Takes `sender`, `now`, `limit`, and `at` (see bot.store.rates).
    """
    turns = [_front_of(turn, dialect).subquery() for turn in Turn]
    # In this order, and no further than needed: while prompts fill a chunk, no nudge is looked at.
    return union_all(*(select(it.c.id) for it in turns)).limit(bindparam("limit", type_=Integer))


def waits(rows: Any = delivery) -> Any:
    """The state as a literal: an index of what waits alone is used for nothing else."""
    return rows.c.state == literal_column("'waiting'")


def by_index(db: Connection) -> None:
    """For the rest of this transaction, PostgreSQL looks up what it can.

    Its estimates lag behind tables that grow by thousands a minute: by a plan that was made while they were small,
    it would read them whole, and once for each row of a chunk.
    """
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL enable_seqscan = off")


def next_due(db: Connection, sender_id: int, now: datetime) -> datetime | None:
    """When the next row that is not due yet falls due."""
    found = [it for it in _NEXT.values(db, sender=sender_id, now=now) if it is not None]
    return min(found, default=None)


def rested_in(db: Connection, sender_id: int, now: datetime, at: float | None = None) -> float | None:
    """Seconds until the first chat has rested of those for which something is due; None where none rests."""
    found: float | None = _RESTED.value(db, sender=sender_id, now=now, at=at)
    return found


def senders_due(
    db: Connection, now: datetime, channels: Collection[str], at: float | None = None
) -> list[int]:
    """The senders on these channels on which there is something to do now.

    Also where a call has been open for long: whoever made it may have died, and the next to send sees to it.
    """
    found = _DUE.rows(db, now=now, long_ago=now - LEFT_BEHIND, at=at)
    return [it["id"] for it in found if it["channel"] in channels]


def _front_of(turn: Turn, dialect: str) -> Select[Any]:
    here, phones_first = delivery, delivery.alias("first")
    first = (
        select(phones_first.c.id)
        .where(phones_first.c.contact_id == here.c.contact_id, _due(phones_first), *_may_go(phones_first))
        .order_by(phones_first.c.turn, phones_first.c.due_at, phones_first.c.id)
        .limit(literal_column("1"))
        .scalar_subquery()
    )
    in_the_air = _any(
        select(attempt.c.id).where(attempt.c.contact_id == here.c.contact_id, attempt.c.settled_at.is_(None))
    )
    rests_until = (
        select(free_at(dialect))
        .where(rate.c.sender_id == here.c.sender_id, rate.c.contact_id == here.c.contact_id)
        .where(rate.c.contact_id != WHOLE)
        .scalar_subquery()
    )
    return (
        select(here.c.id)
        .where(_of(here, turn), _due(here), here.c.id == first, ~in_the_air, ~_held(bindparam("sender")))
        .where(func.coalesce(rests_until, 0.0) <= clock(dialect))
        .order_by(here.c.due_at, here.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=here)
    )


def _of(rows: Any, turn: Turn) -> Any:
    return (rows.c.sender_id == bindparam("sender")) & (rows.c.turn == literal_column(str(int(turn))))


def _due(rows: Any) -> Any:
    return waits(rows) & (rows.c.due_at <= bindparam("now"))


def _may_go(rows: Any) -> tuple[Any, Any]:
    told = select(contact.c.notice_at).where(contact.c.id == rows.c.contact_id).scalar_subquery()
    held = select(prompt.c.held_at).where(prompt.c.id == rows.c.prompt_id).scalar_subquery()
    open_gates = rows.c.gate.in_([literal_column(f"'{it.value}'") for it in OPEN_GATES])
    return or_(open_gates, told.is_not(None)), or_(rows.c.prompt_id.is_(None), held.is_(None))


def _next_of(turn: Turn) -> Any:
    return select(func.min(delivery.c.due_at).label("due_at")).where(
        _of(delivery, turn), waits(delivery), delivery.c.due_at > bindparam("now")
    )


def _senders_due(dialect: str) -> Any:
    def one_of(turn: Turn) -> Any:
        here = (delivery.c.sender_id == sender.c.id) & (delivery.c.turn == literal_column(str(int(turn))))
        return _any(select(delivery.c.id).where(here, _due(delivery)))

    left_behind = _any(select(attempt.c.id).where(
        attempt.c.sender_id == sender.c.id, attempt.c.settled_at.is_(None),
        attempt.c.state.in_([literal_column("'claimed'"), literal_column("'calling'")]),
        attempt.c.claimed_at < bindparam("long_ago"),
    ))  # fmt: skip
    rests_until = (
        select(free_at(dialect))
        .where(rate.c.sender_id == sender.c.id, rate.c.contact_id == WHOLE)
        .scalar_subquery()
    )
    # One that nothing ails rests no longer than its rate asks: that is a part of sending.
    free = sender.c.halted.is_(None) & sender.c.trouble.is_(None) | (
        func.coalesce(rests_until, 0.0) <= clock(dialect)
    )
    due = or_(*(one_of(turn) for turn in Turn))
    free = free & ~_held(sender.c.id)
    return select(sender.c.id, sender.c.channel).where(or_(free & due, left_behind)).order_by(sender.c.id)


def _held(sender_id: Any) -> Any:
    """After an older copy was put back, what waits may have gone out since: nothing is claimed (bot.store.holds)."""
    return _any(select(hold.c.id).where(hold.c.sender_id == sender_id, hold.c.ended_at.is_(None)))


def _any(query: Any) -> Any:
    return query.limit(literal_column("1")).scalar_subquery().is_not(None)


def _rested(dialect: str) -> Any:
    theirs = (rate.c.sender_id == delivery.c.sender_id) & (rate.c.contact_id == delivery.c.contact_id)
    return (
        select(func.min(free_at(dialect)) - clock(dialect))
        .select_from(delivery.join(rate, theirs))
        .where(delivery.c.sender_id == bindparam("sender"), _due(delivery), free_at(dialect) > clock(dialect))
    )


_RESTED = Prepared(_rested)
_NEXT = Prepared(lambda _: union_all(*(_next_of(turn) for turn in Turn)))
_DUE = Prepared(_senders_due)
