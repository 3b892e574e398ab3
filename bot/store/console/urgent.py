"""What families called urgent, for the office and whoever leads safeguarding."""

from datetime import timedelta

from sqlalchemy import Connection, RowMapping, or_, select

from bot.store.console.scope import Sight
from bot.store.tables import contact, person, urgent

LATELY = timedelta(days=1)  #: so long it is shown who has taken it up
_BY = person.alias("taken_by")


def standing(db: Connection, sight: Sight, limit: int = 50) -> list[RowMapping]:
    """What nobody has taken up, the oldest first; then what somebody has since yesterday."""
    if not sight.everywhere:
        return []
    query = (
        select(
            urgent,
            person.c.name.label("writer_name"),
            contact.c.channel,
            contact.c.address,
            _BY.c.name.label("taken_by"),
        )
        .join(contact, contact.c.id == urgent.c.contact_id)
        .outerjoin(person, person.c.id == urgent.c.person_id)
        .outerjoin(_BY, _BY.c.id == urgent.c.seen_by)
        .where(urgent.c.school_id == sight.school_id)
        .where(or_(urgent.c.seen_at.is_(None), urgent.c.seen_at > sight.now - LATELY))
    )
    rows = db.execute(query.order_by(urgent.c.seen_at.is_not(None), urgent.c.id).limit(limit))
    return list(rows.mappings())


def one(db: Connection, sight: Sight, urgent_id: int) -> RowMapping | None:
    query = select(urgent).where(urgent.c.id == urgent_id, urgent.c.school_id == sight.school_id)
    return db.execute(query).mappings().first() if sight.everywhere else None
