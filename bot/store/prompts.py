"""Prompts: a question or an idea sent to many, and whom it is for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, exists, func, insert, or_, select, update

from bot.model.chat import PromptKind
from bot.store.gathering import IS_DIGEST
from bot.store.once import insert_once
from bot.store.pen import in_parts
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import (
    contact_person,
    delivery,
    delivery_child,
    enrolment,
    gathered,
    prompt,
    prompt_child,
    prompt_room,
)


def draft(db: Connection, school_id: int, *, content_id: int, kind: PromptKind, author_id: int | None,
          room_ids: Sequence[int], child_id: int | None, now: datetime, child_ids: Sequence[int] = (),
          choices: Sequence[Mapping[str, str]] = (), once: str | None = None,
          series: str | None = None, number: str | None = None, reach: str | None = None,
          subject: str | None = None, matter: str | None = None) -> int | None:  # fmt: skip
    """A prompt that nobody has sent yet; None when the same one (by `once`, or series and number) is there.

    `reach`: whose days it keeps, where they are not a prompt's.
    """
    made = insert_once(db, prompt, {
        "school_id": school_id, "content_id": content_id, "kind": kind, "author_id": author_id,
        "child_id": child_id, "state": "draft", "once": once, "series": series, "number": number,
        "reach": reach, "created_at": now, "by_hand": True if child_ids else None,
        "choices": [dict(it) for it in choices] or None, "subject": subject, "matter": matter,
    })  # fmt: skip
    for table, column, ids in ((prompt_room, "room_id", room_ids), (prompt_child, "child_id", child_ids)):
        for some in in_parts(ids if made is not None else ()):
            db.execute(
                insert(table), [{"school_id": school_id, "prompt_id": made, column: it} for it in some]
            )
    return made


def choose(db: Connection, prompt_id: int, choices: Sequence[Mapping[str, str]]) -> None:
    """Other choices, for what has reached nobody yet."""
    db.execute(
        update(prompt).where(prompt.c.id == prompt_id).values(choices=[dict(it) for it in choices] or None)
    )


def one(db: Connection, prompt_id: int) -> RowMapping:
    return db.execute(select(prompt).where(prompt.c.id == prompt_id)).mappings().one()


def by_once(db: Connection, school_id: int, once: str) -> int | None:
    return db.scalar(select(prompt.c.id).where(prompt.c.school_id == school_id, prompt.c.once == once))


def rooms(db: Connection, prompt_id: int) -> list[int]:
    return list(db.scalars(select(prompt_room.c.room_id).where(prompt_room.c.prompt_id == prompt_id)))


def picked(db: Connection, prompt_id: int) -> list[int]:
    """The children of a prompt for children who were picked by hand."""
    return list(db.scalars(select(prompt_child.c.child_id).where(prompt_child.c.prompt_id == prompt_id)))


def move(db: Connection, prompt_id: int, *, only_from: Sequence[str], state: str, due_at: datetime | None = None,
         fanned_at: datetime | None = None) -> bool:  # fmt: skip
    """Moves a prompt to a state, when it is still in one of `only_from`: two clicks move it once."""
    values: dict[str, object] = {"state": state}
    if due_at is not None:
        values["due_at"] = due_at
    if fanned_at is not None:
        values["fanned_at"] = fanned_at
    where = (prompt.c.id == prompt_id, prompt.c.state.in_(only_from))
    return db.execute(update(prompt).where(*where).values(values)).rowcount == 1


def due(db: Connection, school_id: int, now: datetime, most: int) -> list[int]:
    return _DUE.values(db, school=school_id, now=now, most=most)


_DUE = Prepared(
    lambda _: (
        select(prompt.c.id)
        .where(prompt.c.school_id == bindparam("school"), prompt.c.state == "scheduled")
        .where(prompt.c.due_at <= bindparam("now"))
        .order_by(prompt.c.due_at, prompt.c.id)
        .limit(bindparam("most"))
    )
)


def children(db: Connection, row: RowMapping, now: datetime) -> list[int]:
    """The children that a prompt is about today."""
    if row["child_id"] is not None:
        return [row["child_id"]]
    if row["by_hand"]:
        return picked(db, row["id"])
    query = (
        select(enrolment.c.child_id)
        .join(prompt_room, prompt_room.c.room_id == enrolment.c.room_id)
        .where(prompt_room.c.prompt_id == row["id"], enrolment.c.since <= now)
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > now))
        .distinct()
    )
    return list(db.scalars(query))


def waiting(db: Connection, prompt_id: int) -> int:
    """How many phones it has not gone to yet."""
    where = (delivery.c.prompt_id == prompt_id, delivery.c.state.in_(("waiting", "claimed", "gathered")))
    return int(db.scalar(select(func.count()).select_from(delivery).where(*where)) or 0)


def gone_out(db: Connection, prompt_id: int) -> bool:
    """Whether somebody may have read it."""
    digest, gone = delivery.alias("digest"), ("calling", "unsure", "sent")
    in_a_digest = exists(
        select(gathered.c.id)
        .join(digest, digest.c.id == gathered.c.digest_id)
        .where(gathered.c.delivery_id == delivery.c.id, digest.c.state.in_(gone))
        .correlate(delivery)
    )
    query = select(delivery.c.id).where(
        delivery.c.prompt_id == prompt_id, or_(delivery.c.state.in_(gone), in_a_digest)
    )
    return db.scalar(query.limit(1)) is not None


_CHILDREN_OF_DELIVERY = Prepared(
    lambda dialect: (
        select(delivery_child.c.delivery_id, delivery_child.c.child_id, delivery_child.c.household_id)
        .where(among(delivery_child.c.delivery_id, "deliveries", dialect))
        .order_by(delivery_child.c.child_id, delivery_child.c.household_id)
    )
)


def children_of_delivery(db: Connection, delivery_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """For each delivery, its (child, lane) pairs."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row in _CHILDREN_OF_DELIVERY.rows(db, deliveries=list(delivery_ids)):
        found.setdefault(row["delivery_id"], []).append((row["child_id"], row["household_id"]))
    return found


