"""What did not arrive, for the eyes of one viewer; and what of it surely did not, so that it may be tried once more."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, or_, select, update

from bot.model.delivery import ASK_THE_FAMILY, NOT_ARRIVED
from bot.store.console.prompts import not_arrived
from bot.store.console.scope import Sight, children
from bot.store.holds import UNKNOWN
from bot.store.rows import Row
from bot.store.tables import attempt, delivery, delivery_child

__all__ = ["again", "not_arrived", "one", "those_surely_lost"]


def one(db: Connection, sight: Sight, delivery_id: int) -> RowMapping | None:
    """A delivery to a home, if it is about a child that may be seen, and about none that may not."""
    about = delivery_child.c.delivery_id == delivery.c.id
    seen = exists().where(about, delivery_child.c.child_id.in_(children(sight)))
    beyond = exists().where(about, delivery_child.c.child_id.not_in(children(sight)))
    query = select(delivery).where(
        delivery.c.id == delivery_id,
        delivery.c.school_id == sight.school_id,
        delivery.c.gate == "lane",
        seen,
        ~beyond,
    )
    return db.execute(query).mappings().first()


def those_surely_lost(db: Connection, delivery_ids: Collection[int]) -> set[int]:
    return set(db.scalars(select(delivery.c.id).where(delivery.c.id.in_(delivery_ids), *_surely_lost())))


def on_another_phone(db: Connection, rows: Collection[Row]) -> bool:
    """Whether one of these has gone to another phone of its reader, or is on its way there, and is not lost too."""
    for it in rows:
        name = next((name for name in ("message_id", "prompt_id") if it[name] is not None), None)
        if name is None:
            continue
        query = select(delivery.c.id).where(
            delivery.c.school_id == it["school_id"], delivery.c.person_id == it["person_id"],
            delivery.c.contact_id != it["contact_id"], delivery.c.turn == it["turn"],
            delivery.c.state != "cancelled", delivery.c[name] == it[name],
        )  # fmt: skip
        others = set(db.scalars(query))
        if others - those_surely_lost(db, others):
            return True
    return False


def again(db: Connection, delivery_id: int, now: datetime) -> bool:
    """It waits once more, as the same row; False where it may have arrived, or waits already (two clicks)."""
    fresh = {"state": "waiting", "why": None, "due_at": now, "sent_at": None, "external_id": None,
             "carrier_state": None, "carrier_error": None}  # fmt: skip
    this = update(delivery).where(delivery.c.id == delivery_id, *_surely_lost())
    return db.execute(this.values(fresh)).rowcount == 1


def _surely_lost() -> tuple[Any, ...]:
    """The carrier said so, or refused it. Where any call's end is not known, nobody can say so."""
    refused = and_(delivery.c.state == "failed", delivery.c.why.not_in((ASK_THE_FAMILY, UNKNOWN)))
    told = and_(delivery.c.state == "sent", delivery.c.carrier_state.in_(NOT_ARRIVED))
    unknown = or_(attempt.c.settled_at.is_(None), attempt.c.outcome.in_(("unsure", "absent")))
    return or_(refused, told), ~exists().where(attempt.c.delivery_id == delivery.c.id, unknown)
