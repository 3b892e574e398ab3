"""Writing what may already be there: the unique constraints decide, not memory."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam

from bot.store import prepared
from bot.store.prepared import Prepared


def insert_once(db: Connection, table: Table, row: Mapping[str, Any]) -> int | None:
    """The new row's id, or None when a unique constraint says that it is already there."""
    once, filling = _once(table, tuple(row))
    return once.made(db, {**{name: fill(None) for name, fill in filling}, **row} if filling else row)


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
def _once(table: Table, columns: tuple[str, ...]) -> tuple[Prepared, tuple[tuple[str, Any], ...]]:
    """The statement, and what fills in the columns that Core would fill in anew for each row.

    What it would fill in alike for each is said in the statement.
    """
    left: Any = [
        (it.name, it.default) for it in table.columns if it.default is not None and it.name not in columns
    ]
    filling = tuple((name, default.arg) for name, default in left if default.is_callable)
    alike = {name: default.arg for name, default in left if not default.is_callable}

    def build(dialect: str) -> Any:
        given = (*columns, *(name for name, _ in filling))
        values = {it: bindparam(it, type_=table.c[it].type) for it in given}
        made = prepared.insert_for(table, dialect).values({**alike, **values}).on_conflict_do_nothing()
        return made if dialect == "sqlite" else made.returning(table.c.id)

    return Prepared(build), filling
