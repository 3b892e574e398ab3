"""One try at sending one delivery: claimed, calling, settled (DESIGN §7).

The row is committed before the call. After a death `claimed` is simply released; only `calling` is uncertain.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, func, insert, or_, select, true, update

from bot.model.delivery import Gate
from bot.store.tables import attempt, contact, delivery, hold, sender

OPEN_GATES = (Gate.NOTICE, Gate.FAREWELL, Gate.STRANGER, Gate.STAFF)


def claim(db: Connection, sender_id: int, now: datetime, limit: int, token: Callable[[], str]) -> list[int]:
    """Claims what is due on a sender: each phone's first row only, and no phone with an attempt open."""
    first = _eligible(now).with_only_columns(
        delivery.c.id, delivery.c.school_id, delivery.c.contact_id,
        func.row_number().over(
            partition_by=delivery.c.contact_id, order_by=(delivery.c.turn, delivery.c.due_at, delivery.c.id)
        ).label("place"), delivery.c.turn, delivery.c.due_at,
    ).where(delivery.c.sender_id == sender_id).subquery()  # fmt: skip
    query = select(first).where(first.c.place == 1).order_by(first.c.turn, first.c.due_at, first.c.id)
    rows = list(db.execute(query.limit(limit)).mappings())
    if not rows:
        return []
    # What was cancelled since we looked (PostgreSQL) is not taken.
    still = (delivery.c.id.in_([row["id"] for row in rows]), delivery.c.state == "waiting")
    taken = set(db.scalars(update(delivery).where(*still).values(state="claimed").returning(delivery.c.id)))
    rows = [row for row in rows if row["id"] in taken]
    if rows:
        db.execute(insert(attempt), [
            {"school_id": row["school_id"], "delivery_id": row["id"], "contact_id": row["contact_id"],
             "sender_id": sender_id, "token": token(), "state": "claimed", "claimed_at": now}
            for row in rows
        ])  # fmt: skip
    return [row["id"] for row in rows]


def claimed(db: Connection, delivery_ids: Sequence[int]) -> list[RowMapping]:
    """Claimed deliveries that still may be called, with their attempt and their phone as it is now.

    Held until the transaction ends: a STOP at this moment comes before the last look, or after the call has begun.
    """
    query = (
        select(delivery, attempt.c.id.label("attempt_id"), attempt.c.token, contact.c.state.label("contact_state"),
               contact.c.notice_at, contact.c.zone, contact.c.language.label("contact_language"))
        .join(attempt, and_(attempt.c.delivery_id == delivery.c.id, attempt.c.state == "claimed"))
        .join(contact, contact.c.id == delivery.c.contact_id)
        .where(delivery.c.id.in_(delivery_ids), delivery.c.state == "claimed")
        .order_by(delivery.c.turn, delivery.c.due_at, delivery.c.id)
        .with_for_update(of=delivery)
    )  # fmt: skip
    return list(db.execute(query).mappings())


def call(
    db: Connection, row: RowMapping, now: datetime, *, words: str, words_in: str, segments: int | None
) -> None:
    """From here on the call may have happened; the words are stored before anybody can read them."""
    db.execute(
        update(attempt).where(attempt.c.id == row["attempt_id"]).values(state="calling", called_at=now)
    )
    db.execute(update(delivery).where(delivery.c.id == row["id"]).values(
        state="calling", words=words, words_in=words_in, segments=segments, tries=delivery.c.tries + 1,
    ))  # fmt: skip


def release(db: Connection, row: RowMapping, now: datetime, **values: Any) -> None:
    """Ends a claim without a call: `values` say what becomes of the delivery."""
    done = {"state": "settled", "outcome": "released", "settled_at": now}
    db.execute(update(attempt).where(attempt.c.id == row["attempt_id"]).values(done))
    db.execute(update(delivery).where(delivery.c.id == row["id"]).values(**values))


