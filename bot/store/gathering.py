"""What waits for a phone's weekly text, and what that text holds once it is put."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.model.delivery import Gate, Turn
from bot.pace.families import Reach
from bot.store.columns import Id, Moment
from bot.store.once import insert_all_once
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import delivery, delivery_child, digest_hour, gathered, message, prompt, thread

#: Of everything in the outbox, these are weekly texts: no prompt's own delivery, and nobody's words.
IS_DIGEST = and_(
    delivery.c.turn == int(Turn.PROMPT),
    delivery.c.gate == Gate.LANE,
    delivery.c.prompt_id.is_(None),
    delivery.c.message_id.is_(None),
)


def holds_others(row: Row) -> bool:
    """Whether it is made of other deliveries: a weekly or daily text for a home, or a teacher's day."""
    return is_digest(row) or bool(
        row["gate"] == Gate.STAFF
        and row["turn"] == Turn.PROMPT
        and row["prompt_id"] is None
        and row["message_id"] is None
    )


def is_digest(row: Row) -> bool:
    return bool(
        row["turn"] == Turn.PROMPT
        and row["gate"] == Gate.LANE
        and row["prompt_id"] is None
        and row["message_id"] is None
    )


def keep(db: Connection, rows: Sequence[Row], school_id: int, now: datetime) -> None:
    """These deliveries wait for the weekly text of their phones. Repeatable."""
    insert_all_once(db, gathered, [
        {"school_id": school_id, "delivery_id": row["id"], "contact_id": row["contact_id"], "at": now}
        for row in rows
    ])  # fmt: skip


def phones(db: Connection, school_id: int, once: str, until: datetime, most: int, spent: bool) -> list[int]:
    """Phones for which something has waited since that moment, and which have had no weekly text of this name.

    Who chose an hour of their own has a message a day, unless the month is `spent`.
    """
    return _PHONES.values(db, school=school_id, once=once, until=until, most=most, spent=spent)


def waiting(db: Connection, contact_id: int, until: datetime, most: int, *, spent: bool = False,
            reader: int | None = None, in_term: bool = True) -> list[Row]:  # fmt: skip
    """What waits for a phone, the oldest first: its deliveries, each with `answered` (its home has answered since).

    For this `reader`, where one is named; else for those who have chosen no hour of their own, or `spent`, for all.
    Out of term only what keeps the days of the holidays.
    """
    return list(_WAITING.rows(db, contact=contact_id, until=until, most=most, spent=spent, reader=reader,
                              in_term=in_term))  # fmt: skip


def for_staff(db: Connection, person_id: int, until: datetime, most: int) -> list[Row]:
    """What waits for a teacher's message of the day, the oldest first."""
    return list(_FOR_STAFF.rows(db, person=person_id, until=until, most=most))


def waits(db: Connection, school_id: int) -> int:
    """For how many phones something waits."""
    query = select(func.count(gathered.c.contact_id.distinct())).join(
        delivery, delivery.c.id == gathered.c.delivery_id
    )
    found = db.scalar(query.where(gathered.c.school_id == school_id, _STILL_WAITS, _AT_HOME, ~_OWN_HOUR))
    return int(found or 0)


def put_in(db: Connection, digest_id: int, delivery_ids: Collection[int]) -> None:
    """They travel in this weekly text from now on."""
    _PUT_IN.run(db, digest=digest_id, ids=list(delivery_ids))
    db.execute(update(delivery).where(delivery.c.id.in_(delivery_ids)).values(state="digested"))


def number(db: Connection, digest_id: int, delivery_ids: Sequence[int]) -> None:
    """What a weekly text says, in this order: from 1 on. What only an earlier try said has no number any more."""
    _NO_NUMBER.run(db, digest=digest_id)
    _NUMBER.each(db, [{"delivery": it, "place": place} for place, it in enumerate(delivery_ids, 1)])


def give_back(db: Connection, digest_id: int) -> None:
    """What is held until its author decides does not go under with this weekly text: it waits for another one."""
    held = _HELD.values(db, digest=digest_id)
    if held:
        _LEAVE.run(db, ids=held)
        db.execute(update(delivery).where(delivery.c.id.in_(held)).values(state="gathered"))


def inside(db: Connection, digest_ids: Collection[int]) -> dict[int, list[Row]]:
    """The deliveries that travel in each of these weekly texts, in order; `number` once it is worded."""
    found: dict[int, list[Row]] = {it: [] for it in digest_ids}
    for row in _INSIDE.rows(db, ids=list(digest_ids)) if found else ():
        found[row["digest_id"]].append(row)
    return found


