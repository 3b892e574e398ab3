"""What a person wrote, and its wordings."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.model.chat import Wording
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.tables import content, wanted_wording, wording


def keep(db: Connection, school_id: int, wordings: Sequence[Wording]) -> int:
    """Keeps words as written (NFC); the first wording is the original. Without words (a photo) there is none."""
    language = wordings[0].language if wordings else "en"
    content_id = insert_once(db, content, {"school_id": school_id, "language": language})
    assert content_id is not None  # nothing about it is unique
    put(db, school_id, content_id, wordings)
    return content_id


def put(db: Connection, school_id: int, content_id: int, wordings: Sequence[Wording]) -> None:
    for it in wordings:
        if it.words.strip():
            insert_once(db, wording, {
                "school_id": school_id, "content_id": content_id, "language": it.language,
                "words": unicodedata.normalize("NFC", it.words.strip()), "made_by": it.made_by,
                "engine": it.engine or None,
            })  # fmt: skip


def replace(db: Connection, school_id: int, content_id: int, wordings: Sequence[Wording]) -> None:
    """New wordings in place of all that were there; for what has not gone yet."""
    db.execute(wording.delete().where(wording.c.content_id == content_id))
    db.execute(wanted_wording.delete().where(wanted_wording.c.content_id == content_id))
    db.execute(content.update().where(content.c.id == content_id).values(language=wordings[0].language))
    put(db, school_id, content_id, wordings)


def wordings(db: Connection, content_ids: Sequence[int]) -> dict[int, list[Wording]]:
    """Each content's wordings, the original first."""
    found: dict[int, list[Wording]] = {it: [] for it in content_ids}
    for row in _WORDINGS.rows(db, contents=list(found)) if found else ():
        found[row["content_id"]].append(
            Wording(row["language"], row["words"], row["made_by"], row["engine"] or "")
        )
    return found


def best(wordings: Sequence[Wording], language: str) -> Wording | None:
    """A human wording in the reader's language, else the original as it was written."""
    return next((it for it in wordings if it.language == language), wordings[0] if wordings else None)


_WORDINGS = Prepared(lambda dialect: (
    select(wording.c.content_id, wording.c.language, wording.c.words, wording.c.made_by, wording.c.engine)
    .join(content, content.c.id == wording.c.content_id)
    .where(among(wording.c.content_id, "contents", dialect))
    .order_by((wording.c.language == content.c.language).desc(), wording.c.id)
))  # fmt: skip
