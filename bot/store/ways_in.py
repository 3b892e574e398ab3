"""Passwords, second steps and recovery codes: whose they are, and that none of them counts twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from bot.store import sign_in_names
from bot.store.codes import digest
from bot.store.once import insert_once
from bot.store.tables import recovery_code, way_in


@dataclass(frozen=True)
class WayIn:
    """What somebody has chosen; empty where they have not."""

    login: str = ""
    password: str = ""
    password_at: datetime | None = None
    seed: str = ""
    seed_shown: str = ""
    codes_left: int = 0


def of(db: Connection, person_id: int) -> WayIn:
    row = db.execute(select(way_in).where(way_in.c.person_id == person_id)).mappings().first()
    if row is None:
        return WayIn()
    unused = recovery_code.c.person_id == person_id, recovery_code.c.used_at.is_(None)
    left = db.scalar(select(func.count()).select_from(recovery_code).where(*unused)) or 0
    return WayIn(
        row["login"] or "",
        row["password"] or "",
        row["password_at"],
        row["seed"] or "",
        row["seed_shown"] or "",
        int(left),
    )


def password_of(db: Connection, school_id: int, folded: str, now: datetime) -> tuple[int, str] | None:
    """Of the one who works here today and signs in with this folded name: one statement, whoever is asked for."""
    found = sign_in_names.called(db, school_id, folded, now)
    return (found["id"], found["password"]) if found and found["password"] else None


def change(db: Connection, school_id: int, person_id: int, **values: Any) -> None:
    insert_once(db, way_in, {"school_id": school_id, "person_id": person_id})
    db.execute(update(way_in).where(way_in.c.person_id == person_id).values(**values))


def take_step(db: Connection, person_id: int, step: int) -> bool:
    """Whether this half minute's code may count: of two that bring it at once, one may."""
    later = or_(way_in.c.last_step.is_(None), way_in.c.last_step < step)
    done = db.execute(update(way_in).where(way_in.c.person_id == person_id, later).values(last_step=step))
    return done.rowcount == 1


def new_codes(db: Connection, school_id: int, person_id: int, plain: Iterable[str]) -> None:
    """Ten new ones; those before them open nothing any more."""
    db.execute(delete(recovery_code).where(recovery_code.c.person_id == person_id))
    rows = [{"school_id": school_id, "person_id": person_id, "digest": digest(it)} for it in plain]
    if rows:
        db.execute(insert(recovery_code), rows)


def use_code(db: Connection, person_id: int, plain: str, now: datetime) -> bool:
    mine = recovery_code.c.person_id == person_id, recovery_code.c.digest == digest(plain)
    unused = update(recovery_code).where(*mine, recovery_code.c.used_at.is_(None))
    return db.execute(unused.values(used_at=now)).rowcount == 1
