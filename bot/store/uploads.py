"""Pictures on their way to us by a link, piece by piece. How many bytes are here is a row: a broken line loses none."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, update

from bot.store.once import insert_once
from bot.store.tables import code, upload


def under(db: Connection, code_id: int) -> RowMapping | None:
    """What is on its way under a code, or has come; held until the transaction ends."""
    query = select(upload).where(upload.c.code_id == code_id).with_for_update()
    return db.execute(query).mappings().first()


def begin(db: Connection, school_id: int, code_id: int, contact_id: int, mark: str, file: str,
          now: datetime) -> RowMapping:  # fmt: skip
    """The picture with this mark, as far as it has come. Another one under the same code takes its place."""
    insert_once(db, upload, {
        "school_id": school_id, "code_id": code_id, "contact_id": contact_id, "mark": mark, "file": file,
        "began_at": now,
    })  # fmt: skip
    other = (upload.c.code_id == code_id, upload.c.mark != mark, upload.c.done_at.is_(None))
    db.execute(update(upload).where(*other).values(mark=mark, got=0, began_at=now))
    found = under(db, code_id)
    assert found is not None
    return found


def grow(db: Connection, upload_id: int, got: int) -> None:
    db.execute(update(upload).where(upload.c.id == upload_id).values(got=got))


def done(db: Connection, upload_id: int, now: datetime) -> None:
    db.execute(update(upload).where(upload.c.id == upload_id).values(done_at=now))


def given_up(db: Connection, school_id: int, now: datetime, limit: int = 200) -> list[RowMapping]:
    """Those whose code is over and that never became whole."""
    query = (
        select(upload.c.id, upload.c.file)
        .join(code, code.c.id == upload.c.code_id)
        .where(upload.c.school_id == school_id, upload.c.done_at.is_(None), code.c.expires_at < now)
    )
    return list(db.execute(query.order_by(upload.c.id).limit(limit)).mappings())


def forget(db: Connection, upload_ids: Sequence[int]) -> int:
    return db.execute(delete(upload).where(upload.c.id.in_(upload_ids))).rowcount
