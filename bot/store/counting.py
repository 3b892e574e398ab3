"""How much there is of everything: counts for whoever looks after the server."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select

from bot.store.queue import waits
from bot.store.tables import attempt, delivery, sender
from bot.store.tables import inbox as inbox_table

AGES = (("under a minute", 60), ("under ten minutes", 600), ("under an hour", 3600))


def open_deliveries(db: Connection, school_id: int) -> list[tuple[str, str, int]]:
    waiting = (
        select(sender.c.channel, delivery.c.state, func.count())
        .join(delivery, delivery.c.sender_id == sender.c.id)  # the index of what waits begins with the sender
        .where(sender.c.school_id == school_id, waits())
        .group_by(sender.c.channel, delivery.c.state)
    )
    tried = (  # a delivery that is being tried has its attempt open, in the same state
        select(sender.c.channel, attempt.c.state, func.count())
        .join(attempt, attempt.c.sender_id == sender.c.id)
        .where(sender.c.school_id == school_id, attempt.c.settled_at.is_(None))
        .group_by(sender.c.channel, attempt.c.state)
    )
    return [(row[0], row[1], row[2]) for query in (waiting, tried) for row in db.execute(query)]


def deliveries(db: Connection, school_id: int) -> list[tuple[str, str, int]]:
    """All there have ever been, by channel and state: it reads every row."""
    query = (
        select(delivery.c.channel, delivery.c.state, func.count())
        .where(delivery.c.school_id == school_id)
        .group_by(delivery.c.channel, delivery.c.state)
    )
    return [(row[0], row[1], row[2]) for row in db.execute(query)]


def queue(db: Connection, school_id: int, now: datetime) -> list[tuple[str, str, int]]:
    """What is due and waits, by channel and by how long it has been due."""
    since = [(delivery.c.due_at > now - timedelta(seconds=seconds), name) for name, seconds in AGES]
    age = case(*since, else_="an hour or more")
    query = (
        select(delivery.c.channel, age, func.count())
        .join(sender, sender.c.id == delivery.c.sender_id)
        .where(sender.c.school_id == school_id, waits(), delivery.c.due_at <= now)
        .group_by(delivery.c.channel, age)
    )
    return [(row[0], row[1], row[2]) for row in db.execute(query)]


def inbox(db: Connection, school_id: int) -> list[tuple[str, int]]:
    query = select(inbox_table.c.state, func.count()).where(inbox_table.c.school_id == school_id)
    return [(row[0], row[1]) for row in db.execute(query.group_by(inbox_table.c.state))]


def oldest_due(db: Connection, school_id: int, now: datetime) -> datetime | None:
    where = (sender.c.school_id == school_id, waits(), delivery.c.due_at <= now)
    query = select(func.min(delivery.c.due_at)).join(sender, sender.c.id == delivery.c.sender_id)
    return db.scalar(query.where(*where))


def open_attempts(db: Connection, school_id: int) -> int:
    where = (attempt.c.school_id == school_id, attempt.c.settled_at.is_(None))
    return int(db.scalar(select(func.count()).where(*where)) or 0)


def perhaps_doubled(db: Connection, school_id: int, channel: str) -> int:
    """Calls after which the same words went once more, because nobody could say whether they had arrived."""
    marked = (delivery.c.school_id == school_id, delivery.c.channel == channel, delivery.c.again.is_(True))
    query = select(func.count()).select_from(attempt).join(delivery, delivery.c.id == attempt.c.delivery_id)
    return int(db.scalar(query.where(*marked, attempt.c.outcome == "absent")) or 0)
