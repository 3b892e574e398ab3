"""Series among the school's rows: what they are called, and their texts in order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from bot.model.chat import Wording
from bot.model.series import Part, PartKind, Series
from bot.store import contents
from bot.store.once import insert_once
from bot.store.tables import series, series_part


def keep(db: Connection, school_id: int, it: Series, now: datetime, once: str | None = None) -> int | None:
    """A new series with its parts; None where this very one (by its key, or by `once`) is there already."""
    made = insert_once(db, series, {
        "school_id": school_id, "author_id": it.author_id, "key": it.key or None, "name": it.name,
        "subject": it.subject, "youngest": it.ages[0], "oldest": it.ages[1], "about": it.about, "once": once,
        "created_at": now,
    })  # fmt: skip
    if made is not None:
        for number, part in enumerate(it.parts, 1):
            _put(db, school_id, made, number, part)
    return made


def by_once(db: Connection, school_id: int, once: str) -> int | None:
    return db.scalar(select(series.c.id).where(series.c.school_id == school_id, series.c.once == once))


def by_key(db: Connection, school_id: int, key: str) -> int | None:
    return db.scalar(select(series.c.id).where(series.c.school_id == school_id, series.c.key == key))


def one(db: Connection, school_id: int, series_id: int) -> Series | None:
    query = select(series).where(series.c.school_id == school_id, series.c.id == series_id)
    row = db.execute(query).mappings().first()
    return _series(row, _parts(db, [series_id]).get(series_id, ())) if row else None


def every(db: Connection, school_id: int) -> list[Series]:
    query = select(series).where(series.c.school_id == school_id).order_by(series.c.name, series.c.id)
    rows = db.execute(query).mappings().all()
    parts = _parts(db, [row["id"] for row in rows])
    return [_series(row, parts.get(row["id"], ())) for row in rows]


def part(db: Connection, series_id: int, number: int) -> RowMapping | None:
    """Of one text: its `content_id`, `kind` and `choices`."""
    query = select(series_part).where(series_part.c.series_id == series_id, series_part.c.number == number)
    return db.execute(query).mappings().first()


def as_part(db: Connection, row: RowMapping) -> Part:
    return _part(row, contents.wordings(db, [row["content_id"]])[row["content_id"]])


def count(db: Connection, series_id: int) -> int:
    query = select(func.count()).where(series_part.c.series_id == series_id)
    return int(db.scalar(query) or 0)


def rename(db: Connection, series_id: int, **values: Any) -> None:
    db.execute(update(series).where(series.c.id == series_id).values(**values))


def put_part(db: Connection, school_id: int, series_id: int, number: int, it: Part) -> None:
    """Another text at this place; those from there on move one further."""
    last = count(db, series_id)
    later = (series_part.c.series_id == series_id, series_part.c.number >= number)
    db.execute(update(series_part).where(*later).values(number=series_part.c.number + 1))
    _put(db, school_id, series_id, min(number, last + 1), it)


def change_part(db: Connection, school_id: int, series_id: int, number: int, it: Part) -> None:
    """Other words for this text. What has gone out keeps its own: a prompt has its own content."""
    row = part(db, series_id, number)
    if row is not None:
        contents.replace(db, school_id, row["content_id"], it.wordings)
        values = {"kind": it.kind.value, "choices": _listed(it.choices)}
        db.execute(update(series_part).where(series_part.c.id == row["id"]).values(values))


def remove_part(db: Connection, series_id: int, number: int) -> None:
    mine = series_part.c.series_id == series_id
    db.execute(delete(series_part).where(mine, series_part.c.number == number))
    db.execute(
        update(series_part).where(mine, series_part.c.number > number).values(number=series_part.c.number - 1)
    )


def swap_parts(db: Connection, series_id: int, one: int, other: int) -> None:
    ids = {row["number"]: row["id"] for row in _rows(db, [series_id]) if row["number"] in (one, other)}
    if len(ids) == 2:
        for number, row_id in ((one, ids[other]), (other, ids[one])):
            db.execute(update(series_part).where(series_part.c.id == row_id).values(number=number))


def _put(db: Connection, school_id: int, series_id: int, number: int, it: Part) -> None:
    content_id = contents.keep(db, school_id, it.wordings)
    db.execute(insert(series_part).values(
        school_id=school_id, series_id=series_id, content_id=content_id, number=number, kind=it.kind.value,
        choices=_listed(it.choices),
    ))  # fmt: skip


def _listed(choices: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {tag: list(words) for tag, words in choices.items()}


def _parts(db: Connection, series_ids: Collection[int]) -> dict[int, tuple[Part, ...]]:
    rows = _rows(db, series_ids)
    worded = contents.wordings(db, [row["content_id"] for row in rows])
    found: dict[int, tuple[Part, ...]] = {}
    for row in rows:
        it = _part(row, worded[row["content_id"]])
        found[row["series_id"]] = (*found.get(row["series_id"], ()), it)
    return found


def _part(row: RowMapping, wordings: Sequence[Wording]) -> Part:
    choices = {tag: tuple(words) for tag, words in row["choices"].items()}
    return Part(PartKind(row["kind"]), tuple(wordings), choices)


def _rows(db: Connection, series_ids: Collection[int]) -> Sequence[RowMapping]:
    query = select(series_part).where(series_part.c.series_id.in_(series_ids))
    return db.execute(query.order_by(series_part.c.series_id, series_part.c.number)).mappings().all()


def _series(row: RowMapping, parts: tuple[Part, ...]) -> Series:
    return Series(
        row["name"], row["subject"], (row["youngest"], row["oldest"]), parts, row["about"], row["key"] or "",
        row["id"], row["author_id"],
    )  # fmt: skip
