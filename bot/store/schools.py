"""Schools, and the numbers and bots that they write from."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, bindparam, insert, select, type_coerce, update

from bot.model.school import Activities, Calendar, Hours, Keeping, School, Span, Texts, Translating
from bot.store.prepared import Prepared
from bot.store.tables import audit, school, sender

_ONLY = Prepared(
    lambda _: (
        select(school.c.id, school.c.key, type_coerce(school.c.profile, Text).label("profile"))
        .order_by(school.c.id)
        .limit(1)
    )
)
_SENDER_ON = Prepared(
    lambda _: select(sender.c.id).where(
        sender.c.school_id == bindparam("school"), sender.c.channel == bindparam("channel")
    )
)


def only(db: Connection) -> School | None:
    """The school of this installation, when there is one."""
    row = _ONLY.first(db)
    return _read(row["id"], row["key"], row["profile"]) if row else None


def every(db: Connection) -> list[School]:
    rows = db.execute(select(school).order_by(school.c.id)).mappings()
    return [_school(row["id"], row["key"], row["profile"]) for row in rows]


def save(db: Connection, it: School, now: datetime) -> School:
    """Keeps a school by its key; `id` is ignored and comes back right."""
    profile = _profile(it)
    found = db.scalar(select(school.c.id).where(school.c.key == it.key))
    if found is None:
        made = insert(school).values(key=it.key, profile=profile, created_at=now).returning(school.c.id)
        found = db.execute(made).scalar_one()
    else:
        db.execute(update(school).where(school.c.id == found).values(profile=profile))
    return _school(found, it.key, profile)


def changes(db: Connection, school_id: int, acts: Collection[str]) -> list[RowMapping]:
    """What was written down about these acts at the school, oldest first."""
    query = select(audit).where(audit.c.school_id == school_id, audit.c.act.in_(acts)).order_by(audit.c.id)
    return list(db.execute(query).mappings())


def sender_for(db: Connection, school_id: int, channel: str, address: str) -> int:
    """The id of the school's sender on this channel; a changed number or bot keeps the same row and its people."""
    found = db.execute(
        select(sender).where(sender.c.school_id == school_id, sender.c.channel == channel)
    ).first()
    if found is None:
        made = insert(sender).values(school_id=school_id, channel=channel, address=address, marks={})
        return int(db.execute(made.returning(sender.c.id)).scalar_one())
    if found.address != address:
        # Another bot's updates have numbers of their own; the marks of a number are moments, and hold for any.
        marks = {name: value for name, value in (found.marks or {}).items() if name != "offset"}
        db.execute(update(sender).where(sender.c.id == found.id).values(address=address, marks=marks))
    return int(found.id)


def sender_on(db: Connection, school_id: int, channel: str) -> int | None:
    found: int | None = _SENDER_ON.value(db, school=school_id, channel=channel)
    return found


def address(db: Connection, sender_id: int) -> str:
    return str(db.execute(select(sender.c.address).where(sender.c.id == sender_id)).scalar_one())


def mark(db: Connection, sender_id: int, name: str) -> str | None:
    """How far we have listened on a sender."""
    marks = db.scalar(select(sender.c.marks).where(sender.c.id == sender_id)) or {}
    return marks.get(name)


def move_mark(db: Connection, sender_id: int, name: str, value: str) -> None:
    marks = db.scalar(select(sender.c.marks).where(sender.c.id == sender_id)) or {}
    db.execute(update(sender).where(sender.c.id == sender_id).values(marks=marks | {name: value}))


def _profile(it: School) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, (date, time)):
            return value.isoformat()
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(part) for part in value]
        return str(value) if isinstance(value, Decimal) else value

    kept: dict[str, Any] = plain(asdict(it))
    return {name: value for name, value in kept.items() if name not in ("id", "key")}


@lru_cache(maxsize=16)
def _read(id: int, key: str, profile: str) -> School:
    """The same text is the same school: it is read at every turn, and changes once a term."""
    return _school(id, key, json.loads(profile))


def _school(id: int, key: str, profile: dict[str, Any]) -> School:
    days = profile["calendar"]
    calendar = Calendar(
        zone=days["zone"],
        region=days["region"],
        country=days["country"],
        anniversary=date.fromisoformat(days["anniversary"]) if days["anniversary"] else None,
        terms=_spans(days["terms"]),
        closures=_spans(days["closures"]),
        weekdays=_hours(days["weekdays"]),
        weekends=_hours(days["weekends"]),
        office=_hours(days["office"]),
    )
    ideas = profile["activities"]
    activities = Activities(tuple(ideas["days"]), time.fromisoformat(ideas["at"]), tuple(ideas["rooms"]))
    own = (
        "calendar",
        "activities",
        "languages",
        "texts",
        "translating",
        "keeping",
        "segment_price_cents",
        "segment_ceiling",
    )
    rest = {k: v for k, v in profile.items() if k not in own}
    return School(
        id=id,
        key=key,
        calendar=calendar,
        activities=activities,
        languages=tuple(profile["languages"]),
        translating=_translating(profile.get("translating", {})),
        texts=_texts(profile),
        keeping=Keeping(**profile.get("keeping", {})),
        **rest,
    )


def _translating(row: dict[str, Any]) -> Translating:
    """A list as JSON has it becomes a tuple again; pairs too."""
    plain: dict[str, Any] = {
        name: tuple(tuple(it) if isinstance(it, list) else it for it in value)
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }
    return Translating(**plain)


def _texts(profile: dict[str, Any]) -> Texts:
    if "texts" not in profile:  # kept by the first release
        cents = Decimal(str(profile["segment_price_cents"]))
        return Texts(tariff=cents / 100 if cents else None, monthly_segments=profile["segment_ceiling"])
    row = profile["texts"]
    return Texts(
        Decimal(row["tariff"]) if row["tariff"] is not None else None,
        row["currency"],
        row["monthly_segments"],
        tuple((name, most) for name, most in row["rooms"]),
        row["digest_day"],
        time.fromisoformat(row["digest_at"]),
        tuple(row["double_vowels"]),
    )


def _spans(rows: list[dict[str, str]]) -> tuple[Span, ...]:
    return tuple(Span(date.fromisoformat(r["first"]), date.fromisoformat(r["last"]), r["name"]) for r in rows)


def _hours(row: dict[str, str]) -> Hours:
    return Hours(time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
