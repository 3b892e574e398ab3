"""Words that can be found again: SQLite's FTS5, PostgreSQL's full text, over the same folded words.

Nothing is written here while a family's words are kept: the index follows, and whoever looks for something lets it
catch up first. What is deleted leaves it at once, whoever deletes it: by a trigger, and by a foreign key.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, column, select, table, text

from bot.languages.finding import tokens
from bot.model.chat import MessageKind
from bot.store.columns import Id
from bot.store.console.scope import Sight, threads, within
from bot.store.learners import BY_CHILD
from bot.store.rows import Row
from bot.store.tables import child, message, person, thread, wording

#: On PostgreSQL rows come to sight in another order than that of their numbers: so far back nothing is passed over.
LOOK_BACK = 2_000
A_PAGE = 500


def catch_up(db: Connection, limit: int = A_PAGE) -> int:
    """Takes in what has been said since; how many wordings."""
    key = _key(db)
    newest = db.scalar(select(key).order_by(key.desc()).limit(1)) or 0
    known = select(key).where(key > newest - LOOK_BACK)
    query = select(wording.c.id, wording.c.words).where(
        wording.c.id > newest - LOOK_BACK, wording.c.id.not_in(known)
    )
    rows = db.execute(query.order_by(wording.c.id).limit(limit)).all()
    if rows:
        db.execute(text(_PUT[db.dialect.name]), [_kept(db, row.id, tokens(row.words)) for row in rows])
    return len(rows)


def find(db: Connection, sight: Sight, looked_for: Sequence[str], *, since: datetime | None = None,
         until: datetime | None = None, limit: int = 50) -> list[Row]:  # fmt: skip
    """Messages that hold all of these words, or words that begin so, in one of their wordings; newest first.

    `looked_for`: as bot.languages.finding.asked gives them. None of them: everything in that time.
    """
    query = _messages(sight).limit(limit)
    if since is not None or until is not None:
        query = query.where(
            message.c.kind.in_([it.value for it in MessageKind])
        )  # so that the index by kind and time leads
    if since is not None:
        query = query.where(message.c.said_at >= since)
    if until is not None:
        query = query.where(message.c.said_at < until)
    if not looked_for:
        return list(db.execute(query.order_by(message.c.id.desc())).mappings())
    key = _key(db)
    query = (
        query.add_columns(wording.c.words, wording.c.language)
        .join(wording, wording.c.content_id == message.c.content_id)
        .join(_FINDING, key == wording.c.id)
        .where(text(_HOLDS[db.dialect.name]).bindparams(looked_for=_asked(db, looked_for)))
        .order_by(key.desc())
    )
    found: dict[int, Row] = {}
    for row in db.execute(query).mappings():  # a message with two wordings that hold them is one
        found.setdefault(row["id"], row)
    return list(found.values())


def children(db: Connection, sight: Sight, looked_for: Sequence[str], limit: int = 12) -> list[Row]:
    """The threads of children whose names hold all of these words."""
    query = (
        select(
            thread.c.id, thread.c.household_id, child.c.id.label("child_id"), child.c.name.label("child_name")
        )
        .join(child, child.c.id == thread.c.child_id)
        .where(
            within(sight, threads, thread.c.id),
            *(child.c.folded.contains(it, autoescape=True) for it in looked_for),
        )
    )
    return list(db.execute(query.order_by(child.c.name, thread.c.id).limit(limit)).mappings())


def forget(db: Connection) -> None:
    """After much was deleted: what SQLite still keeps of it in older parts of its index goes too."""
    if db.dialect.name == "sqlite":
        db.execute(text("INSERT INTO finding (finding) VALUES ('optimize')"))


_FINDING = table("finding", column("rowid", Id), column("wording_id", Id))
_PUT = {
    "sqlite": "INSERT INTO finding (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO finding (wording_id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[]))) "
    "ON CONFLICT DO NOTHING",
}
_HOLDS = {
    "sqlite": "finding MATCH :looked_for",
    "postgresql": "finding.words @@ CAST(:looked_for AS tsquery)",
}


def _key(db: Connection) -> Any:
    return _FINDING.c["rowid" if db.dialect.name == "sqlite" else "wording_id"]


def _kept(db: Connection, wording_id: int, words: list[str]) -> dict[str, Any]:
    return {
        "id": wording_id,
        "words": " ".join(words) if db.dialect.name == "sqlite" else list(dict.fromkeys(words)),
    }


def _asked(db: Connection, looked_for: Sequence[str]) -> str:
    """Each word as one that something begins with. They hold letters and digits only, and stand in quotes besides."""
    if db.dialect.name == "sqlite":
        return " AND ".join(f'"{it}" *' for it in looked_for)
    return " & ".join(f"'{it}':*" for it in looked_for)


def _messages(sight: Sight) -> Select[Any]:
    return (
        select(message, person.c.name.label("writer_name"), child.c.name.label("child_name"),
               child.c.id.label("child_id"), thread.c.household_id, BY_CHILD)
        .join(person, person.c.id == message.c.author_id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
        .where(within(sight, threads, message.c.thread_id))
    )  # fmt: skip
