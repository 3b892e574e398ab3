"""Phones from which nobody has written for long: found by an index of when to look at each, and by no other way."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from bot.model.delivery import NOT_ARRIVED
from bot.store.people import A_CONTACT
from bot.store.tables import contact, contact_person, delivery, inbox, person


def due(db: Connection, school_id: int, now: datetime, limit: int) -> list[RowMapping]:
    """Text phones that are to be looked at now, the longest due first."""
    query = (
        select(*A_CONTACT)
        .where(contact.c.school_id == school_id, contact.c.look_at.is_not(None), contact.c.look_at <= now)
        .order_by(contact.c.look_at, contact.c.id)
    )
    return list(db.execute(query.limit(limit)).mappings())


def last_heard(db: Connection, contact_ids: Collection[int]) -> dict[int, datetime]:
    """When each was last heard of; those that never wrote are left out."""
    query = (
        select(inbox.c.contact_id, func.max(inbox.c.heard_at).label("at"))
        .where(inbox.c.contact_id.in_(contact_ids))
        .group_by(inbox.c.contact_id)
    )
    return {row.contact_id: row.at for row in db.execute(query)}


def missed(db: Connection, contact_id: int, error: str, until: datetime) -> tuple[int, datetime | None]:
    """How many texts to a phone ended so since one last arrived there, and when the first of them went out.

    Where a carrier tells only what did not arrive, whatever it said nothing of did.
    """
    its = delivery.c.contact_id == contact_id
    lost = func.coalesce(delivery.c.carrier_state, "").in_(NOT_ARRIVED)
    arrived = db.scalar(select(func.max(delivery.c.sent_at)).where(its, ~lost, delivery.c.sent_at < until))
    since = (delivery.c.sent_at > arrived,) if arrived else ()
    later = its, delivery.c.carrier_state == "delivered", delivery.c.sent_at >= until
    if db.execute(select(delivery.c.id).where(*later).limit(1)).first() is not None:
        return 0, None  # told late: it has been there since
    query = select(func.count(), func.min(delivery.c.sent_at)).where(
        its, delivery.c.carrier_error == error, *since
    )
    texts, first = db.execute(query).one()
    return texts, first


def why(db: Connection, contact_id: int) -> str | None:
    """Why a phone is in the state that it is in."""
    return db.scalar(select(contact.c.why).where(contact.c.id == contact_id))


def quarantined(db: Connection, school_id: int, limit: int = 100) -> list[RowMapping]:
    """Phones that have not said yet whether they are still theirs, with whom we thought."""
    query = (
        select(contact.c.id, contact.c.channel, contact.c.address, contact.c.why, person.c.name)
        .outerjoin(contact_person, contact_person.c.contact_id == contact.c.id)
        .outerjoin(person, person.c.id == contact_person.c.person_id)
        .where(contact.c.school_id == school_id, contact.c.state == "quarantined")
        .order_by(contact.c.id.desc(), person.c.name)
    )
    return list(db.execute(query.limit(limit)).mappings())
