"""What a family says about machines at its words; who says nothing goes with the school."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select, update

from bot.store.prepared import Prepared, among
from bot.store.tables import household, membership


def said_by(db: Connection, household_ids: Collection[int]) -> dict[int, str]:
    """What these homes have said about machines; those that go with the school are left out."""
    if not household_ids:
        return {}
    return {row["id"]: row["machines"] for row in _MACHINES.rows(db, homes=list(household_ids))}


_MACHINES = Prepared(
    lambda dialect: select(household.c.id, household.c.machines).where(
        among(household.c.id, "homes", dialect), household.c.machines.is_not(None)
    )
)


def choose(db: Connection, household_id: int, machines: str | None) -> None:
    """For one home."""
    db.execute(update(household).where(household.c.id == household_id).values(machines=machines))


def homes_of_family(db: Connection, household_id: int, now: datetime) -> set[int]:
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
