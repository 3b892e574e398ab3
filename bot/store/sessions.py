"""Who is signed in to the console. A session lives in a row; the cookie only names it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.store.codes import digest
from bot.store.tables import session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


def open_for(db: Connection, school_id: int, person_id: int, plain: str, now: datetime) -> None:
    db.execute(insert(session).values(
        school_id=school_id, person_id=person_id, digest=digest(plain), opened_at=now, seen_at=now,
    ))  # fmt: skip


def seen(db: Connection, plain: str, now: datetime) -> RowMapping | None:
    """The session behind a cookie, when it is neither closed nor too old; it is marked as seen now."""
    statement = (
        update(session)
        .where(session.c.digest == digest(plain), session.c.closed_at.is_(None),
               session.c.seen_at > now - IDLE, session.c.opened_at > now - LONGEST)
        .values(seen_at=now)
        .returning(session)
    )  # fmt: skip
    return db.execute(statement).mappings().first()


def close(db: Connection, plain: str, now: datetime) -> None:
    db.execute(update(session).where(session.c.digest == digest(plain)).values(closed_at=now))


def close_others(db: Connection, person_id: int, here: int, now: datetime) -> None:
    """Everywhere but in this one session."""
    others = (session.c.person_id == person_id, session.c.id != here, session.c.closed_at.is_(None))
    db.execute(update(session).where(*others).values(closed_at=now))


def ever_opened(db: Connection, school_id: int) -> bool:
    return db.scalar(select(session.c.id).where(session.c.school_id == school_id).limit(1)) is not None


def of(db: Connection, person_id: int) -> list[RowMapping]:
    query = select(session).where(session.c.person_id == person_id, session.c.closed_at.is_(None))
    return list(db.execute(query.order_by(session.c.id.desc())).mappings())