def unsend(db: Connection, prompt_id: int) -> bool:
    """A draft again, with no moment; False when it has gone, or never was to go."""
    where = (prompt.c.id == prompt_id, prompt.c.state == "scheduled")
    return db.execute(update(prompt).where(*where).values(state="draft", due_at=None)).rowcount == 1


def take_over(db: Connection, prompt_id: int, author_id: int) -> None:
    """A draft whose moment has passed was left by its writer: it is this person's from now on."""
    left = (prompt.c.id == prompt_id, prompt.c.state == "draft", prompt.c.due_at.is_not(None))
    db.execute(update(prompt).where(*left).values(author_id=author_id))


def planned(db: Connection, school_id: int, series_begins: str) -> list[RowMapping]:
    """What waits for its time in series that begin so, the first one first."""
    begins = prompt.c.series.startswith(series_begins, autoescape=True)
    query = select(prompt).where(prompt.c.school_id == school_id, begins, prompt.c.state == "scheduled")
    return list(db.execute(query.order_by(prompt.c.due_at)).mappings())


def numbered(db: Connection, school_id: int, series: str, number: str) -> int | None:
    found: int | None = _IN_SERIES.value(db, school=school_id, series=series, number=number)
    return found


def in_series(db: Connection, school_id: int, series: str, number: str) -> bool:
    return numbered(db, school_id, series, number) is not None


_IN_SERIES = Prepared(lambda _: select(prompt.c.id).where(
    prompt.c.school_id == bindparam("school"), prompt.c.series == bindparam("series"),
    prompt.c.number == bindparam("number"),
))  # fmt: skip


def count_series(db: Connection, school_id: int, series: str) -> int:
    query = select(func.count()).where(prompt.c.school_id == school_id, prompt.c.series == series)
    return int(db.scalar(query) or 0)


#: By the person's other phones: deliveries have no index by person.
_LAST_ELSEWHERE = Prepared(
    lambda _: (
        select(delivery.c.prompt_id.label("id"), delivery.c.id.label("delivery_id"))
        .where(or_(delivery.c.prompt_id.is_not(None), IS_DIGEST))
        .join(contact_person, contact_person.c.contact_id == delivery.c.contact_id)
        .where(contact_person.c.person_id == bindparam("person"), delivery.c.person_id == bindparam("person"))
        .where(delivery.c.contact_id != bindparam("contact"), delivery.c.state == "sent")
        .where(delivery.c.sent_at > bindparam("since"), delivery.c.sent_at <= bindparam("until"))
        .order_by(delivery.c.sent_at.desc(), delivery.c.id.desc())
        .limit(1)
    )
)


def last_elsewhere(
    db: Connection, contact_id: int, person_id: int, since: datetime, until: datetime
) -> Row | None:
    """The newest prompt that reached this person on another phone of theirs, with the delivery that brought it.

    Where that is a weekly text, it has no single `id`.
    """
    return _LAST_ELSEWHERE.first(db, person=person_id, contact=contact_id, since=since, until=until)
