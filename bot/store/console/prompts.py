"""Prompts, their way to the phones, and what did not arrive."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, or_, select

from bot.model.delivery import NOT_ARRIVED
from bot.store.console.scope import Sight, children, prompts, within
from bot.store.lost import of_lost
from bot.store.tables import (
    child,
    delivery,
    delivery_child,
    gathered,
    person,
    prompt,
    prompt_child,
    prompt_room,
    room,
)

#: What tells how far a delivery has come.
JOURNEY = ("state", "due_at", "sent_at", "created_at", "carrier_state", "carrier_error", "why")

#: Made once: an alias makes every column of its table anew.
_DIGEST = delivery.alias("digest")

#: Why a delivery ended without anything being amiss.
OUR_OWN_WISH = (
    "taken back by the school",
    "no longer in this thread",
    "no longer teaches this child",
    "nothing is left of it",
)


def one(db: Connection, sight: Sight, prompt_id: int) -> RowMapping | None:
    query = _prompts().where(prompt.c.id == prompt_id, prompt.c.id.in_(prompts(sight)))
    return db.execute(query).mappings().first()


def scheduled(db: Connection, sight: Sight, limit: int = 20) -> list[RowMapping]:
    query = _prompts().where(prompt.c.state == "scheduled", prompt.c.id.in_(prompts(sight)))
    return list(db.execute(query.order_by(prompt.c.due_at, prompt.c.id).limit(limit)).mappings())


def on_their_way(db: Connection, sight: Sight, since: datetime, limit: int = 20) -> list[RowMapping]:
    """Prompts that were let go, and of which some phones still wait for a decent hour."""
    waits = select(delivery.c.prompt_id).where(
        delivery.c.state.in_(("waiting", "gathered")), delivery.c.prompt_id.is_not(None)
    )
    query = _prompts().where(prompt.c.state == "sent", prompt.c.fanned_at >= since, prompt.c.id.in_(waits))
    query = query.where(prompt.c.id.in_(prompts(sight))).order_by(prompt.c.id.desc())
    return list(db.execute(query.limit(limit)).mappings())


def stopped(db: Connection, sight: Sight) -> list[RowMapping]:
    """Prompts that stopped by themselves, and wait for a word."""
    query = _prompts().where(prompt.c.state == "sent", prompt.c.held_at.is_not(None))
    query = query.where(prompt.c.id.in_(prompts(sight))).order_by(prompt.c.id.desc())
    return list(db.execute(query).mappings())


def left(db: Connection, sight: Sight) -> list[RowMapping]:
    """Prompts whose writer could not let them go any more when their time came: drafts that have one."""
    query = _prompts().where(prompt.c.state == "draft", prompt.c.due_at.is_not(None))
    query = query.where(prompt.c.id.in_(prompts(sight))).order_by(prompt.c.due_at, prompt.c.id)
    return list(db.execute(query).mappings())


def is_by(db: Connection, sight: Sight, prompt_id: int, person_id: int) -> bool:
    own = (prompt.c.school_id == sight.school_id, prompt.c.author_id == person_id)
    return db.scalar(select(prompt.c.id).where(prompt.c.id == prompt_id, *own)) is not None


def lately(db: Connection, sight: Sight, since: datetime, limit: int = 8) -> list[RowMapping]:
    query = _prompts().where(
        prompt.c.state == "sent", prompt.c.fanned_at >= since, prompt.c.id.in_(prompts(sight))
    )
    return list(db.execute(query.order_by(prompt.c.id.desc()).limit(limit)).mappings())


def between(db: Connection, sight: Sight, person_id: int, since: datetime, until: datetime, limit: int,
            past: int = 0) -> list[RowMapping]:  # fmt: skip
    """What somebody at the school has sent in this time, newest first; each repeated message once. Where this person
    wrote it, also to rooms that are theirs no more. `past`: so many are left out, of those that come first."""
    query = _prompts().where(
        prompt.c.state == "sent", prompt.c.fanned_at >= since, prompt.c.fanned_at <= until
    )
    query = query.where(
        prompt.c.author_id.is_not(None),
        prompt.c.series.is_(None),
        or_(prompt.c.id.in_(prompts(sight)), _of_their_own(sight, person_id)),
    )
    query = query.order_by(prompt.c.fanned_at.desc(), prompt.c.id.desc())
    return list(db.execute(query.limit(limit).offset(past)).mappings())


def of_their_own(db: Connection, sight: Sight, person_id: int, prompt_id: int) -> RowMapping | None:
    """A message whose words are this person's own, and went to a whole room, whoever has that room by now."""
    query = _prompts().where(prompt.c.id == prompt_id, _of_their_own(sight, person_id))
    return db.execute(query).mappings().first()


