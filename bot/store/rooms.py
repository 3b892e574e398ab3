"""Rooms by name."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.languages.folding import fold
from bot.model.people import Room
from bot.store.once import insert_once
from bot.store.tables import room


def every(db: Connection, school_id: int) -> list[Room]:
    query = select(room.c.id, room.c.name).where(room.c.school_id == school_id).order_by(room.c.name)
    return [Room(row.id, row.name) for row in db.execute(query)]


def add(db: Connection, school_id: int, name: str) -> int | None:
    """A new room; None where there is one of this name, however it is spelled."""
    return insert_once(db, room, {"school_id": school_id, "name": name, "folded": fold(name)})


def named(db: Connection, school_id: int, names: Sequence[str]) -> list[int]:
    """The ids of these rooms, however they are spelled; of every room when none is named."""
    wanted = {fold(name) for name in names}
    return [it.id for it in every(db, school_id) if not wanted or fold(it.name) in wanted]
