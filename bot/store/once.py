"""Writing what may already be there: the unique constraints decide, not memory."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(db: Connection, table: Table, row: Mapping[str, Any]) -> int | None:
    """The new row's id, or None when a unique constraint says that it is already there."""
    statement = insert_for(db, table).values(dict(row)).on_conflict_do_nothing().returning(table.c.id)
    found: int | None = db.execute(statement).scalar()
    return found


def insert_all_once(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As insert_once for many: one repeat does not keep the others out."""
    if rows:
        db.execute(insert_for(db, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def insert_for(db: Connection, table: Table) -> Any:
    """An INSERT in this database's own dialect: only those know ON CONFLICT."""
    return insert_into(db.dialect.name, table)


def insert_into(dialect: str, table: Table) -> Any:
    """The same for a statement that is built once and kept."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
