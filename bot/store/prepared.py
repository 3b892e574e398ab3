"""Statements of the busy paths: built and compiled once, then run on the driver's own cursor.

To build a statement and to find it again in Core's cache costs ten times what SQLite needs to run it. The words
stay Core's: its types, both dialects, and a caller who names each value.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Connection, Float, Table, Text, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType, TypeDecorator

Found = dict[str, Any]


class Prepared:
    """One statement, its values named by bindparams. `build` is called once a dialect, with the dialect's name.

    Raises what Core's own execute raises: DBAPIError, and LookupError where a value was not given.
    """

    def __init__(self, build: Callable[[str], Any]) -> None:
        self._build = build
        self._ready: dict[str, _Ready] = {}

    def rows(self, db: Connection, **values: Any) -> list[Found]:
        """Every row, by the names of its columns."""
        ready = self._for(db)
        return [ready.named(row) for row in ready.run(db, values).fetchall()]

    def first(self, db: Connection, **values: Any) -> Found | None:
        ready = self._for(db)
        found = ready.run(db, values).fetchall()
        return ready.named(found[0]) if found else None

    def one(self, db: Connection, **values: Any) -> Found:
        """The row. LookupError where there is none."""
        found = self.first(db, **values)
        if found is None:
            raise LookupError("there is no such row")
        return found

    def values(self, db: Connection, **values: Any) -> list[Any]:
        """The first column of every row."""
        ready = self._for(db)
        read = ready.read[0]
        return [read(row[0]) if read else row[0] for row in ready.run(db, values).fetchall()]

    def value(self, db: Connection, **values: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.values(db, **values)
        return found[0] if found else None

    def run(self, db: Connection, **values: Any) -> int:
        """Does it; how many rows it changed."""
        return int(self._for(db).run(db, values).rowcount)

    def each(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Does it once for each of `rows`."""
        if rows:
            self._for(db).run_each(db, rows)

    def _for(self, db: Connection) -> "_Ready":
        ready = self._ready.get(db.dialect.name)
        if ready is None:
            ready = self._ready[db.dialect.name] = _Ready(self._build(db.dialect.name), db.dialect)
        return ready


def among(column: Any, name: str, dialect: str) -> Any:
    """`column` is one of a list, which is given as one value: an IN of any length is one statement."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    return column.in_(select(func.json_each(bindparam(name, type_=_Listed)).table_valued("value").c.value))


def insert_for(table: Table, dialect: str) -> Any:
    """An INSERT in this dialect: only those know ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


class _Listed(TypeDecorator[Any]):
    """A list as SQLite's json_each reads it."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        return _as_list


def _as_list(value: Collection[Any]) -> str:
    return json.dumps(list(value))


class _Ready:
    """A statement as one driver takes it."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = _spelled_out(dialect)(dialect, statement)
        self.dialect, self.sql = dialect, str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise ValueError("an IN of a list in Python is another statement each time: see among()")
        self.positional = bool(compiled.positional)
        names = compiled.positiontup if self.positional else list(compiled.bind_names.values())
        self.write = [(name, _writer(compiled.binds[name].type, dialect)) for name in names]
        columns = getattr(statement, "exported_columns", None) or ()
        self.names = [it.key for it in columns]
        self.read = [_reader(it.type, dialect) for it in columns]
        by_name = dict(zip(self.names, self.read, strict=True))
        self.readers = [(name, read) for name, read in by_name.items() if read]

    def run(self, db: Connection, values: Mapping[str, Any]) -> Any:
        raw: Any = db.connection.dbapi_connection
        given = self._given(values)
        try:
            return raw.execute(self.sql, given)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._told(error) from error

    def run_each(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        raw: Any = db.connection.dbapi_connection
        given = [self._given(values) for values in rows]
        try:
            raw.cursor().executemany(self.sql, given)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._told(error) from error

    def _given(self, values: Mapping[str, Any]) -> Any:
        if self.positional:
            return [write(values[name]) if write else values[name] for name, write in self.write]
        return {name: write(values[name]) if write else values[name] for name, write in self.write}

    def _told(self, error: Any) -> BaseException:
        """As Core would raise it."""
        broken = self.dialect.loaded_dbapi.Error
        told: BaseException = DBAPIError.instance(
            self.sql, None, error, broken, hide_parameters=True, dialect=self.dialect
        )
        return told

    def named(self, row: Sequence[Any]) -> Found:
        found = dict(zip(self.names, row, strict=True))
        for name, read in self.readers:
            found[name] = read(found[name])
        return found


def _spelled_out(dialect: Dialect) -> Any:
    """Compiles a statement so that the values it has fixed are words in it, and only the others are given.

    SQLite plans a statement anew at each run where a given value is compared with a column that an index of few
    rows speaks of: not before it knows what "state = ?" means can it tell whether `WHERE state = 'waiting'` covers it.
    """

    class SpelledOut(dialect.statement_compiler):  # type: ignore[misc,name-defined]
        def visit_bindparam(self, bindparam: Any, literal_binds: bool = False, **how: Any) -> Any:
            fixed = literal_binds or not bindparam.required
            return super().visit_bindparam(bindparam, literal_binds=fixed, **how)

    return SpelledOut


def _writer(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the driver wants a value."""
    if isinstance(kind, NullType):
        return _no_moment
    writer: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return writer


def _reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a column's value is read; fractions are Python's own in both drivers."""
    if isinstance(kind, Float):
        return None
    reader: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return reader


def _no_moment(value: Any) -> Any:
    """A value of which nobody has said what kind it is. A moment would go in as the driver likes to write it."""
    if isinstance(value, datetime):
        raise ValueError("say that this value is a Moment")
    return value
