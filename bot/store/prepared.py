"""Statements of the busy paths: built and compiled once, then run on the driver's own cursor.

To build a statement and to find it again in Core's cache costs ten times what SQLite needs to run it. The words
stay Core's: its types, both dialects, and a caller who names each value.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Connection, Float, Table, Text, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType, TypeDecorator

Found = dict[str, Any]
#: Of one value: its name, whether the statement has it fixed, the fixed value, how the driver wants it.
_Written = tuple[str, bool, Any, Callable[[Any], Any] | None]


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

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(list(value))


class _Ready:
    """A statement as one driver takes it."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.dialect, self.sql = dialect, str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise ValueError("an IN of a list in Python is another statement each time: see among()")
        self.positional = bool(compiled.positional)
        names = compiled.positiontup if self.positional else list(compiled.bind_names.values())
        written = [_written(name, compiled.binds[name], dialect) for name in names]
        if dialect.name == "sqlite":
            self.sql, written = _spelt_out(self.sql, written)
            names = [name for name, *_ in written]
        self.constants: Any = [constant for _name, _fixed, constant, _write in written]
        if not self.positional:
            self.constants = dict(zip(names, self.constants, strict=True))
        self.write = [
            (place if self.positional else name, name, write)
            for place, (name, fixed, _constant, write) in enumerate(written)
            if not fixed
        ]
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
        given = self.constants.copy()
        for place, name, write in self.write:
            given[place] = write(values[name]) if write else values[name]
        return given

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


def _spelt_out(sql: str, written: Sequence[_Written]) -> tuple[str, list[_Written]]:
    """Values that never change stand in the statement itself.

    SQLite makes its plan anew whenever a value is given that a partial index might have been chosen by: the claim's
    `state = ?` alone cost 2 ms a time, fifty times what the rest of it takes.
    """
    between = sql.split("?")
    if len(between) != len(written) + 1:  # a question mark stands in its words: then nothing is touched
        return sql, list(written)
    said, left = between[0], []
    for it, rest in zip(written, between[1:], strict=True):
        literal = _literal(it[2]) if it[1] else ""
        said += (literal or "?") + rest
        if not literal:
            left.append(it)
    return said, left


def _literal(value: Any) -> str:
    """As SQL writes it; "" for what has no plain way to be written."""
    if value is None:
        return "NULL"
    if type(value) in (bool, int):
        return str(int(value))
    if type(value) is str and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return ""


def _written(name: str, bind: Any, dialect: Dialect) -> _Written:
    write = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(bind.type, NullType):
        write = _no_moment
    if bind.required:
        return name, False, None, write
    constant = bind.effective_value
    return name, True, write(constant) if write else constant, write


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
