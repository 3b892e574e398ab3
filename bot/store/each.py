"""A change that is made once for each of many rows, and each with values of its own.

To SQLite it is said row by row: a prepared statement takes its values at no cost. PostgreSQL is told once, with a list
for each value: what lies between it and us is a network, and to it each statement is a piece of work of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, bindparam, column, func, insert, select

from bot.store.prepared import Prepared


class Each:
    """`values` are what each row brings, and of which kind; `build` makes the statement of them, by their names.

    Rows must not be alike in what the statement finds them by. Raises what Prepared raises.
    """

    def __init__(self, values: Mapping[str, Any], build: Callable[[Any], Any]) -> None:
        self._values = values
        self._statement = Prepared(
            lambda dialect: build(_listed(values) if dialect == "postgresql" else _given(values))
        )

    def run(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        if not rows:
            return
        if db.dialect.name == "postgresql":
            self._statement.run(db, **{name: [row[name] for row in rows] for name in self._values})
        else:
            self._statement.each(db, rows)


def added(table: Table, values: Mapping[str, Any]) -> Any:
    """A new row of each."""
    return insert(table).from_select(list(values), select(*values.values()), include_defaults=False)


def _given(values: Mapping[str, Any]) -> Any:
    return SimpleNamespace(**{name: bindparam(name, type_=kind) for name, kind in values.items()})


def _listed(values: Mapping[str, Any]) -> Any:
    lists = [bindparam(name, type_=ARRAY(kind)) for name, kind in values.items()]
    rows = func.unnest(*lists).table_valued(*(column(name, kind) for name, kind in values.items()))
    return rows.render_derived(name="given").c