def _of_their_own(sight: Sight, person_id: int) -> ColumnElement[bool]:
    # To a room, as what was said to one family is about a child whom they do not teach any more.
    return and_(
        prompt.c.school_id == sight.school_id,
        prompt.c.author_id == person_id,
        prompt.c.state == "sent",
        prompt.c.id.in_(select(prompt_room.c.prompt_id)),
    )


def audience(db: Connection, sight: Sight, prompt_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the rooms that prompts went to; the child's, for one child; of several, those that may be seen."""
    found: dict[int, list[str]] = {}
    to_rooms = select(prompt_room.c.prompt_id, room.c.name).join(room, room.c.id == prompt_room.c.room_id)
    to_child = select(prompt.c.id, child.c.name).join(child, child.c.id == prompt.c.child_id)
    for row in db.execute(to_rooms.where(prompt_room.c.prompt_id.in_(prompt_ids)).order_by(room.c.name)):
        found.setdefault(row[0], []).append(row[1])
    picked = select(prompt_child.c.prompt_id, child.c.name).join(child, child.c.id == prompt_child.c.child_id)
    mine = picked.where(child.c.id.in_(children(sight))).order_by(child.c.name)
    for row in db.execute(mine.where(prompt_child.c.prompt_id.in_(prompt_ids))):
        found.setdefault(row[0], []).append(row[1])
    for row in db.execute(to_child.where(prompt.c.id.in_(prompt_ids))):
        found.setdefault(row[0], []).append(row[1])
    return found


def deliveries(db: Connection, sight: Sight, prompt_id: int) -> list[RowMapping]:
    """One prompt's way to each phone, one row a child that may be seen."""
    query = _deliveries(sight).where(delivery.c.prompt_id == prompt_id)
    return list(db.execute(query.order_by(person.c.name, delivery.c.id, child.c.id)).mappings())


def not_arrived(db: Connection, sight: Sight, since: datetime, limit: int = 30) -> list[RowMapping]:
    """What should have reached a home lately and did not, newest first."""
    lost = or_(
        delivery.c.state == "failed",
        (delivery.c.state == "cancelled") & delivery.c.why.not_in(OUR_OWN_WISH),
        (delivery.c.state == "sent") & delivery.c.carrier_state.in_(NOT_ARRIVED),
    )
    query = _deliveries(sight).where(
        lost, delivery.c.created_at >= since, delivery.c.gate == "lane", of_lost()
    )
    return list(db.execute(query.order_by(delivery.c.id.desc()).limit(limit)).mappings())


def _prompts() -> Select[tuple[int]]:
    return select(prompt, person.c.name.label("author_name")).outerjoin(
        person, person.c.id == prompt.c.author_id
    )


def _deliveries(sight: Sight) -> Select[tuple[int]]:
    return (
        select(
            delivery,
            person.c.name.label("person_name"),
            child.c.name.label("child_name"),
            child.c.id.label("child_id"),
            delivery_child.c.household_id,
            gathered.c.number,
            *(_DIGEST.c[name].label(f"digest_{name}") for name in JOURNEY),
        )
        .outerjoin(gathered, gathered.c.delivery_id == delivery.c.id)
        .outerjoin(_DIGEST, _DIGEST.c.id == gathered.c.digest_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .join(child, child.c.id == delivery_child.c.child_id)
        .outerjoin(person, person.c.id == delivery.c.person_id)
        .where(delivery.c.school_id == sight.school_id, within(sight, children, delivery_child.c.child_id))
    )
