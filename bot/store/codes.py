"""Codes to pass on, and links that open once. Only digests are kept: a stolen file opens no door."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, func, insert, or_, select, update

from bot.store.once import insert_once
from bot.store.tables import code, code_try

UPLOAD = "upload"  #: the kind of a link for one picture: the phone that it came from was known before
NEW_PHONE, TELEGRAM, STAFF = "new phone", "telegram", "staff"
FOR_ONE = (NEW_PHONE, TELEGRAM, STAFF)  #: kinds that are made for whoever is to come with them


def came_by(person_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    """That this person came with this code: whoever else has that phone did not, and what was sent by a link makes no
    phone anybody's own. One that does not say who came (a name was never given, or it is from before this was noted)
    speaks for everybody on the phone."""
    whose = or_(code.c.came_id.is_(None), code.c.came_id == person_id)
    return and_(code.c.used_by.is_not(None), code.c.kind != UPLOAD, whose)


def keep(db: Connection, school_id: int, kind: str, plain: str, *, person_id: int | None, about: Mapping[str, Any],
         now: datetime, expires_at: datetime) -> bool:  # fmt: skip
    """Keeps a new code; False when chance has given the same one before."""
    return insert_once(db, code, {
        "school_id": school_id, "kind": kind, "digest": digest(plain), "person_id": person_id,
        "about": dict(about), "made_at": now, "expires_at": expires_at,
    }) is not None  # fmt: skip


def kind_of(db: Connection, plain: str) -> str | None:
    """What kind of code these letters are or ever were: used and expired ones too."""
    return db.scalar(select(code.c.kind).where(code.c.digest == digest(plain)))


def use(db: Connection, school_id: int, plain: str, kinds: tuple[str, ...], now: datetime,
        used_by: int | None = None) -> RowMapping | None:  # fmt: skip
    """Uses a code up, in one statement: of two that bring it at once, one gets it."""
    statement = (
        update(code)
        .where(code.c.school_id == school_id, code.c.digest == digest(plain), code.c.kind.in_(kinds),
               code.c.used_at.is_(None), code.c.expires_at > now)
        .values(used_at=now, used_by=used_by, came_id=case((code.c.kind.in_(FOR_ONE), code.c.person_id)))
        .returning(code)
    )  # fmt: skip
    return db.execute(statement).mappings().first()


def note_came(db: Connection, code_id: int, person_id: int) -> None:
    """Who came with a code that was not made for anybody: known once they have said their name."""
    db.execute(update(code).where(code.c.id == code_id).values(came_id=person_id))


def note_left(
    db: Connection, brought: Mapping[str, Any], left: Collection[int], emptied: Collection[int]
) -> None:
    """Which phones its bringer has left for the new one, and who was on that one before: no import undoes it."""
    about = {**brought["about"], "left": list(left), "emptied": list(emptied)}
    db.execute(update(code).where(code.c.id == brought["id"]).values(about=about))


def unused(db: Connection, school_id: int, plain: str, kind: str, now: datetime) -> RowMapping | None:
    """A code that may still be used, without using it up."""
    query = select(code).where(
        code.c.school_id == school_id, code.c.digest == digest(plain), code.c.kind == kind
    )
    return db.execute(query.where(code.c.used_at.is_(None), code.c.expires_at > now)).mappings().first()


def of_kind(db: Connection, school_id: int, plain: str, kind: str, now: datetime) -> RowMapping | None:
    """A code whose time is not over, used or not."""
    query = select(code).where(
        code.c.school_id == school_id, code.c.digest == digest(plain), code.c.kind == kind
    )
    return db.execute(query.where(code.c.expires_at > now)).mappings().first()


def by_id(db: Connection, code_id: int) -> RowMapping:
    return db.execute(select(code).where(code.c.id == code_id)).mappings().one()


def note_try(db: Connection, school_id: int, contact_id: int, now: datetime) -> None:
    db.execute(insert(code_try).values(school_id=school_id, contact_id=contact_id, at=now))


def tries(db: Connection, contact_id: int, since: datetime) -> int:
    return int(
        db.scalar(select(func.count()).where(code_try.c.contact_id == contact_id, code_try.c.at > since)) or 0
    )


def digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def brought_by(db: Connection, person_id: int, contact_ids: Collection[int]) -> set[int]:
    """Those of these phones that this person came from with a code."""
    query = select(code.c.used_by).where(code.c.used_by.in_(list(contact_ids)), came_by(person_id))
    return set(db.scalars(query))
