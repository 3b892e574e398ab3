"""SMS segments that a school has used, and its rooms for their own questions, ideas and reminders."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from bot.store.columns import Moment
from bot.store.prepared import Prepared, among
from bot.store.tables import attempt, delivery, delivery_child, enrolment, prompt, prompt_room, room, sender


def of_school(db: Connection, school_id: int, since: datetime) -> int:
    """What the school has used since then. Calls that have begun and not ended are as good as used, or several
    senders would use them twice."""
    of = {"school": school_id}
    return int(_OF_SCHOOL.value(db, **of, since=since) or 0) + int(_IN_THE_AIR.value(db, **of) or 0)


def of_rooms(
    db: Connection, school_id: int, room_ids: Collection[int], since: datetime, now: datetime
) -> dict[int, int]:
    """What each of these rooms has used since then. What went to a home with children in two rooms counts for both."""
    found = dict.fromkeys(room_ids, 0)
    if room_ids:
        for row in _OF_ROOMS.rows(db, school=school_id, rooms=list(room_ids), since=since, now=now):
            found[row["room_id"]] = int(row["used"])
    return found


def rooms_of(
    db: Connection, delivery_ids: Collection[int], room_ids: Collection[int], now: datetime
) -> Mapping[int, frozenset[int]]:
    """In the name of which of these rooms each delivery goes: those that ask, where one of its children is today."""
    found: dict[int, set[int]] = {}
    if delivery_ids and room_ids:
        for row in _ROOMS_OF.rows(db, deliveries=list(delivery_ids), rooms=list(room_ids), now=now):
            found.setdefault(row["delivery_id"], set()).add(row["room_id"])
    return {it: frozenset(rooms) for it, rooms in found.items()}


def _today() -> tuple[Any, ...]:
    now = bindparam("now", type_=Moment)
    return enrolment.c.since <= now, or_(enrolment.c.until.is_(None), enrolment.c.until > now)


def _of_rooms(dialect: str) -> Any:
    gone = (
        delivery.c.school_id == bindparam("school"),
        delivery.c.channel == _BY_SMS,
        delivery.c.sent_at >= bindparam("since", type_=Moment),
    )
    there = exists(
        select(delivery_child.c.id)
        .join(enrolment, enrolment.c.child_id == delivery_child.c.child_id)
        .where(delivery_child.c.delivery_id == delivery.c.id, enrolment.c.room_id == prompt_room.c.room_id)
        .where(*_today())
        .correlate(delivery, prompt_room)
    )
    asked = (
        select(prompt_room.c.room_id, delivery.c.segments)
        .join_from(delivery, prompt_room, prompt_room.c.prompt_id == delivery.c.prompt_id)
        .where(*gone, among(prompt_room.c.room_id, "rooms", dialect), there)
    )
    of_one_child = (
        select(enrolment.c.room_id, delivery.c.segments)
        .join_from(delivery, prompt, prompt.c.id == delivery.c.prompt_id)
        .join(enrolment, enrolment.c.child_id == prompt.c.child_id)
        .where(*gone, among(enrolment.c.room_id, "rooms", dialect), *_today())
    )
    picked = exists(
        select(delivery_child.c.id)
        .join(enrolment, enrolment.c.child_id == delivery_child.c.child_id)
        .where(delivery_child.c.delivery_id == delivery.c.id, enrolment.c.room_id == room.c.id, *_today())
        .correlate(delivery, room)
    )
    of_a_group = (
        select(room.c.id, delivery.c.segments)
        .join_from(delivery, prompt, prompt.c.id == delivery.c.prompt_id)
        .join(room, room.c.school_id == delivery.c.school_id)
        .where(*gone, prompt.c.by_hand.is_(True), among(room.c.id, "rooms", dialect), picked)
    )
    each = union_all(asked, of_one_child, of_a_group).subquery("each_text")
    return select(each.c.room_id, func.coalesce(func.sum(each.c.segments), 0).label("used")).group_by(
        each.c.room_id
    )


def _rooms_of(dialect: str) -> Select[Any]:
    asks = exists(
        select(prompt_room.c.id)
        .where(prompt_room.c.prompt_id == prompt.c.id, prompt_room.c.room_id == enrolment.c.room_id)
        .correlate(prompt, enrolment)
    )
    return (
        select(delivery.c.id.label("delivery_id"), enrolment.c.room_id)
        .join_from(delivery, prompt, prompt.c.id == delivery.c.prompt_id)
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .join(enrolment, enrolment.c.child_id == delivery_child.c.child_id)
        .where(among(delivery.c.id, "deliveries", dialect), among(enrolment.c.room_id, "rooms", dialect))
        .where(*_today(), or_(asks, prompt.c.child_id.is_not(None), prompt.c.by_hand.is_(True)))
    )


#: The channel as a literal: there is an index of what went by SMS.
_BY_SMS: Any = literal_column("'sms'")
_OF_SCHOOL = Prepared(lambda _: select(func.sum(delivery.c.segments)).where(
    delivery.c.school_id == bindparam("school"), delivery.c.channel == _BY_SMS,
    delivery.c.sent_at >= bindparam("since", type_=Moment),
))  # fmt: skip
#: By the school's senders: there is an index of the calls that each has open, and of a school only of all it ever made.
_SENDERS = select(sender.c.id).where(sender.c.school_id == bindparam("school"), sender.c.channel == _BY_SMS)
_IN_THE_AIR = Prepared(lambda _: select(func.sum(delivery.c.segments))
    .join(attempt, attempt.c.delivery_id == delivery.c.id).where(
        attempt.c.sender_id.in_(_SENDERS), attempt.c.settled_at.is_(None), delivery.c.sent_at.is_(None),
    ))  # fmt: skip
_OF_ROOMS, _ROOMS_OF = Prepared(_of_rooms), Prepared(_rooms_of)