def keeps_to(in_term: ColumnElement[bool]) -> ColumnElement[bool]:
    """In term everything may go; out of it, what its home wants in the holidays too."""
    return or_(in_term, delivery.c.reach == Reach.HOLIDAYS.value)


_IN_TIME = gathered.c.at <= bindparam("until", type_=Moment)
#: What stopped by itself, because too much of it did not arrive, waits for its author's word.
IS_HELD = (
    exists().where(prompt.c.id == delivery.c.prompt_id, prompt.c.held_at.is_not(None)).correlate(delivery)
)
_STILL_WAITS = and_(gathered.c.digest_id.is_(None), delivery.c.state == "gathered", ~IS_HELD)
_AT_HOME = delivery.c.gate != "staff"
_OWN_HOUR = exists().where(digest_hour.c.person_id == delivery.c.person_id, digest_hour.c.kind == "home")


def _phones(_dialect: str) -> Select[Any]:
    had = delivery.alias("had")
    one = exists().where(had.c.contact_id == gathered.c.contact_id, had.c.once == bindparam("once"))
    return (
        select(gathered.c.contact_id)
        .join(delivery, delivery.c.id == gathered.c.delivery_id)
        .where(gathered.c.school_id == bindparam("school"), _STILL_WAITS, _AT_HOME, ~one, _IN_TIME)
        .where(or_(~_OWN_HOUR, and_(bindparam("spent", type_=Boolean), delivery.c.channel == "sms")))
        .group_by(gathered.c.contact_id)
        .order_by(gathered.c.contact_id)
        .limit(bindparam("most"))
    )


def _waiting(_dialect: str) -> Select[Any]:
    reader: Any = bindparam("reader", type_=Id)
    since = message.alias("since")
    answered = exists(
        select(since.c.id)
        .join(thread, thread.c.id == since.c.thread_id)
        .join(delivery_child, delivery_child.c.household_id == thread.c.household_id)
        .where(delivery_child.c.delivery_id == delivery.c.id, since.c.prompt_id == delivery.c.prompt_id)
        .correlate(delivery)
    )
    return (
        select(delivery, answered.label("answered"))
        .join(gathered, gathered.c.delivery_id == delivery.c.id)
        .where(gathered.c.contact_id == bindparam("contact"), _STILL_WAITS, _AT_HOME, _IN_TIME)
        .where(keeps_to(bindparam("in_term", type_=Boolean)))
        .where(
            or_(
                delivery.c.person_id == reader,
                and_(reader.is_(None), or_(bindparam("spent", type_=Boolean), ~_OWN_HOUR)),
            )
        )
        .order_by(gathered.c.id)
        .limit(bindparam("most"))
    )


def _for_staff(_dialect: str) -> Select[Any]:
    return (
        select(delivery)
        .join(gathered, gathered.c.delivery_id == delivery.c.id)
        .where(
            delivery.c.person_id == bindparam("person"), delivery.c.gate == "staff", _STILL_WAITS, _IN_TIME
        )
        .order_by(gathered.c.id)
        .limit(bindparam("most"))
    )


_FOR_STAFF = Prepared(_for_staff)
_PHONES, _WAITING = Prepared(_phones), Prepared(_waiting)
_PUT_IN = Prepared(lambda dialect: update(gathered).where(
    among(gathered.c.delivery_id, "ids", dialect), gathered.c.digest_id.is_(None)
).values(digest_id=bindparam("digest")))  # fmt: skip
_NUMBER = Prepared(lambda _: update(gathered).where(gathered.c.delivery_id == bindparam("delivery")).values(
    number=bindparam("place")
))  # fmt: skip
_NO_NUMBER = Prepared(
    lambda _: update(gathered).where(gathered.c.digest_id == bindparam("digest")).values(number=None)
)
_HELD = Prepared(lambda _: select(delivery.c.id).join(gathered, gathered.c.delivery_id == delivery.c.id)
    .where(gathered.c.digest_id == bindparam("digest"), gathered.c.number.is_(None))
    .where(delivery.c.state == "digested", IS_HELD))  # fmt: skip
_LEAVE = Prepared(lambda dialect: update(gathered).where(among(gathered.c.delivery_id, "ids", dialect))
    .values(digest_id=None, number=None))  # fmt: skip
_INSIDE = Prepared(lambda dialect: select(delivery, gathered.c.digest_id, gathered.c.number)
    .join(gathered, gathered.c.delivery_id == delivery.c.id)
    .where(among(gathered.c.digest_id, "ids", dialect))
    .order_by(gathered.c.number, gathered.c.id))  # fmt: skip
