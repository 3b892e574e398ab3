"""How it goes on each of the school's numbers and bots: what waits, since when, and when we last heard of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Subquery, func, or_, select

from bot.store.queue import waits
from bot.store.rows import Row
from bot.store.tables import attempt, delivery, inbox, prompt, sender, status_event

#: How far back a page looks that asks again every quarter of a minute: rows, newest first.
NEWEST = 1_000


@dataclass(frozen=True)
class Queue:
    """What waits on one sender; what stopped by itself waits for a person and is not in it."""

    due: int = 0
    oldest: datetime | None = None  #: since when the first of them has been due
    later: int = 0  #: those that wait for their hour
    next_at: datetime | None = None


def senders(db: Connection, school_id: int) -> list[Row]:
    query = select(sender).where(sender.c.school_id == school_id).order_by(sender.c.id)
    return list(db.execute(query).mappings())


def queues(db: Connection, school_id: int, now: datetime) -> dict[int, Queue]:
    """By sender; those with nothing in their queue are left out."""
    due, later = delivery.c.due_at <= now, delivery.c.due_at > now
    ours = select(sender.c.id).where(sender.c.school_id == school_id)  # so that the index of what waits leads
    query = select(
        delivery.c.sender_id,
        func.count().filter(due),
        func.min(delivery.c.due_at).filter(due),
        func.count().filter(later),
        func.min(delivery.c.due_at).filter(later),
    ).where(delivery.c.sender_id.in_(ours), waits())
    stopped = select(prompt.c.id).where(
        prompt.c.school_id == school_id, prompt.c.state == "sent", prompt.c.held_at.is_not(None)
    )
    if held := list(db.scalars(stopped)):
        query = query.where(or_(delivery.c.prompt_id.is_(None), delivery.c.prompt_id.not_in(held)))
    return {row[0]: Queue(*row[1:]) for row in db.execute(query.group_by(delivery.c.sender_id))}


def in_doubt(db: Connection, school_id: int) -> dict[int, int]:
    """Calls about which the carrier is being asked, by sender."""
    query = (
        select(attempt.c.sender_id, func.count())
        .where(attempt.c.school_id == school_id, attempt.c.settled_at.is_(None), attempt.c.state == "unsure")
        .group_by(attempt.c.sender_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def last_sent(db: Connection, sender_id: int) -> datetime | None:
    """When a carrier last took a text from us; None where that is long ago, or never."""
    calls = _newest(attempt.c.id, attempt.c.sender_id, attempt.c.outcome, attempt.c.settled_at)
    mine = calls.c.sender_id == sender_id, calls.c.outcome == "sent"
    found: datetime | None = db.scalar(select(func.max(calls.c.settled_at)).where(*mine))
    return found


def last_heard(db: Connection, it: Row) -> datetime | None:
    """When a carrier last came to us, with somebody's words or with what became of ours."""
    words = _newest(inbox.c.id, inbox.c.sender_id, inbox.c.heard_at)
    ends = _newest(
        status_event.c.id, status_event.c.school_id, status_event.c.channel, status_event.c.heard_at
    )
    ours = ends.c.school_id == it["school_id"], ends.c.channel == it["channel"]
    heard = db.scalar(select(func.max(words.c.heard_at)).where(words.c.sender_id == it["id"]))
    told = db.scalar(select(func.max(ends.c.heard_at)).where(*ours))
    return max((moment for moment in (heard, told) if moment is not None), default=None)


def _newest(key: Column[int], *others: Column[Any]) -> Subquery:
    return select(key, *others).order_by(key.desc()).limit(NEWEST).subquery()
