"""Writing what may already be there: the unique constraints decide, not memory."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam

from bot.store import prepared
from bot.store.prepared import Prepared


def insert_once(db: Connection, table: Table, row: Mapping[str, Any]) -> int | None:
    """The new row's id, or None when a unique constraint says that it is already there."""
    full = _defaults(table) | dict(row)
    return _once(table, tuple(full)).made(db, **full)


def insert_all_once(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """As insert_once for many: one repeat does not keep the others out."""
    if len(rows) == 1:
        insert_once(db, table, rows[0])
    elif rows:
        db.execute(insert_for(db, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def insert_for(db: Connection, table: Table) -> Any:
    """An INSERT in this database's own dialect: only those know ON CONFLICT."""
    return prepared.insert_for(table, db.dialect.name)


@lru_cache(maxsize=256)
def _once(table: Table, columns: tuple[str, ...]) -> Prepared:
    def build(dialect: str) -> Any:
        made = prepared.insert_for(table, dialect).values(
            {it: bindparam(it, type_=table.c[it].type) for it in columns}
        )
        made = made.on_conflict_do_nothing()
        return made if dialect == "sqlite" else made.returning(table.c.id)

    return Prepared(build)


def _defaults(table: Table) -> dict[str, Any]:
    return {name: it.arg(None) if it.is_callable else it.arg for name, it in _defaulting(table)}


@lru_cache(maxsize=256)
def _defaulting(table: Table) -> tuple[tuple[str, Any], ...]:
    """The columns that Core would fill in by itself."""
    return tuple((it.name, it.default) for it in table.columns if it.default is not None)
