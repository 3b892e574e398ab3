"""Pictures and voice notes: wanted, held, failed. The bytes are files; the rows say which."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.model.heard import Sight
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import media


def want(
    db: Connection, school_id: int, content_id: int, channel: str, sights: Sequence[Sight], now: datetime
) -> None:
    for it in sights:
        db.execute(insert(media).values(
            school_id=school_id, content_id=content_id, kind=it.kind, channel=channel, reference=it.reference,
            mime=it.mime, seconds=it.seconds, state="wanted", again_at=now,
        ))  # fmt: skip


def wanted(db: Connection, now: datetime, limit: int = 8) -> list[RowMapping]:
    query = select(media).where(media.c.state == "wanted", media.c.again_at <= now).order_by(media.c.id)
    return list(db.execute(query.limit(limit)).mappings())


def change(db: Connection, media_id: int, **values: Any) -> None:
    db.execute(update(media).where(media.c.id == media_id).values(**values))


def of_contents(db: Connection, content_ids: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in _OF_CONTENTS.rows(db, contents=list(content_ids)) if content_ids else ():
        found.setdefault(row["content_id"], []).append(row)
    return found


def one(db: Connection, school_id: int, media_id: int) -> RowMapping | None:
    query = select(media).where(media.c.school_id == school_id, media.c.id == media_id)
    return db.execute(query).mappings().first()


_OF_CONTENTS = Prepared(lambda dialect: select(media)
    .where(among(media.c.content_id, "contents", dialect)).order_by(media.c.id))  # fmt: skip
