"""A text that has gone to a phone, as the dispatcher leaves it."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.store.tables import attempt, delivery


def sent_to(db: Any, address: str, now: datetime) -> None:
    row = db.execute(select(delivery).where(delivery.c.address == address)).mappings().first()
    db.execute(update(delivery).where(delivery.c.id == row["id"]).values(state="sent", sent_at=now))
    db.execute(insert(attempt).values(
        school_id=row["school_id"], delivery_id=row["id"], contact_id=row["contact_id"], sender_id=row["sender_id"],
        token=f"t{row['id']}", state="settled", outcome="sent", claimed_at=now, called_at=now, settled_at=now,
    ))  # fmt: skip
