"""Texts that their carrier counted differently from us: it bills what it counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from bot.store.tables import attempt


@dataclass(frozen=True)
class Miscounted:
    delivery_id: int
    ours: int
    theirs: int


@dataclass(frozen=True)
class Counts:
    """Of the texts of some time: how many their carrier has told a count for, and those that differ from ours."""

    told: int
    different: int
    first: tuple[Miscounted, ...]  #: the newest of these


def since(db: Connection, school_id: int, moment: datetime, most: int = 20) -> Counts:
    here = (attempt.c.school_id == school_id, attempt.c.called_at >= moment)
    # In these words, or a database does not see that its index holds just these.
    differs: tuple[ColumnElement[bool], ...] = (*here, literal_column("charged <> segments"))
    told = db.scalar(select(func.count()).select_from(attempt).where(*here, attempt.c.charged.is_not(None)))
    different = db.scalar(select(func.count()).select_from(attempt).where(*differs))
    newest = select(attempt.c.delivery_id, attempt.c.segments, attempt.c.charged).where(*differs)
    rows = db.execute(newest.order_by(attempt.c.called_at.desc(), attempt.c.id.desc()).limit(most))
    return Counts(int(told or 0), int(different or 0), tuple(Miscounted(*row) for row in rows))
