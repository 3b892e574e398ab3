"""Words that somebody at the school has put into another thread: what stood where, and what it was there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.messages import spoken
from bot.store.outbox import WAITING, cancel_these
from bot.store.rows import Row
from bot.store.tables import delivery, delivery_child, gathered, message, move, offering, person, thread

WHY = "these words stand in another thread now"
AT_SCHOOL = ("sent", "calling", "unsure", "digested")  #: what teachers have on their phones


def take(db: Connection, said: Row, to_id: int, **becomes: Any) -> bool:
    """Whether it is this one who moves it: of two at once the second finds it gone. Never twice into one thread."""
    there = select(message.c.id).where(
        message.c.thread_id == to_id, message.c.inbox_id == said["inbox_id"], message.c.inbox_id.is_not(None)
    )
    if db.scalar(there) is not None:
        return False
    still = (message.c.id == said["id"], message.c.thread_id == said["thread_id"])
    done = db.execute(update(message).where(*still).values(thread_id=to_id, **becomes)).rowcount == 1
    if done:
        spoken(db, to_id, said["said_at"])
    return done


def keep(db: Connection, school_id: int, said: Row, to_id: int, by_id: int, now: datetime) -> int:
    """What it was where it stood; the move's id."""
    row = {
        "school_id": school_id, "message_id": said["id"], "from_id": said["thread_id"], "to_id": to_id,
        "by_id": by_id, "prompt_id": said["prompt_id"], "kind": said["kind"], "ears": said["ears"], "at": now,
    }  # fmt: skip
    return int(db.execute(insert(move).values(row).returning(move.c.id)).scalar_one())


def of_message(db: Connection, message_id: int) -> list[Row]:
    """Oldest first."""
    query = select(move).where(move.c.message_id == message_id).order_by(move.c.id)
    return list(db.execute(query).mappings())


def last_of(db: Connection, message_ids: Collection[int]) -> dict[int, Row]:
    """The newest move of each, with who did it; those that were never moved are left out."""
    query = (
        select(move, person.c.name.label("by_name"))
        .join(person, person.c.id == move.c.by_id)
        .where(move.c.message_id.in_(message_ids))
        .order_by(move.c.id)
    )
    return {row["message_id"]: row for row in db.execute(query).mappings()}


def unsend(db: Connection, message_id: int, now: datetime) -> None:
    """What waits to go under the old thread's name does not go; its readers may be told under the new one's."""
    _take_out(db, message_id)
    ids = list(db.scalars(
        select(delivery.c.id).where(delivery.c.message_id == message_id, delivery.c.state.in_(WAITING))
    ))  # fmt: skip
    cancel_these(db, ids, WHY, now)
    db.execute(update(delivery).where(delivery.c.id.in_(ids)).values(message_id=None))


def _take_out(db: Connection, message_id: int) -> None:
    """These words travel in no message of the day that has not gone yet: they wait by themselves again."""
    digest = delivery.alias("digest")
    query = (
        select(delivery.c.id)
        .join(gathered, gathered.c.delivery_id == delivery.c.id)
        .join(digest, digest.c.id == gathered.c.digest_id)
        .where(delivery.c.message_id == message_id, delivery.c.state == "digested")
        .where(digest.c.state.in_(("waiting", "claimed")))
    )
    ids = list(db.scalars(query))
    db.execute(update(gathered).where(gathered.c.delivery_id.in_(ids)).values(digest_id=None, number=None))
    db.execute(update(delivery).where(delivery.c.id.in_(ids)).values(state="gathered"))


def readers_at_home(db: Connection, message_id: int, household_id: int) -> list[Row]:
    """The phones of this home on which these words stand already, with whom they were for."""
    query = (
        select(delivery.c.contact_id, delivery.c.person_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(delivery.c.message_id == message_id, delivery.c.gate == "lane")
        .where(delivery.c.state.in_(("sent", "calling", "unsure")))
        .where(delivery_child.c.household_id == household_id)
        .order_by(delivery.c.id)
    )
    return list(db.execute(query).mappings())


def readers_at_school(db: Connection, message_id: int) -> list[Row]:
    """The teachers' chats on which these words stand already, each with the home that they were told to be of."""
    query = (
        select(delivery.c.contact_id, delivery.c.person_id, delivery_child.c.household_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(delivery.c.message_id == message_id, delivery.c.gate == "staff")
        .where(delivery.c.state.in_(AT_SCHOOL))
        .order_by(delivery.c.id)
    )
    return list(db.execute(query).mappings())


def told_at_school(db: Connection, once: Collection[str]) -> dict[tuple[int, str], Row]:
    """The lines about earlier moves that teachers have had, by their chat and the line's key."""
    query = (
        select(delivery.c.contact_id, delivery.c.once, delivery.c.parts, delivery_child.c.household_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(delivery.c.once.in_(once), delivery.c.gate == "staff", delivery.c.state.in_(AT_SCHOOL))
    )
    return {(row["contact_id"], row["once"]): row for row in db.execute(query).mappings()}


def homes_of(db: Connection, content_id: int) -> list[int]:
    """The homes in whose threads people's words stand today; none for what nobody has said in a thread."""
    query = select(thread.c.household_id).join(message, message.c.thread_id == thread.c.id)
    return list(db.scalars(query.where(message.c.content_id == content_id)))


def not_told(db: Connection, once: Collection[str]) -> set[int]:
    """The phones to which a line about an earlier move was still to go when the words were moved again."""
    dropped = (delivery.c.once.in_(once), delivery.c.state == "cancelled", delivery.c.why == WHY)
    return set(db.scalars(select(delivery.c.contact_id).where(*dropped)))


def was_asked(db: Connection, prompt_id: int, household_id: int, contact_id: int | None) -> bool:
    """Whether this phone was asked that about a child in this home too."""
    query = (
        select(delivery.c.id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .where(delivery.c.prompt_id == prompt_id, delivery_child.c.household_id == household_id)
        .where(delivery.c.contact_id == contact_id)
    )
    return db.scalar(query.limit(1)) is not None


def is_asked_about(db: Connection, message_id: int) -> bool:
    """Whether its family has been asked for it: may the class use it?"""
    asked = (offering.c.message_id == message_id, offering.c.asked_at.is_not(None))
    return db.scalar(select(offering.c.id).where(*asked)) is not None


def child_of(db: Connection, thread_id: int) -> int:
    return int(db.execute(select(thread.c.child_id).where(thread.c.id == thread_id)).scalar_one())
