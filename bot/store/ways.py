"""How each person takes part: their own words, what they settled, and the kinds of prompts that they never want."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, distinct, false, func, insert, select, update

from bot.model.chat import PromptKind
from bot.model.ways import Settings, settings_of
from bot.store.audience import Audience, everybody, members
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import membership, person, refusal, way

#: What asks something of a family; news, and people's words to one another, do not.
PROGRAMME = (PromptKind.PROMPT.value, PromptKind.ACTIVITY.value)


def begin(db: Connection, school_id: int, person_id: int, own_words: str, language: str, settings: Settings,
          now: datetime) -> int:  # fmt: skip
    """Their own words as they wrote them, with what they had settled before: nothing counts until it is confirmed."""
    made = insert(way).values(
        school_id=school_id, person_id=person_id, own_words=own_words, language=language, settings=settings.kept,
        said_at=now,
    )  # fmt: skip
    return int(db.execute(made.returning(way.c.id)).scalar_one())


def one(db: Connection, way_id: int) -> Row:
    return db.execute(select(way).where(way.c.id == way_id)).mappings().one()


def change(db: Connection, way_id: int, settings: Settings) -> None:
    """What they are about to settle."""
    db.execute(update(way).where(way.c.id == way_id).values(settings=settings.kept))


def confirm(db: Connection, way_id: int, now: datetime) -> None:
    """They have read it back and said yes: from here on it counts, and the scheduler keeps to it."""
    row = one(db, way_id)
    settled = settings_of(row["settings"])
    db.execute(update(way).where(way.c.id == way_id).values(confirmed_at=now))
    values: dict[str, Any] = {"prefers": settled.channel or None}
    if settled.weekly is not None:
        values["weekly"] = settled.weekly
    db.execute(update(person).where(person.c.id == row["person_id"]).values(values))
    db.execute(delete(refusal).where(refusal.c.person_id == row["person_id"]))
    # Who wants to be called is asked nothing by message; a teacher's own words to them still come.
    for kind in {*settled.refused, *(PROGRAMME if settled.call else ())}:
        insert_once(db, refusal, {
            "school_id": row["school_id"], "person_id": row["person_id"], "kind": kind, "at": now,
        })  # fmt: skip


def today(db: Connection, person_ids: Collection[int]) -> dict[int, Row]:
    """The newest way of each of these people that they have confirmed."""
    return {row["person_id"]: row for row in _TODAY.rows(db, ids=list(person_ids))} if person_ids else {}


def hours_of(db: Connection, person_ids: Collection[int]) -> dict[int, Settings]:
    """Of those who asked for hours or days of their own."""
    found = {it: settings_of(row["settings"]) for it, row in today(db, person_ids).items()}
    return {it: settled for it, settled in found.items() if settled.has_hours}


def refused_by(db: Connection, person_ids: Collection[int]) -> frozenset[tuple[int, str]]:
    """What these people never want, as (person, kind): for the last look before a call."""
    rows = _REFUSED.rows(db, ids=list(person_ids)) if person_ids else []
    return frozenset((row["person_id"], row["kind"]) for row in rows)


def never_want(db: Connection, asked: Audience) -> tuple[int, int]:
    """Of an audience: how many people said that they never want this kind, and how many it is about in all.

    "4 of 24 said they never want this kind": for whoever composes.
    """
    query = members(asked.asks).where(everybody(asked.by, db.dialect.name))
    refused = false() if asked.kind.overrides else refusal.c.kind == asked.kind.value
    counted = query.outerjoin(refusal, (refusal.c.person_id == membership.c.person_id) & refused)
    row = db.execute(
        counted.with_only_columns(
            func.count(distinct(refusal.c.person_id)), func.count(distinct(membership.c.person_id))
        ),
        dict(asked.values),
    ).one()
    return int(row[0]), int(row[1])


def kept(row: Mapping[str, Any] | None) -> Settings:
    return settings_of(row["settings"]) if row else Settings()


def _newest(dialect: str) -> Any:
    return (
        select(func.max(way.c.id))
        .where(among(way.c.person_id, "ids", dialect), way.c.confirmed_at.is_not(None))
        .group_by(way.c.person_id)
    )


_TODAY = Prepared(lambda dialect: select(way).where(way.c.id.in_(_newest(dialect))))
_REFUSED = Prepared(
    lambda dialect: select(refusal.c.person_id, refusal.c.kind).where(
        among(refusal.c.person_id, "ids", dialect)
    )
)
