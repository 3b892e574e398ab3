"""Statements of the busy paths: built and compiled once, then run on the driver's own cursor.

To build a statement and to find it again in Core's cache costs ten times what SQLite needs to run it. The words
stay Core's: its types, both dialects, and a caller who names each value.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, Text, any_, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator

from bot.store.engine import driver
from bot.store.spelled import reader, spelled_out, writer

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

    def bare(self, db: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Every row as the driver gives it, for columns that need no reading: to name those of a long list costs as
        much as to find them."""
        ready = self._for(db)
        if ready.readers:
            raise ValueError("a column has to be read: see rows()")
        found: list[tuple[Any, ...]] = ready.run(db, values).fetchall()
        return found

    def value(self, db: Connection, **values: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.values(db, **values)
        return found[0] if found else None

    def run(self, db: Connection, **values: Any) -> int:
        """Does it; how many rows it changed."""
        return int(self._for(db).run(db, values).rowcount)

    def made(self, db: Connection, values: Mapping[str, Any]) -> int | None:
        """The id of the row that this INSERT made, or None where it made none.

        On SQLite the driver knows it: RETURNING would cost as much there as the row itself.
        """
        if db.dialect.name != "sqlite":
            found: int | None = self.value(db, **values)
            return found
        done = self._for(db).run(db, values)
        return int(done.lastrowid) if done.rowcount else None

    def each(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Does it once for each of `rows`."""
        if rows:
            self._for(db).run_each(db, rows)

    def _for(self, db: Connection) -> "_Ready":
        ready = self._ready.get(db.dialect.name)
        if ready is None:
            ready = self._ready[db.dialect.name] = _Ready(self._build(db.dialect.name), db.dialect)
        return ready


def among(column: Any, name: str, dialect: str, few: bool = False) -> Any:
    """`column` is one of a list, which is given as one value: an IN of any length is one statement.

    On SQLite, a list of one is compared as what it holds: to read it as a list would cost as much as to find its row.
    PostgreSQL takes a list of unknown length for ten, and plans anew at each run where it sees fewer. `few`: a home's
    people, or a person's phones: it is not shown how many there are, since planning would cost more than the rows.
    """
    if dialect == "postgresql":
        listed = ARRAY(column.type)
        given: Any = bindparam(name, type_=listed)
        return column == any_(cast(select(given).scalar_subquery(), listed) if few else given)
    return column.in_(select(func.json_each(bindparam(name, type_=_Listed)).table_valued("value").c.value))


_FROM_LIST = re.compile(r"(?<!NOT )IN \(SELECT (\w+)\.value\s+FROM json_each\(\?\) AS \1\)")


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
        compiled = spelled_out(dialect)(dialect, statement)
        self.dialect, self.sql = dialect, str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise ValueError("an IN of a list in Python is another statement each time: see among()")
        self.positional = bool(compiled.positional)
        self.names = compiled.positiontup if self.positional else list(compiled.bind_names.values())
        self.in_order = _in_order(self.names)
        kinds = [compiled.binds[name].type for name in self.names]
        self.lists = [place for place, kind in enumerate(kinds) if isinstance(kind, _Listed)]
        self.of_one, found = _FROM_LIST.subn("= ?", self.sql)
        if found != len(self.lists):
            raise ValueError("a list is given where among() says so, and not turned round")
        writers = [
            (place, writer(kind, dialect)) for place, kind in enumerate(kinds) if place not in self.lists
        ]
        self.writers = [(place, write) for place, write in writers if write]
        columns = getattr(statement, "exported_columns", None) or ()
        self.columns = [it.key for it in columns]
        self.read = [reader(it.type, dialect) for it in columns]
        by_name = dict(zip(self.columns, self.read, strict=True))
        self.readers = [(name, read) for name, read in by_name.items() if read]

    def run(self, db: Connection, values: Mapping[str, Any]) -> Any:
        sql, given = self._worded(values)
        try:
            return driver(db).execute(sql, given)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._told(error) from error

    def run_each(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        given = [self._given(values) for values in rows]
        try:
            driver(db).executemany(self.sql, given)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._told(error) from error

    def _worded(self, values: Mapping[str, Any]) -> tuple[str, Any]:
        """What to run, with its values as the driver takes them. Lists of one each are no lists: see among()."""
        given = self._given(values)
        if not self.lists:
            return self.sql, given
        if all(len(given[place]) == 1 for place in self.lists):
            for place in self.lists:
                (given[place],) = given[place]
            return self.of_one, given
        for place in self.lists:
            given[place] = json.dumps(list(given[place]))
        return self.sql, given

    def _given(self, values: Mapping[str, Any]) -> Any:
        """As the driver takes them, in the statement's order or by name."""
        given = [*self.in_order(values)]
        for place, write in self.writers:
            given[place] = write(given[place])
        return given if self.positional else dict(zip(self.names, given, strict=True))

    def _told(self, error: Any) -> BaseException:
        """As Core would raise it."""
        broken = self.dialect.loaded_dbapi.Error
        told: BaseException = DBAPIError.instance(
            self.sql, None, error, broken, hide_parameters=True, dialect=self.dialect
        )
        return told

    def named(self, row: Sequence[Any]) -> Found:
        found = dict(zip(self.columns, row, strict=False))  # both are this statement's
        for name, read in self.readers:
            found[name] = read(found[name])
        return found


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """How all values are taken at once. LookupError where one is missing."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]
