"""The name that opens one account and no other: one's own where it was given, else the name the school knows one by."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, or_, select

from bot.store.tables import person, staffing, way_in


def called(db: Connection, school_id: int, folded: str, now: datetime) -> RowMapping | None:
    """Who works here today and signs in with this name: a person, with `password`. One statement, whoever is asked for.

    None also where it would be two: what is meant for one of them must not reach the other.
    """
    found = db.execute(_who(school_id, folded, now).limit(2)).mappings().all()
    return found[0] if len(found) == 1 else None


def given(db: Connection, person_ids: Collection[int]) -> dict[int, str]:
    """Those among these people who have one of their own."""
    query = select(way_in.c.person_id, way_in.c.login)
    rows = db.execute(query.where(way_in.c.person_id.in_(person_ids), way_in.c.login.is_not(None)))
    return {row.person_id: row.login for row in rows}


def of_school(db: Connection, school_id: int) -> dict[int, str]:
    query = select(way_in.c.person_id, way_in.c.login)
    rows = db.execute(query.where(way_in.c.school_id == school_id, way_in.c.login.is_not(None)))
    return {row.person_id: row.login for row in rows}


def _who(school_id: int, folded: str, now: datetime) -> Select[tuple[object, ...]]:
    return (
        select(person, way_in.c.password)
        .distinct()
        .join(staffing, staffing.c.person_id == person.c.id)
        .outerjoin(way_in, way_in.c.person_id == person.c.id)
        .where(staffing.c.school_id == school_id, staffing.c.since <= now)
        .where(or_(staffing.c.until.is_(None), staffing.c.until > now))
        .where(or_(way_in.c.login == folded, way_in.c.login.is_(None) & (person.c.folded == folded)))
    )
