"""Answers that wait for the time that their writers have chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal_column, select, update

from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.rows import Row
from bot.store.tables import child, person, planned_answer, thread

OPEN = ("waiting", "stuck")


def put(db: Connection, school_id: int, **values: Any) -> int:
    made = insert(planned_answer).values(school_id=school_id, state="waiting", **values)
    return int(db.execute(made.returning(planned_answer.c.id)).scalar_one())


def one(db: Connection, planned_id: int, thread_id: int) -> Row | None:
    """One that has not gone, of this thread."""
    where = (planned_answer.c.id == planned_id, planned_answer.c.thread_id == thread_id)
    return db.execute(_open().where(*where)).mappings().first()


def in_threads(db: Connection, thread_ids: Collection[int]) -> list[Row]:
    """All that have not gone, the next first."""
    query = _open().where(planned_answer.c.thread_id.in_(thread_ids))
    return list(db.execute(query.order_by(planned_answer.c.due_at, planned_answer.c.id)).mappings())


def next_of(db: Connection, thread_ids: Collection[int]) -> dict[int, datetime]:
    """When the next answer goes, of those threads in which one waits."""
    query = (
        select(planned_answer.c.thread_id, func.min(planned_answer.c.due_at).label("at"))
        .where(planned_answer.c.thread_id.in_(thread_ids), planned_answer.c.state == "waiting")
        .group_by(planned_answer.c.thread_id)
    )
    return {row.thread_id: row.at for row in db.execute(query)}


def stuck(db: Connection, sight: Sight) -> list[Row]:
    """Those that could not go, in threads that may be seen: somebody has to decide what becomes of them."""
    return list(db.execute(_seen(sight, "stuck")).mappings())


def coming(db: Connection, sight: Sight, limit: int) -> list[Row]:
    """Those that wait for their time, in threads that may be seen, the next first."""
    return list(db.execute(_seen(sight, "waiting").limit(limit)).mappings())


def due(db: Connection, school_id: int, now: datetime, limit: int = 50) -> list[Row]:
    """Those whose time has come, held until the transaction ends: two that tick take turns."""
    query = (
        select(planned_answer)
        .where(planned_answer.c.state == "waiting", planned_answer.c.due_at <= now)
        .where(planned_answer.c.school_id == school_id)
        .order_by(planned_answer.c.due_at, planned_answer.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(db.execute(query).mappings())


def change(db: Connection, planned_id: int, **values: Any) -> bool:
    """False when it has gone, or was cancelled: whoever comes second changes nothing."""
    still = (planned_answer.c.id == planned_id, planned_answer.c.state.in_(OPEN))
    return db.execute(update(planned_answer).where(*still).values(values)).rowcount == 1


def became(db: Connection, planned_id: int, message_id: int) -> None:
    gone = planned_answer.c.id == planned_id
    db.execute(update(planned_answer).where(gone).values(message_id=message_id))


def _seen(sight: Sight, state: str) -> Any:
    return (
        _open(child.c.name.label("child_name"))
        .join(thread, thread.c.id == planned_answer.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
        # In these words, or a database does not see that its index holds just these.
        .where(
            planned_answer.c.school_id == sight.school_id,
            planned_answer.c.state == literal_column(f"'{state}'"),
        )
        .where(scope.within(sight, scope.threads, planned_answer.c.thread_id))
        .order_by(planned_answer.c.due_at, planned_answer.c.id)
    )


def _open(*more: Any) -> Any:
    return (
        select(planned_answer, person.c.name.label("author_name"), *more)
        .join(person, person.c.id == planned_answer.c.author_id)
        .where(planned_answer.c.state.in_(OPEN))
    )
