"""Who is away, for whoever may see the child: the office takes it down."""

from sqlalchemy import Connection, RowMapping, or_, select

from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.tables import absence, child, person

MOST = 200


def since(db: Connection, sight: Sight, day: str, limit: int = MOST) -> list[RowMapping]:
    """From that day on: each home's word, the next day first. What was taken back is gone, unless it had been taken
    down by then: somebody has to mend the register."""
    said, taken = person.alias("said"), person.alias("taken")
    stands = or_(
        absence.c.withdrawn_at.is_(None),
        absence.c.taken_at.is_not(None) & (absence.c.taken_at < absence.c.withdrawn_at),
    )
    query = (
        select(absence, child.c.name.label("child_name"), said.c.name.label("said_name"),
               taken.c.name.label("taken_name"))
        .join(child, child.c.id == absence.c.child_id)
        .join(said, said.c.id == absence.c.said_by)
        .outerjoin(taken, taken.c.id == absence.c.taken_by)
        .where(absence.c.school_id == sight.school_id, absence.c.day >= day, stands)
        .where(scope.within(sight, scope.children, absence.c.child_id))
        .order_by(absence.c.day, child.c.folded, absence.c.id)
    )  # fmt: skip
    return list(db.execute(query.limit(limit)).mappings())


def one(db: Connection, sight: Sight, absence_id: int) -> RowMapping | None:
    """For the office alone: the register is theirs."""
    query = select(absence).where(absence.c.id == absence_id, absence.c.school_id == sight.school_id)
    return db.execute(query).mappings().first() if sight.office else None
