"""Who has something to do now: where a wake-up should look. Cheap enough to be asked every second."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, exists, func, or_, select

from bot.store.tables import attempt, delivery, media, sender

#: A call that has been open for so long may be a dead process's: whoever drains its sender next sees to it.
LEFT_BEHIND = timedelta(seconds=15)


def senders(db: Connection, now: datetime, channels: Collection[str]) -> list[int]:
    """Senders on these channels with something to send, or with calls that nobody has brought to an end."""
    waits = exists().where(
        delivery.c.sender_id == sender.c.id, delivery.c.state == "waiting", delivery.c.due_at <= now
    )
    left = exists().where(
        attempt.c.sender_id == sender.c.id,
        attempt.c.state.in_(("claimed", "calling")),
        attempt.c.claimed_at < now - LEFT_BEHIND,
    )
    may_call = or_(sender.c.paused_until.is_(None), sender.c.paused_until <= now)
    query = select(sender.c.id).where(sender.c.channel.in_(channels), or_(may_call & waits, left))
    return list(db.scalars(query.order_by(sender.c.id)))


def schools_with_media(db: Connection, now: datetime, channels: Collection[str]) -> list[int]:
    """Schools with a picture or a voice note that wants to be fetched."""
    wanted = (media.c.state == "wanted", media.c.again_at <= now, media.c.channel.in_(channels))
    return list(db.scalars(select(media.c.school_id).where(*wanted).distinct().order_by(media.c.school_id)))


def schools_in_doubt(db: Connection, now: datetime, channels: Collection[str]) -> list[int]:
    """Schools with a call about which it is time to ask the carrier."""
    asked = (attempt.c.state == "unsure", attempt.c.look_at <= now, sender.c.channel.in_(channels))
    query = select(attempt.c.school_id).join(sender, sender.c.id == attempt.c.sender_id).where(*asked)
    return list(db.scalars(query.distinct().order_by(attempt.c.school_id)))


def school_of(db: Connection, sender_id: int) -> int:
    return int(db.execute(select(sender.c.school_id).where(sender.c.id == sender_id)).scalar_one())


def sender_row(db: Connection, sender_id: int) -> RowMapping:
    return db.execute(select(sender).where(sender.c.id == sender_id)).mappings().one()


def next_on(db: Connection, sender_id: int, now: datetime) -> datetime | None:
    """When something that waits on a sender falls due next."""
    waits = (delivery.c.sender_id == sender_id, delivery.c.state == "waiting", delivery.c.due_at > now)
    return db.scalar(select(func.min(delivery.c.due_at)).where(*waits))
