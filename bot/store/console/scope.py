"""Who may see what, in this one place: the office sees its school, a teacher the rooms they teach today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, and_, or_, select

from bot.store.tables import (
    child,
    enrolment,
    household,
    membership,
    prompt,
    prompt_child,
    prompt_room,
    room,
    thread,
)


@dataclass(frozen=True)
class Sight:
    """How far somebody sees. `rooms` are those they teach themselves, also where they are the office too."""

    school_id: int
    now: datetime
    rooms: tuple[int, ...]
    office: bool


def children(sight: Sight) -> Select[tuple[int]]:
    """The children that this person may see."""
    if sight.office:
        return select(child.c.id).where(child.c.school_id == sight.school_id)
    return taught(sight)


def taught(sight: Sight) -> Select[tuple[int]]:
    """The children of their own rooms, today."""
    return select(enrolment.c.child_id).where(
        enrolment.c.school_id == sight.school_id,
        enrolment.c.room_id.in_(sight.rooms),
        enrolment.c.since <= sight.now,
        or_(enrolment.c.until.is_(None), enrolment.c.until > sight.now),
    )


def rooms(sight: Sight) -> Select[tuple[int]]:
    own = select(room.c.id).where(room.c.school_id == sight.school_id)
    return own if sight.office else own.where(room.c.id.in_(sight.rooms))


def threads(sight: Sight) -> Select[tuple[int]]:
    return select(thread.c.id).where(
        thread.c.school_id == sight.school_id, thread.c.child_id.in_(children(sight))
    )


def homes(sight: Sight) -> Select[tuple[int]]:
    return select(household.c.id).where(household.c.child_id.in_(children(sight)))


def family(sight: Sight) -> Select[tuple[int]]:
    """The persons who are today in a home of a child that may be seen."""
    return (
        select(membership.c.person_id)
        .join(household, household.c.id == membership.c.household_id)
        .where(membership.c.school_id == sight.school_id, household.c.child_id.in_(children(sight)))
        .where(
            membership.c.since <= sight.now, or_(membership.c.until.is_(None), membership.c.until > sight.now)
        )
    )


def prompts(sight: Sight) -> Select[tuple[int]]:
    """Prompts for a child that may be seen, or for a room of theirs, also when it went to other rooms too."""
    to_rooms = select(prompt_room.c.prompt_id).where(prompt_room.c.room_id.in_(rooms(sight)))
    picked = select(prompt_child.c.prompt_id).where(prompt_child.c.child_id.in_(children(sight)))
    own = prompt.c.school_id == sight.school_id
    return select(prompt.c.id).where(
        own,
        or_(prompt.c.child_id.in_(children(sight)), prompt.c.id.in_(to_rooms), prompt.c.id.in_(picked)),
    )


def governed(sight: Sight) -> Select[tuple[int]]:
    """Prompts that reach nobody whom this person may not see: theirs to change and to take back."""
    elsewhere = select(prompt_room.c.prompt_id).where(prompt_room.c.room_id.not_in(rooms(sight)))
    others = select(prompt_child.c.prompt_id).where(prompt_child.c.child_id.not_in(children(sight)))
    return prompts(sight).where(prompt.c.id.not_in(elsewhere), prompt.c.id.not_in(others))


def among(db: Connection, asked: Select[tuple[int]], ids: Collection[int]) -> set[int]:
    """Which of these rows are among those that one of the selections above holds."""
    column = asked.selected_columns[0]
    return set(db.scalars(asked.where(column.in_(ids)))) if ids else set()


def may_see(db: Connection, asked: Select[tuple[int]], row_id: int) -> bool:
    """Whether a row's id is among those that one of the selections above holds."""
    column = asked.selected_columns[0]
    return db.scalar(asked.where(and_(column == row_id)).limit(1)) is not None
