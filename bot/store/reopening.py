"""A delivery that has gone, looked at once more: its reader has opened the link in it."""

from sqlalchemy import Connection, RowMapping, func, select

from bot.store.columns import Moment
from bot.store.tables import attempt, contact, delivery


def to_look_at(db: Connection, school_id: int, delivery_id: int) -> RowMapping | None:
    """A delivery with its phone as it is now: all that a look at it needs (see bot.store.calling.facts).

    `went_at`: its last call, also where nobody knows yet, or ever, what came of it; None: it was never called.
    """
    called = select(func.max(attempt.c.claimed_at)).where(attempt.c.delivery_id == delivery.c.id)
    query = (
        select(delivery, contact.c.state.label("contact_state"), contact.c.notice_at, contact.c.zone,
               contact.c.language.label("contact_language"),
               func.coalesce(called.scalar_subquery(), delivery.c.sent_at, type_=Moment).label("went_at"))
        .join(contact, contact.c.id == delivery.c.contact_id)
        .where(delivery.c.school_id == school_id, delivery.c.id == delivery_id)
    )  # fmt: skip
    return db.execute(query).mappings().first()
