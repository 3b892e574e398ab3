"""What families gave that a class might use: marked, asked about, allowed, used, and told back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from bot.model.chat import MessageKind
from bot.store.console.scope import Sight, threads
from bot.store.once import insert_once
from bot.store.rows import Row
from bot.store.tables import child, class_use, message, offering, permission, person, thread


def mark(db: Connection, school_id: int, message_id: int, by_id: int, now: datetime) -> bool:
    """False when it has been marked before."""
    row = {"school_id": school_id, "message_id": message_id, "marked_by": by_id, "marked_at": now}
    return insert_once(db, offering, row) is not None


def asked(db: Connection, offering_id: int, by_id: int, question_id: int, now: datetime) -> None:
    values = {"asked_by": by_id, "question_id": question_id, "asked_at": now}
    db.execute(update(offering).where(offering.c.id == offering_id).values(values))


def answered(db: Connection, school_id: int, it: Row, said: str, by_id: int, now: datetime) -> bool:
    """Keeps what whoever gave it says, once; a yes as something that a use can point at."""
    still = (offering.c.id == it["id"], offering.c.said.is_(None))
    if db.execute(update(offering).where(*still).values(said=said, said_at=now)).rowcount != 1:
        return False
    if said != "no":
        row = {"school_id": school_id, "offering_id": it["id"], "given_by": by_id, "how": said, "at": now}
        insert_once(db, permission, row)
    return True


def use(db: Connection, school_id: int, permission_id: int | None, by_id: int, content_id: int | None,
        now: datetime) -> int | None:  # fmt: skip
    """Its id; None when it has been used before. Without a permission the database refuses it."""
    return insert_once(db, class_use, {
        "school_id": school_id, "permission_id": permission_id, "used_by": by_id, "content_id": content_id,
        "used_at": now,
    })  # fmt: skip


def returned(db: Connection, use_id: int, content_id: int, message_id: int, now: datetime) -> None:
    values = {"content_id": content_id, "returned_id": message_id, "returned_at": now}
    db.execute(update(class_use).where(class_use.c.id == use_id).values(values))


def of_message(db: Connection, message_id: int) -> Row | None:
    return of_messages(db, [message_id]).get(message_id)


def of_messages(db: Connection, message_ids: Collection[int]) -> dict[int, Row]:
    """How far each has come; those that nobody has marked are left out."""
    query = _offerings().where(offering.c.message_id.in_(message_ids))
    return {row["message_id"]: row for row in db.execute(query).mappings()}


def owed(db: Connection, sight: Sight, since: datetime) -> list[Row]:
    """Used before then, and no line has gone back to the family that gave it; the longest first."""
    late = list(db.scalars(
        select(class_use.c.id).where(class_use.c.used_at <= since, class_use.c.returned_at.is_(None))
        .where(class_use.c.school_id == sight.school_id)
    ))  # fmt: skip
    if not late:
        return []
    query = (
        _offerings()
        .add_columns(thread.c.id.label("thread_id"), child.c.id.label("child_id"),
                     child.c.name.label("child_name"), person.c.name.label("writer_name"), message.c.content_id)
        .join(message, message.c.id == offering.c.message_id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
        .join(person, person.c.id == message.c.author_id)
        .where(class_use.c.id.in_(late))
        .where(message.c.thread_id.in_(threads(sight)))
    )  # fmt: skip
    return list(db.execute(query.order_by(class_use.c.used_at)).mappings())


def counted(db: Connection, sight: Sight, since: datetime) -> tuple[int, int]:
    """How much families have offered since then, and how much of it a class has used."""
    ours = message.c.thread_id.in_(threads(sight)), message.c.said_at >= since, ~message.c.asides
    shares = select(func.count()).select_from(message).where(*ours, message.c.kind == MessageKind.SHARE)
    marked = (
        select(func.count().filter(message.c.kind != MessageKind.SHARE), func.count(class_use.c.id))
        .select_from(offering)
        .join(message, message.c.id == offering.c.message_id)
        .outerjoin(permission, permission.c.offering_id == offering.c.id)
        .outerjoin(class_use, class_use.c.permission_id == permission.c.id)
        .where(*ours)
    )
    more, used = db.execute(marked).one()
    offered = int(db.scalar(shares) or 0) + int(more)
    return offered, int(used)


def _offerings() -> Select[Any]:
    return (
        select(
            offering, permission.c.id.label("permission_id"), permission.c.how, class_use.c.id.label("use_id"),
            class_use.c.used_at, class_use.c.returned_at, class_use.c.content_id.label("did_id"),
        )
        .outerjoin(permission, permission.c.offering_id == offering.c.id)
        .outerjoin(class_use, class_use.c.permission_id == permission.c.id)
    )  # fmt: skip
