"""What has been kept long enough. Rows that anything points at stay, and so does whatever makes a repetition harmless:
a message keeps its place and time, a delivery its keys, a thing heard its key; only what was said is deleted.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, or_, select, update

from bot.model.delivery import Gate
from bot.store import alone
from bot.store.alone import ENDED, Ages, has_left
from bot.store.media import leave
from bot.store.rows import Row
from bot.store.tables import (
    attempt,
    audit,
    class_use,
    content,
    delivery,
    inbox,
    media,
    message,
    offering,
    permission,
    planned_answer,
    prompt,
    series_part,
    status_event,
    thread,
    urgent,
    wanted_wording,
    wording,
)


def contents_over(db: Connection, school_id: int, ages: Ages, after: int, limit: int) -> list[int]:
    """Contents that are to be deleted and still hold something: the next ones `after` an id."""
    query = _over(school_id, ages).where(content.c.id > after).order_by(content.c.id).limit(limit)
    return list(db.scalars(query))


def pictures_of(db: Connection, content_ids: Collection[int]) -> list[Row]:
    """Their pictures and voice notes: id, and the files where they are held."""
    query = select(media.c.id, media.c.file, media.c.small).where(media.c.content_id.in_(content_ids))
    return list(db.execute(query.order_by(media.c.id)).mappings())


def empty_contents(
    db: Connection, school_id: int, ages: Ages, content_ids: Collection[int], pictures: Collection[Row]
) -> tuple[int, int]:
    """Deletes what these hold, as far as they are still over: how many contents, how many pictures.

    `pictures`: those whose files are gone from the disk. One that was fetched since is the next turn's.
    """
    ours = list(db.scalars(_over(school_id, ages).where(content.c.id.in_(content_ids))))
    here = [it["id"] for it in pictures if it["file"] is None]
    gone = [it["id"] for it in pictures if it["file"] is not None]
    free = or_(media.c.id.in_(gone), (media.c.id.in_(here)) & (media.c.file.is_(None)))
    seen = db.execute(delete(media).where(media.c.content_id.in_(ours), free)).rowcount
    db.execute(delete(wanted_wording).where(wanted_wording.c.content_id.in_(ours)))
    db.execute(delete(wording).where(wording.c.content_id.in_(ours)))
    came_as = select(message.c.inbox_id).where(
        message.c.content_id.in_(ours), message.c.inbox_id.is_not(None)
    )
    alone.empty_copies(db, ours)
    db.execute(update(inbox).where(inbox.c.id.in_(came_as), inbox.c.state == "done").values(heard={}))
    db.execute(update(message).where(message.c.content_id.in_(ours)).values(choice=None))
    _empty_urgent(db, ours)
    return len(ours), seen


def _empty_urgent(db: Connection, content_ids: Collection[Any]) -> None:
    """The copies of what was urgent: as it was heard, and as the office's phones got it."""
    came_as = select(urgent.c.inbox_id).where(urgent.c.content_id.in_(content_ids))
    db.execute(update(inbox).where(inbox.c.id.in_(came_as), inbox.c.state == "done").values(heard={}))
    copies = delivery.c.content_id.in_(content_ids), delivery.c.gate == Gate.OFFICE
    db.execute(update(delivery).where(*copies, delivery.c.state.in_(ENDED)).values(words=None, parts=[]))


def empty_heard(db: Connection, school_id: int, before: datetime, after: int, limit: int) -> tuple[int, int]:
    """What came in, whole, and was handled: emptied. Its key stays, so that it is never heard twice.

    How many, and the id to go on after: what was emptied long ago is not read again for each batch.
    """
    these = (
        select(inbox.c.id)
        .where(inbox.c.school_id == school_id, inbox.c.state == "done", inbox.c.heard_at < before)
        .where(inbox.c.heard != {}, inbox.c.id > after)
        .order_by(inbox.c.id)
        .limit(limit)
    )
    ids = list(db.scalars(these))
    leave(db, ids, before)  # long due
    emptied = update(inbox).where(inbox.c.id.in_(ids), inbox.c.state == "done").values(heard={})
    return db.execute(emptied).rowcount, max(ids, default=after)


def delete_receipts(db: Connection, school_id: int, before: datetime, limit: int) -> int:
    """They come in the order of time, so the oldest are read and no more."""
    oldest = select(status_event.c.id, status_event.c.heard_at).where(status_event.c.school_id == school_id)
    rows = db.execute(oldest.order_by(status_event.c.id).limit(limit)).all()
    ids = [row.id for row in rows if row.heard_at < before]
    return db.execute(delete(status_event).where(status_event.c.id.in_(ids))).rowcount


