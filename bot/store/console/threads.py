"""Threads, and what is in them, for the eyes of one viewer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, func, literal_column, or_, select

from bot.model.chat import MessageKind
from bot.model.delivery import Turn
from bot.store.console import scope, shared
from bot.store.console.scope import Sight, threads
from bot.store.learners import BY_CHILD
from bot.store.tables import (
    child,
    delivery,
    delivery_child,
    enrolment,
    gathered,
    handover,
    membership,
    message,
    person,
    prompt,
    room,
    thread,
)

#: As a literal: an index of the school's words alone, and one of the families', are used for nothing else.
_ANSWER: ColumnElement[str] = literal_column("'answer'")
#: Made once: an alias makes every column of its table anew.
_DIGEST, _ANSWERED, _SAID = delivery.alias("digest"), message.alias("answered"), message.alias("said")


@dataclass(frozen=True)
class Which:
    """Which threads of those that may be seen: "all", "waits", "mine", "handed" or "shared"."""

    name: str
    who: int  #: the viewer, as a person
    shared_since: datetime


def listed(db: Connection, sight: Sight, which: Which, *, room_id: int | None = None, limit: int = 100,
           offset: int = 0) -> list[RowMapping]:  # fmt: skip
    """Threads, newest first, those in which nothing was said yet at the end."""
    query = _threads(sight).order_by(
        thread.c.last_at.is_(None), thread.c.last_at.desc(), child.c.name, thread.c.id
    )
    if room_id is not None:
        inside = select(enrolment.c.child_id).where(
            enrolment.c.room_id == room_id,
            enrolment.c.since <= sight.now,
            or_(enrolment.c.until.is_(None), enrolment.c.until > sight.now),
        )
        query = query.where(thread.c.child_id.in_(inside))
    return list(db.execute(query.where(*_only(sight, which)).limit(limit).offset(offset)).mappings())


def one(db: Connection, sight: Sight, thread_id: int) -> RowMapping | None:
    return db.execute(_threads(sight).where(thread.c.id == thread_id)).mappings().first()


def waiting(db: Connection, sight: Sight, limit: int = 50) -> list[RowMapping]:
    """Threads in which the family spoke last, the longest waiting first."""
    first = _waiting_id()
    query = (
        select(thread, child.c.name.label("child_name"), message.c.said_at.label("waits_since"))
        .join(child, child.c.id == thread.c.child_id)
        .join(message, message.c.id == first)
        .where(scope.within(sight, threads, thread.c.id))
        .order_by(message.c.id)
    )
    return list(db.execute(query.limit(limit)).mappings())


def latest(db: Connection, thread_ids: Collection[int]) -> dict[int, RowMapping]:
    """The last thing said in each thread, with its writer; short thanks are passed over."""
    newest = (
        select(func.max(message.c.id))
        .where(message.c.thread_id.in_(thread_ids), ~message.c.asides)
        .group_by(message.c.thread_id)
    )
    query = _messages().where(message.c.id.in_(newest))
    return {row["thread_id"]: row for row in db.execute(query).mappings()}


def of_kind(
    db: Connection, sight: Sight, kind: MessageKind, since: datetime, limit: int = 20
) -> list[RowMapping]:
    """What families said of this kind since then, newest first. Among shares also what the school has marked as
    something for class, whatever it began as."""
    # Chosen first, and only then told of: or the way there leads through every thread of the school.
    chosen = (
        select(message.c.id)
        .where(message.c.kind == kind, message.c.said_at >= since, ~message.c.asides)
        .where(scope.within(sight, threads, message.c.thread_id))
        .order_by(message.c.id.desc())
        .limit(limit)
    )
    ids = shared.with_marked(chosen, sight, since, limit) if kind == MessageKind.SHARE else chosen
    query = _messages().where(message.c.id.in_(ids)).order_by(message.c.id.desc()).limit(limit)
    return list(db.execute(query).mappings())


def answers_to(db: Connection, sight: Sight, prompt_id: int) -> list[RowMapping]:
    """What was said in answer to a prompt, oldest first."""
    query = _messages().where(
        message.c.prompt_id == prompt_id, scope.within(sight, threads, message.c.thread_id)
    )
    return list(db.execute(query.order_by(message.c.id)).mappings())


def asked(db: Connection, thread_ids: Collection[int]) -> list[RowMapping]:
    """The prompts that reached the homes of these threads, each once a home: by themselves, or in a weekly text."""
    in_it = (_DIGEST.c.state == "sent") & gathered.c.number.is_not(None)
    at = case((delivery.c.state == "digested", _DIGEST.c.sent_at), else_=delivery.c.sent_at)
    query = (
        select(
            *(it for it in prompt.c if it.name != "content_id"),
            # What this home has read, should the words have been changed for those who came after it.
            func.min(delivery.c.content_id).label("content_id"),
            person.c.name.label("author_name"),
            thread.c.id.label("thread_id"),
            func.min(at).label("at"),
        )
        .join(delivery, delivery.c.prompt_id == prompt.c.id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .join(thread, thread.c.household_id == delivery_child.c.household_id)
        .outerjoin(person, person.c.id == prompt.c.author_id)
        .outerjoin(gathered, gathered.c.delivery_id == delivery.c.id)
        .outerjoin(_DIGEST, _DIGEST.c.id == gathered.c.digest_id)
        .where(thread.c.id.in_(thread_ids), delivery.c.turn.in_((Turn.SAFETY, Turn.PROMPT)))
        .where(or_(delivery.c.state == "sent", (delivery.c.state == "digested") & in_it))
        .group_by(*prompt.c, person.c.name, thread.c.id)
    )
    return list(db.execute(query).mappings())


def ever_members(db: Connection, household_id: int) -> dict[int, str]:
    """Everybody who was ever in a home, with what they are to the child: the newest word counts."""
    query = select(membership.c.person_id, membership.c.relation).where(
        membership.c.household_id == household_id
    )
    return {row.person_id: row.relation for row in db.execute(query.order_by(membership.c.id))}


def names(db: Connection, person_ids: Collection[int]) -> dict[int, str]:
    return {
        row.id: row.name
        for row in db.execute(select(person.c.id, person.c.name).where(person.c.id.in_(person_ids)))
    }


def rooms_of(db: Connection, child_ids: Collection[int], now: datetime) -> dict[int, list[str]]:
    query = (
        select(enrolment.c.child_id, room.c.name)
        .join(room, room.c.id == enrolment.c.room_id)
        .where(enrolment.c.child_id.in_(child_ids), enrolment.c.since <= now)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > now))
        .order_by(room.c.name)
    )
    found: dict[int, list[str]] = {}
    for row in db.execute(query):
        found.setdefault(row.child_id, []).append(row.name)
    return found


def _only(sight: Sight, which: Which) -> list[Any]:
    handed = thread.c.id.in_(
        select(handover.c.thread_id).where(handover.c.to_id == which.who, handover.c.ended_at.is_(None))
    )
    found: list[Any] = {
        "waits": [_waiting_id().is_not(None)],
        "handed": [handed],
        "mine": [or_(handed, thread.c.child_id.in_(scope.taught(sight)))],
        "shared": [thread.c.id.in_(shared.in_threads(sight, which.shared_since))],
    }.get(which.name, [])
    return found


def _threads(sight: Sight) -> Select[Any]:
    return (
        select(thread, child.c.name.label("child_name"), _waiting_id().label("waiting_id"))
        .join(child, child.c.id == thread.c.child_id)
        .where(scope.within(sight, threads, thread.c.id))
    )


def _messages() -> Select[Any]:
    return (
        select(
            message,
            person.c.name.label("writer_name"),
            child.c.name.label("child_name"),
            child.c.id.label("child_id"),
            BY_CHILD,
        )
        .join(person, person.c.id == message.c.author_id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
    )


def _waiting_id() -> Any:
    """The first of a family's words after the school's last: they wait for an answer. Short thanks do not."""
    last = select(func.coalesce(func.max(_ANSWERED.c.id), 0)).where(
        _ANSWERED.c.thread_id == thread.c.id, _ANSWERED.c.kind == _ANSWER
    )
    return (
        select(func.min(_SAID.c.id))
        .where(_SAID.c.thread_id == thread.c.id, _SAID.c.kind != _ANSWER, ~_SAID.c.asides)
        .where(_SAID.c.id > last.correlate(thread).scalar_subquery())
        .correlate(thread)
        .scalar_subquery()
    )