def settle(db: Connection, token: str, now: datetime, outcome: str, why: str,
           values: Mapping[str, Any]) -> RowMapping | None:  # fmt: skip
    """Closes a call with its outcome; None when it was closed already (a status callback was quicker)."""
    closed = (
        update(attempt).where(attempt.c.token == token, attempt.c.settled_at.is_(None))
        .values(state="settled", outcome=outcome, why=why, settled_at=now).returning(attempt.c.delivery_id)
    )  # fmt: skip
    delivery_id = db.execute(closed).scalar()
    if delivery_id is None:
        return None
    changed = update(delivery).where(delivery.c.id == delivery_id).values(**values).returning(delivery)
    return db.execute(changed).mappings().one()


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


def after_death(db: Connection, now: datetime, sender_id: int | None = None) -> tuple[int, int]:
    """When nobody is at work on them, claims are released and calls become doubts. Returns how many of each.

    At start for all; on one sender after a chunk of its own that broke.
    """
    whose = attempt.c.sender_id == sender_id if sender_id is not None else true()
    freed = db.execute(
        update(attempt).where(whose, attempt.c.state == "claimed", attempt.c.settled_at.is_(None))
        .values(state="settled", outcome="released", settled_at=now).returning(attempt.c.delivery_id)
    ).scalars().all()  # fmt: skip
    if freed:
        where = (delivery.c.id.in_(freed), delivery.c.state == "claimed")
        db.execute(update(delivery).where(*where).values(state="waiting"))
    calling = list(db.scalars(select(attempt.c.token).where(whose, attempt.c.state == "calling")))
    for token in calling:
        doubt(db, token, "we stopped in the middle of the call", now)
    return len(freed), len(calling)


def doubts(db: Connection, now: datetime, limit: int = 50) -> list[RowMapping]:
    """Open calls that it is time to ask the carrier about."""
    query = (
        select(attempt.c.token, attempt.c.called_at, attempt.c.absences, attempt.c.claimed_at, delivery)
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(attempt.c.state == "unsure", attempt.c.look_at <= now)
        .order_by(attempt.c.look_at)
    )
    return list(db.execute(query.limit(limit)).mappings())


def in_the_air(db: Connection, contact_id: int) -> bool:
    """Whether a call to this phone has begun and not ended."""
    query = select(attempt.c.id).where(attempt.c.contact_id == contact_id, attempt.c.state == "calling")
    return db.scalar(query) is not None


def pause_lane(db: Connection, sender_id: int, until: datetime) -> None:
    db.execute(update(sender).where(sender.c.id == sender_id).values(paused_until=until))


def halt(db: Connection, sender_id: int, why: str | None) -> None:
    """Our own account cannot send: nothing fails, everything stays due."""
    where = (sender.c.id == sender_id, sender.c.halted.is_distinct_from(why))
    db.execute(update(sender).where(*where).values(halted=why))


def times_sent(db: Connection, delivery_id: int) -> int:
    """How often a carrier took it: calls that came to nothing do not count."""
    taken = (attempt.c.delivery_id == delivery_id, attempt.c.outcome == "sent")
    return db.scalar(select(func.count()).select_from(attempt).where(*taken)) or 0


def senders(db: Connection) -> list[RowMapping]:
    return list(db.execute(select(sender).order_by(sender.c.id)).mappings())


def _eligible(now: datetime) -> Any:
    return (
        select(delivery)
        .join(contact, contact.c.id == delivery.c.contact_id)
        .where(
            delivery.c.state == "waiting",
            delivery.c.due_at <= now,
            ~exists().where(attempt.c.contact_id == delivery.c.contact_id, attempt.c.settled_at.is_(None)),
            # After an older copy was put back, what waits may have gone out since: see bot.store.holds.
            ~exists().where(hold.c.sender_id == delivery.c.sender_id, hold.c.ended_at.is_(None)),
            # Nothing goes to a phone before it was told who writes and why (Privacy Act 2020, IPP 3A).
            or_(contact.c.notice_at.is_not(None), delivery.c.gate.in_(OPEN_GATES)),
        )
    )


def retry_wait(tries: int) -> timedelta:
    """How long a delivery that was proved unsent waits: 10 s, doubling, at most 15 minutes."""
    return timedelta(seconds=min(10 * 2 ** min(tries, 10), 900))
