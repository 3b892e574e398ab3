"""Messages in threads."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, exists, or_, select, update

from bot.model.chat import Ears, MessageKind
from bot.store.once import insert_once
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import child, delivery_child, enrolment, message, person, thread

_BY_ID = Prepared(lambda _: select(message).where(message.c.id == bindparam("id")))
_SPOKEN = Prepared(
    lambda _: (
        update(thread)
        .where(
            thread.c.id == bindparam("thread"),
            or_(thread.c.last_at.is_(None), thread.c.last_at < bindparam("at")),
        )
        .values(last_at=bindparam("at"))
    )
)
#: By its author, who has written little: a whole school may have answered the prompt, and each answer asks this.
_ANSWERED = exists().where(
    message.c.thread_id == thread.c.id, message.c.author_id == bindparam("author"),
    message.c.prompt_id + 0 == bindparam("prompt"),
)  # fmt: skip
_HOMES_ASKED = Prepared(
    lambda _: (
        select(delivery_child.c.household_id, _ANSWERED.label("answered"))
        .outerjoin(thread, thread.c.household_id == delivery_child.c.household_id)
        .where(delivery_child.c.delivery_id == bindparam("delivery"))
    )
)


def put(db: Connection, school_id: int, *, thread_id: int, author_id: int, content_id: int, kind: MessageKind,
        ears: Ears, said_at: datetime, inbox_id: int | None = None, prompt_id: int | None = None,
        answers_id: int | None = None, contact_id: int | None = None, asides: bool = False,
          choice: int | None = None, matter: str | None = None) -> int | None:  # fmt: skip
    """A message in a thread; None when what was heard is in that thread already."""
    made = insert_once(db, message, {
        "school_id": school_id, "thread_id": thread_id, "author_id": author_id, "content_id": content_id,
        "kind": kind, "ears": ears, "said_at": said_at, "inbox_id": inbox_id, "prompt_id": prompt_id,
        "answers_id": answers_id, "contact_id": contact_id, "asides": asides, "choice": choice, "matter": matter,
    })  # fmt: skip
    if made is not None:
        spoken(db, thread_id, said_at)
    return made


def spoken(db: Connection, thread_id: int, at: datetime) -> None:
    """Something was said in a thread then."""
    _SPOKEN.run(db, thread=thread_id, at=at)


def one(db: Connection, message_id: int) -> Row:
    return _BY_ID.one(db, id=message_id)


def homes_asked(db: Connection, delivery_id: int, prompt_id: int, person_id: int) -> dict[int, bool]:
    """The homes that a prompt's delivery is for; of each, whether this person's answer is in its thread already."""
    rows = _HOMES_ASKED.rows(db, delivery=delivery_id, prompt=prompt_id, author=person_id)
    return {row["household_id"]: bool(row["answered"]) for row in rows}


def last_from(
    db: Connection, person_id: int, since: datetime, kind: MessageKind | None = None
) -> list[RowMapping]:
    """What a person last said, in every thread that it went into (two, when it was about both children).

    A thank-you after it does not count: nobody means that when they say ALL.
    """
    query = select(message).where(
        message.c.author_id == person_id, message.c.said_at > since, message.c.asides.is_(False)
    )
    if kind:
        query = query.where(message.c.kind == kind)
    rows = list(db.execute(query.order_by(message.c.id.desc()).limit(8)).mappings())
    return [row for row in rows if row["content_id"] == rows[0]["content_id"]] if rows else []


def spoke(db: Connection, thread_id: int, since: datetime) -> set[int]:
    """Who of the family wrote into this thread since then."""
    return set(db.scalars(select(message.c.author_id).where(
        message.c.thread_id == thread_id, message.c.said_at > since, message.c.kind != MessageKind.ANSWER,
    )))  # fmt: skip


def widen(db: Connection, message_id: int) -> None:
    db.execute(update(message).where(message.c.id == message_id).values(ears=Ears.HOUSEHOLD))


def in_thread(
    db: Connection, thread_id: int, limit: int = 200, before: int | None = None
) -> list[RowMapping]:
    """A thread's messages, oldest first; the newest `limit` of them, or of those before a message."""
    query = select(message).where(message.c.thread_id == thread_id)
    if before is not None:
        query = query.where(message.c.id < before)
    return list(db.execute(query.order_by(message.c.id.desc()).limit(limit)).mappings())[::-1]


def from_on(db: Connection, thread_id: int, message_id: int, further: int = 0) -> RowMapping | None:
    """The first of a thread's messages from this id on, or that many further; None where so many are not there."""
    query = select(message.c.id, message.c.said_at).where(
        message.c.thread_id == thread_id, message.c.id >= message_id
    )
    return db.execute(query.order_by(message.c.id).offset(further).limit(1)).mappings().first()


def with_content(db: Connection, thread_id: int, content_id: int) -> int | None:
    """The message with which somebody said this in this thread."""
    query = select(message.c.id).where(message.c.content_id == content_id, message.c.thread_id == thread_id)
    return db.scalar(query.limit(1))


def beside(db: Connection, thread_id: int, at: datetime) -> int | None:
    """The last message before that moment; the first one, where there is none before it."""
    query = select(message.c.id).where(message.c.thread_id == thread_id).limit(1)
    before = db.scalar(query.where(message.c.said_at < at).order_by(message.c.id.desc()))
    return before if before is not None else db.scalar(query.order_by(message.c.id))


def lately(db: Connection, room_ids: Collection[int], since: datetime, now: datetime) -> list[RowMapping]:
    """What families wrote about children who are in these rooms, newest first."""
    query = (
        select(message, child.c.name.label("child_name"), person.c.name.label("writer_name"))
        .join(thread, thread.c.id == message.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
        .join(person, person.c.id == message.c.author_id)
        .join(enrolment, enrolment.c.child_id == child.c.id)
        .where(enrolment.c.room_id.in_(room_ids), enrolment.c.since <= now, message.c.said_at > since)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > now))
        .where(message.c.kind != MessageKind.ANSWER)
        .order_by(message.c.id.desc())
        .limit(200)
    )
    return list(db.execute(query).mappings())


def in_this(db: Connection, thread_id: int, message_id: int) -> RowMapping | None:
    """A message, if it is one of this thread."""
    query = select(message).where(message.c.id == message_id, message.c.thread_id == thread_id)
    return db.execute(query).mappings().first()
