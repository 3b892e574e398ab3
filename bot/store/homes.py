"""The homes of one family: a child may have several, and a guardian several children."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select

from bot.store.tables import membership


def of_family(db: Connection, household_id: int, now: datetime) -> set[int]:
    """This home, and every other that has one of its guardians of today as a guardian."""
    theirs, ours = membership.alias(), membership.alias()
    beside = (
        select(theirs.c.household_id)
        .join(ours, ours.c.person_id == theirs.c.person_id)
        .where(ours.c.household_id == household_id)
        .where(*(_guards(it, now) for it in (ours, theirs)))
    )
    return {household_id, *db.scalars(beside)}


def _guards(it: FromClause, now: datetime) -> ColumnElement[bool]:
    return it.c.guardian & (it.c.since <= now) & or_(it.c.until.is_(None), it.c.until > now)
