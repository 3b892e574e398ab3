"""What an answer quotes, and where those words stand already."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import delivery, quotation


def keep(db: Connection, school_id: int, message_id: int, quoted_id: int, *, by_sms: bool) -> None:
    row = {"school_id": school_id, "message_id": message_id, "quoted_id": quoted_id, "by_sms": by_sms}
    insert_once(db, quotation, row)


def of_messages(db: Connection, message_ids: Collection[int]) -> dict[int, int]:
    """Which message each of these quotes; those that quote nothing are left out."""
    query = select(quotation.c.message_id, quotation.c.quoted_id).where(
        quotation.c.message_id.in_(message_ids)
    )
    return {row.message_id: row.quoted_id for row in db.execute(query)}


def where_it_stands(db: Connection, message_id: int, contact_id: int, person_id: int) -> Row | None:
    """The delivery by which this message came to this person on this phone; None when it never did."""
    query = select(delivery).where(
        delivery.c.message_id == message_id, delivery.c.contact_id == contact_id,
        delivery.c.person_id == person_id, delivery.c.state == "sent",
    )  # fmt: skip
    return db.execute(query.order_by(delivery.c.id.desc()).limit(1)).mappings().first()
