"""Writing many rows so that they can be put back: what each was before, and what it was made."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from bot.store import many
from bot.store.columns import Moment
from bot.store.many import Rows
from bot.store.tables import contact_person, metadata

AT_ONCE = 5000  # ids in one statement: fewer than either database's limit
Values = dict[str, Any]


class Pen:
    """Writes through `many`, and remembers. Rows are known by table and id, so that a day later they are found."""

    def __init__(self, db: Connection, school_id: int, now: datetime) -> None:
        self.db, self.school_id, self.now = db, school_id, now
        self._added: dict[str, list[int]] = {}
        self._before: dict[str, dict[int, Values]] = {}
        self._unlinked: list[tuple[int, int]] = []

    def add(self, table: Table, rows: Rows) -> list[int]:
        made = many.add(self.db, table, self.school_id, rows)
        self._added.setdefault(table.name, []).extend(made)
        return made

    def change(self, table: Table, rows: Rows) -> None:
        if rows:
            self.watch(table, [row["id"] for row in rows], [name for name in rows[0] if name != "id"])
            many.change(self.db, table, rows)

    def end(self, table: Table, ids: Iterable[int]) -> None:
        self.change(table, [{"id": row, "until": self.now} for row in ids])

    def unlink(self, pairs: Sequence[tuple[int, int]]) -> None:
        many.unlink(self.db, pairs)
        self._unlinked.extend(pairs)

    def open_threads(self, homes: Iterable[tuple[int, int]]) -> None:
        self._added.setdefault("thread", []).extend(many.open_threads(self.db, self.school_id, homes))

    def watch(self, table: Table, ids: Collection[int], columns: Iterable[str]) -> None:
        """Remembers what these columns are now. What they are in the end is read when the steps are."""
        known = self._before.setdefault(table.name, {})
        for row, values in values_of(self.db, table, ids, columns):
            known[row] = values | known.get(row, {})

    def steps(self) -> dict[str, Any]:
        """All that was written, as it can be kept."""
        changed = {}
        for name, before in self._before.items():
            table = metadata.tables[name]
            columns = {column for values in before.values() for column in values}
            after = dict(values_of(self.db, table, list(before), columns))
            changed[name] = [
                [row, put(table, values), put(table, {column: after[row][column] for column in values})]
                for row, values in before.items()
                if row in after and any(after[row][column] != value for column, value in values.items())
            ]
        return {"added": self._added, "changed": changed, "unlinked": self._unlinked}


def values_of(
    db: Connection, table: Table, ids: Collection[int], columns: Iterable[str]
) -> Iterator[tuple[int, Values]]:
    names = sorted(columns)
    for some in in_parts(ids):
        query = select(table.c.id, *(table.c[name] for name in names)).where(table.c.id.in_(some))
        for row in db.execute(query):
            yield row[0], dict(zip(names, row[1:], strict=True))


def in_parts(ids: Collection[int]) -> Iterator[list[int]]:
    found = list(ids)
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def put(table: Table, values: Values) -> Values:
    """Values as JSON can hold them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def taken(table: Table, values: Values) -> Values:
    """The same, as the table has them."""
    return {
        name: datetime.fromisoformat(value) if value and isinstance(table.c[name].type, Moment) else value
        for name, value in values.items()
    }


def links(db: Connection, ids: Collection[int]) -> list[tuple[int, int]]:
    """Whose phones these rows are: (contact, person)."""
    found = [values for _, values in values_of(db, contact_person, ids, ("contact_id", "person_id"))]
    return [(values["contact_id"], values["person_id"]) for values in found]
