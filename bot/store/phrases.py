"""The school's phrase book as rows."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select

from bot.store.once import insert_for
from bot.store.tables import phrase


def keep(db: Connection, school_id: int, source: str, target: str, folded: str, words: str, said: str,
         now: datetime, person_id: int | None = None) -> None:  # fmt: skip
    """Keeps a pair; a newer one for the same words takes the older one's place."""
    row = {"school_id": school_id, "source": source, "target": target, "folded": folded, "words": words, "said": said,
           "person_id": person_id, "at": now}  # fmt: skip
    made = insert_for(db, phrase).values(row)
    newer = {name: made.excluded[name] for name in ("words", "said", "person_id", "at")}
    db.execute(
        made.on_conflict_do_update(index_elements=["school_id", "source", "target", "folded"], set_=newer)
    )


def of_pair(db: Connection, school_id: int, source: str, target: str) -> list[RowMapping]:
    query = select(phrase).where(
        phrase.c.school_id == school_id, phrase.c.source == source, phrase.c.target == target
    )
    return list(db.execute(query.order_by(phrase.c.id.desc())).mappings())


def every(db: Connection, school_id: int, limit: int = 500) -> list[RowMapping]:
    """The whole book, by the words."""
    query = select(phrase).where(phrase.c.school_id == school_id).order_by(phrase.c.folded, phrase.c.target)
    return list(db.execute(query.limit(limit)).mappings())


def remove(db: Connection, school_id: int, phrase_id: int) -> bool:
    """Takes a pair out; False when there is no such pair here."""
    where = (phrase.c.school_id == school_id, phrase.c.id == phrase_id)
    return db.execute(delete(phrase).where(*where)).rowcount == 1
