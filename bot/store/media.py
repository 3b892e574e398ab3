"""Pictures and voice notes: wanted, held, failed. The bytes are files; the rows say which."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, union, update

from bot.model.heard import Sight
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import content, inbox, media, message, urgent

#: Then somebody else may take it up: whoever claimed it has died, or hangs. Two calls to a carrier and the making of a
#: document are two minutes at their longest.
FETCHING = timedelta(minutes=3)
#: Of what came along and nobody here wants: its row says no more than what the carrier is to delete.
LEFT = "left"


def want(
    db: Connection, school_id: int, content_id: int, channel: str, sights: Sequence[Sight], now: datetime
) -> None:
    for it in sights:
        db.execute(insert(media).values(
            school_id=school_id, content_id=content_id, kind=it.kind, channel=channel, reference=it.reference,
            mime=it.mime, seconds=it.seconds, state="held" if it.file else "wanted", file=it.file or None,
            small=it.small or None, again_at=now,
        ))  # fmt: skip


def claim(db: Connection, school_id: int, channels: Collection[str], now: datetime) -> RowMapping | None:
    """The next that wants to be fetched. Nobody else takes it up meanwhile; if we die over it, it comes round again."""
    mine = (
        select(media.c.id)
        .where(media.c.school_id == school_id, media.c.state == "wanted", media.c.again_at <= now,
               media.c.channel.in_(channels))
        .order_by(media.c.id).limit(1).with_for_update(skip_locked=True).cte("mine")
    )  # fmt: skip
    taken = (
        update(media)
        .where(media.c.id.in_(select(mine.c.id)))
        .values(again_at=now + FETCHING)
        .returning(media)
    )
    return db.execute(taken).mappings().first()


def claim_left(
    db: Connection, school_id: int, channels: Collection[str], now: datetime, limit: int = 8
) -> list[RowMapping]:
    """What we are done with and the carrier still has; nobody else asks for it meanwhile."""
    mine = (
        select(media.c.id)
        .where(media.c.school_id == school_id, media.c.at_carrier, media.c.again_at <= now,
               media.c.channel.in_(channels))
        .order_by(media.c.id).limit(limit).with_for_update(skip_locked=True).cte("mine")
    )  # fmt: skip
    taken = update(media).where(media.c.id.in_(select(mine.c.id))).values(again_at=now + FETCHING)
    return list(db.execute(taken.returning(media)).mappings())


def leave(db: Connection, inbox_ids: Collection[int], again_at: datetime, what: str = "sights") -> None:
    """What came along with these things heard, and no picture of ours was made of: the carrier is to delete it.

    Before what was heard is emptied: nothing else knows where it lies. `what`: "sights", or what is "strange".
    """
    query = select(inbox.c.school_id, inbox.c.channel, inbox.c.heard).where(inbox.c.id.in_(inbox_ids))
    lie = {
        it["reference"]: (row, it)
        for row in db.execute(query).all() for it in row.heard.get(what, ()) if it["reference"]
    }  # fmt: skip
    # Ours are deleted there by their own rows, once we have them.
    known = select(media.c.reference).where(media.c.reference.in_(list(lie)))
    ours = set(db.scalars(known)) if lie else set()
    for reference, (row, it) in lie.items():
        if reference not in ours:
            empty = insert(content).values(school_id=row.school_id, language="en").returning(content.c.id)
            db.execute(insert(media).values(
                school_id=row.school_id, content_id=db.execute(empty).scalar_one(), kind=it["kind"],
                channel=row.channel, reference=reference, state=LEFT, at_carrier=True, again_at=again_at,
            ))  # fmt: skip


def forget(db: Connection, row: Row) -> None:
    """What was `left` has been deleted at the carrier: nothing is to be known of it any more."""
    db.execute(delete(media).where(media.c.id == row["id"], media.c.state == LEFT))
    db.execute(delete(content).where(content.c.id == row["content_id"]))


def settle(db: Connection, row: Row, **values: Any) -> bool:
    """What became of one that was claimed; False when somebody else has taken it up, or ended it, since."""
    ours = (media.c.id == row["id"], media.c.state == "wanted", media.c.again_at == row["again_at"])
    return db.execute(update(media).where(*ours).values(**values)).rowcount == 1


def change(db: Connection, media_id: int, **values: Any) -> None:
    db.execute(update(media).where(media.c.id == media_id).values(**values))


def of_contents(db: Connection, content_ids: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in _OF_CONTENTS.rows(db, contents=list(content_ids)) if content_ids else ():
        found.setdefault(row["content_id"], []).append(row)
    return found


def senders_of(db: Connection, content_id: int) -> list[RowMapping]:
    """Who sent something, and on which phone; once, though it may stand in the threads of two children. Urgent
    words stand in none; whose they are is not known where several people have that phone."""
    said = select(message.c.author_id, message.c.contact_id)
    said = said.where(message.c.content_id == content_id, message.c.contact_id.is_not(None))
    called_urgent = select(urgent.c.person_id.label("author_id"), urgent.c.contact_id)
    query = union(said, called_urgent.where(urgent.c.content_id == content_id))
    return list(db.execute(query).mappings())


def one(db: Connection, school_id: int, media_id: int) -> RowMapping | None:
    query = select(media).where(media.c.school_id == school_id, media.c.id == media_id)
    return db.execute(query).mappings().first()


_OF_CONTENTS = Prepared(lambda dialect: select(media)
    .where(among(media.c.content_id, "contents", dialect)).order_by(media.c.id))  # fmt: skip