def delete_audit(db: Connection, school_id: int, before: datetime, but: Collection[str], limit: int) -> int:
    """`but`: acts that something is still read from."""
    oldest = select(audit.c.id, audit.c.at).where(audit.c.school_id == school_id, audit.c.act.not_in(but))
    rows = db.execute(oldest.order_by(audit.c.id).limit(limit)).all()
    return db.execute(delete(audit).where(audit.c.id.in_([it.id for it in rows if it.at < before]))).rowcount


def empty_paths(db: Connection, school_id: int, before: datetime, after: int, limit: int) -> tuple[int, int]:
    """The copy of each text as a phone got it, and the tries; that it went, and what it counted, stays.

    How many, and the id to go on after.
    """
    tried = exists().where(attempt.c.delivery_id == delivery.c.id)
    query = (
        select(delivery.c.id, delivery.c.channel, delivery.c.external_id)
        .where(delivery.c.school_id == school_id, delivery.c.state.in_(ENDED), delivery.c.created_at < before)
        .where(
            or_(delivery.c.words.is_not(None), delivery.c.parts != [], delivery.c.tells.is_not(None), tried)
        )
        .where(~tried.where(attempt.c.settled_at.is_(None)), delivery.c.id > after)
        .order_by(delivery.c.id)
        .limit(limit)
    )
    rows = db.execute(query).all()
    ids = [it.id for it in rows]
    db.execute(delete(attempt).where(attempt.c.delivery_id.in_(ids)))
    for channel in {it.channel for it in rows}:
        told = [it.external_id for it in rows if it.channel == channel and it.external_id]
        db.execute(
            delete(status_event).where(
                status_event.c.school_id == school_id,
                status_event.c.channel == channel,
                status_event.c.external_id.in_(told),
            )
        )
    emptied = update(delivery).where(delivery.c.id.in_(ids)).values(words=None, parts=[], tells=None)
    return db.execute(emptied).rowcount, max(ids, default=after)


def _over(school_id: int, ages: Ages) -> Select[tuple[int]]:
    """Contents of conversations that nobody has a claim on any more: all that has them is over, and nothing waits."""
    mine = message.c.content_id == content.c.id
    full = or_(
        exists().where(wording.c.content_id == content.c.id),
        exists().where(media.c.content_id == content.c.id),
    )
    over = _over_by(ages, message.c.said_at, message.c.thread_id)
    said, younger = exists().where(mine, over), exists().where(mine, ~over)
    planned = planned_answer.c.content_id == content.c.id
    given_up = exists().where(
        planned,
        planned_answer.c.state == "cancelled",
        _over_by(ages, planned_answer.c.made_at, planned_answer.c.thread_id),
    )
    waits = exists().where(mine, delivery.c.message_id == message.c.id, alone.on_its_way())
    wanted = exists().where(wanted_wording.c.content_id == content.c.id, wanted_wording.c.state == "wanted")
    asked = alone.prompt_over(ages)
    elsewhere = [
        exists().where(prompt.c.content_id == content.c.id, ~asked),
        exists().where(series_part.c.content_id == content.c.id),
        exists().where(planned, planned_answer.c.state.in_(("waiting", "stuck"))),
        exists().where(class_use.c.content_id == content.c.id, class_use.c.returned_at.is_(None)),
    ]
    used = exists().where(
        class_use.c.content_id == content.c.id,
        class_use.c.permission_id == permission.c.id,
        permission.c.offering_id == offering.c.id,
        offering.c.message_id == message.c.id,
        over,
    )
    ended = [said, used, given_up, exists().where(prompt.c.content_id == content.c.id, asked)]
    if ages.words is not None:  # in no thread, and so by its own age alone
        ended.append(exists().where(urgent.c.content_id == content.c.id, urgent.c.seen_at < ages.words))
    if ages.left is not None:
        nobody = urgent.c.seen_at < ages.left, alone.nobody_here(urgent.c.person_id, ages.left)
        ended.append(exists().where(urgent.c.content_id == content.c.id, *nobody))
    return (
        select(content.c.id)
        .where(
            content.c.school_id == school_id,
            full,
            or_(*ended),
            ~younger,
            ~waits,
            ~wanted,
            ~alone.prompt_waits(),
        )
        .where(*(~it for it in elsewhere))
    )


def _over_by(ages: Ages, at: ColumnElement[Any], of_thread: ColumnElement[Any]) -> ColumnElement[bool]:
    """It is over by its own age, or since its thread's child has left."""
    over: list[Any] = []
    if ages.words is not None:
        over.append(at < ages.words)
    if ages.left is not None:
        of_left = select(thread.c.id).where(has_left(thread.c.child_id, ages.left))
        over.append(of_thread.in_(of_left))
    return or_(*over)
