"""An import's changes, many rows to a statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, update

from bot.store.tables import contact, contact_person, delivery, thread

Rows = Sequence[Mapping[str, Any]]
NOT_THEIRS = "not this person's phone any more"


def add(db: Connection, table: Table, school_id: int, rows: Rows) -> list[int]:
    """The new rows' ids, in the order of `rows`. Rows alike in every column are interchangeable, so that the
    database may answer in any order, as SQLite and PostgreSQL do for many rows at once."""
    if not rows:
        return []
    columns = list(rows[0])
    made = db.execute(
        insert(table).returning(table.c.id, *(table.c[name] for name in columns)),
        [{"school_id": school_id, **row} for row in rows],
    )
    ids: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for made_id, *values in made:
        ids[tuple(values)].append(made_id)
    return [ids[tuple(row[name] for name in columns)].pop() for row in rows]


def change(db: Connection, table: Table, rows: Rows) -> None:
    """Each row has its `id` and the columns to set, the same ones in all."""
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        db.execute(
            update(table).where(table.c.id == bindparam("new_id")).values(values),
            [{f"new_{name}": value for name, value in row.items()} for row in rows],
        )


def end(db: Connection, table: Table, ids: Iterable[int], now: datetime) -> None:
    change(db, table, [{"id": row, "until": now} for row in ids])


def unlink(db: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Takes people off phones; a phone that believed to be theirs asks again who writes."""
    keys = [{"phone": phone, "someone": someone} for phone, someone in pairs]
    if keys:
        these = (
            contact_person.c.contact_id == bindparam("phone"),
            contact_person.c.person_id == bindparam("someone"),
        )
        db.execute(delete(contact_person).where(*these), keys)
        theirs = contact.c.id == bindparam("phone"), contact.c.speaker_id == bindparam("someone")
        db.execute(update(contact).where(*theirs).values(speaker_id=None, speaker_until=None), keys)


def drop_waiting(db: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Drops what waits for people on phones that are not theirs any more; their calls check the rest."""
    keys = [{"phone": phone, "someone": someone} for phone, someone in pairs]
    if keys:
        theirs = delivery.c.contact_id == bindparam("phone"), delivery.c.person_id == bindparam("someone")
        # No IN: its list is written anew for each call, and a statement for many rows is written once.
        still = or_(delivery.c.state == "waiting", delivery.c.state == "gathered")
        waiting = update(delivery).where(*theirs, still)
        db.execute(waiting.values(state="cancelled", why=NOT_THEIRS), keys)


def open_threads(db: Connection, school_id: int, homes: Iterable[tuple[int, int]]) -> list[int]:
    """For each (child, household) that is new."""
    return add(db, thread, school_id, [{"child_id": pupil, "household_id": home} for pupil, home in homes])
