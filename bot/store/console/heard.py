"""What was heard and stands in no thread, for the office alone."""

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, select

from bot.store.console.scope import Sight
from bot.store.learners import IN_A_TURN
from bot.store.tables import contact, inbox


def one(db: Connection, sight: Sight, item_id: int, states: Collection[str]) -> RowMapping | None:
    """With the phone that it came from, where it stands in one of these states."""
    query = (
        select(inbox, contact.c.address, contact.c.called_itself)
        .join(contact, contact.c.id == inbox.c.contact_id)
        .where(inbox.c.id == item_id, inbox.c.school_id == sight.school_id, inbox.c.state.in_(states))
        .where(~IN_A_TURN)  # a child's own words are the family's, also where they are stuck
    )
    return db.execute(query).mappings().first() if sight.office else None


def from_phone(
    db: Connection, sight: Sight, contact_id: int, state: str, limit: int = 20
) -> list[RowMapping]:
    """What else came from there, the oldest first."""
    query = select(inbox).where(
        inbox.c.school_id == sight.school_id, inbox.c.contact_id == contact_id, inbox.c.state == state
    )
    return list(db.execute(query.order_by(inbox.c.id).limit(limit)).mappings())
