"""Everybody whom a prompt would reach, person by person, with what decides when they get it."""

from typing import Any

from sqlalchemy import Connection, RowMapping, literal

from bot.store import audience, by_reference
from bot.store.audience import Audience
from bot.store.outlook import Week
from bot.store.tables import child, contact, household, membership, person


def reached(db: Connection, asked: Audience, week: Week, most: int) -> list[RowMapping]:
    """Lines of a person and a child, at most so many: `told` who writes, and `room`, what the week has left."""
    room: Any = by_reference.within_cap(contact) if asked.kind.keeps_cap else literal(True)
    columns = (
        person.c.id, person.c.name, person.c.weekly, contact.c.channel, contact.c.zone,
        contact.c.notice_at.is_not(None).label("told"), room.label("room"), child.c.name.label("child"),
    )  # fmt: skip
    query = (
        audience.reached(asked.asks)
        .join(child, child.c.id == household.c.child_id)
        .where(audience.everybody(asked.by, db.dialect.name))
        .with_only_columns(*columns)
        .order_by(membership.c.guardian.desc(), household.c.child_id, person.c.id)
    )
    values = {**asked.values, "since": week[0], "until": week[1]}
    return list(db.execute(query.limit(most), values).mappings())
