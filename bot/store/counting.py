"""How much there is of everything: counts for whoever looks after the server."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.tables import attempt, delivery
from bot.store.tables import inbox as inbox_table


def deliveries(db: Connection, school_id: int) -> list[tuple[str, str, int]]:
    query = (
        select(delivery.c.channel, delivery.c.state, func.count())
        .where(delivery.c.school_id == school_id)
        .group_by(delivery.c.channel, delivery.c.state)
    )
    return [(row[0], row[1], row[2]) for row in db.execute(query)]


def reported(db: Connection, school_id: int) -> list[tuple[str, str, int]]:
    """What the carriers last said of what they took."""
    query = (
        select(delivery.c.channel, delivery.c.carrier_state, func.count())
        .where(delivery.c.school_id == school_id, delivery.c.carrier_state.is_not(None))
        .group_by(delivery.c.channel, delivery.c.carrier_state)
    )
    return [(row[0], row[1], row[2]) for row in db.execute(query)]


def inbox(db: Connection, school_id: int) -> list[tuple[str, int]]:
    query = select(inbox_table.c.state, func.count()).where(inbox_table.c.school_id == school_id)
    return [(row[0], row[1]) for row in db.execute(query.group_by(inbox_table.c.state))]


def oldest_due(db: Connection, school_id: int, now: datetime) -> datetime | None:
    where = (delivery.c.school_id == school_id, delivery.c.state == "waiting", delivery.c.due_at <= now)
    return db.scalar(select(func.min(delivery.c.due_at)).where(*where))


def open_attempts(db: Connection, school_id: int) -> int:
    where = (attempt.c.school_id == school_id, attempt.c.settled_at.is_(None))
    return int(db.scalar(select(func.count()).where(*where)) or 0)


def perhaps_doubled(db: Connection, school_id: int, channel: str) -> int:
    """Messages that went once more because nobody could say whether the first one had arrived."""
    where = (delivery.c.school_id == school_id, delivery.c.channel == channel, delivery.c.again.is_(True))
    return int(db.scalar(select(func.count()).select_from(delivery).where(*where)) or 0)
