"""Words on a phone that was left: read by who has stayed there, or waiting once more for who comes back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from bot.store import many, outbox
from bot.store.once import insert_all_once
from bot.store.outbox import Letter
from bot.store.rows import Row
from bot.store.tables import delivery, delivery_child, gathered

_LEFT = and_(delivery.c.state == "cancelled", delivery.c.why == many.NOT_THEIRS)


def put(db: Connection, school_id: int, letter: Letter, now: datetime) -> bool:
    """As outbox.put. A phone has each text once: its own row, ended only because the phone was left, waits again."""
    return outbox.put(db, school_id, letter, now) is not None or _again(db, school_id, letter)


def hand_over(db: Connection, row: Row, person_id: int) -> bool:
    """What waits on a phone that its reader leaves is this person's, who stays. False when it waits no more."""
    still = delivery.c.id == row["id"], delivery.c.state.in_(outbox.WAITING)
    return db.execute(update(delivery).where(*still).values(person_id=person_id)).rowcount == 1


def _again(db: Connection, school_id: int, it: Letter) -> bool:
    # Of a text made of others that was ended so, each waits by itself.
    whole = delivery.alias("whole")
    inside = exists(
        select(gathered.c.id)
        .join(whole, whole.c.id == gathered.c.digest_id)
        .where(gathered.c.delivery_id == delivery.c.id)
        .where(whole.c.state == "cancelled", whole.c.why == many.NOT_THEIRS)
        .correlate(delivery)
    )
    same: Any = (
        delivery.c.message_id == it.message_id
        if it.message_id is not None
        else and_(delivery.c.prompt_id == it.prompt_id, delivery.c.turn == int(it.turn))
    )
    never_sent = delivery.c.sent_at.is_(None), delivery.c.external_id.is_(None)
    where = delivery.c.contact_id == it.contact.id, delivery.c.gate == it.gate, same, *never_sent
    ended = or_(_LEFT, and_(delivery.c.state == "digested", inside))
    made = db.scalar(
        update(delivery).where(*where, ended).values(
            state="waiting", why=None, tries=0, person_id=it.person_id, reach=it.reach, due_at=it.due_at,
            expires_at=it.expires_at, language=it.language, tells=dict(it.tells) if it.tells else None,
            parts=outbox.kept(it.parts),  # another reader's row quoted what this one may never have read
        ).returning(delivery.c.id)
    )  # fmt: skip
    if made is None:
        return False
    db.execute(delete(gathered).where(gathered.c.delivery_id == made))
    db.execute(delete(delivery_child).where(delivery_child.c.delivery_id == made))
    insert_all_once(db, delivery_child, [
        {"school_id": school_id, "delivery_id": made, "child_id": child, "household_id": home}
        for child, home in it.lanes
    ])  # fmt: skip
    return True
