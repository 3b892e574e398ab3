"""Who may see what, in this one place.

Teachers and relievers see the rooms that are theirs today, a team leader the team's rooms too; the office, the
safeguarding lead and the admin see their school. What is outside one's own rooms is a look, and is written down.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Select, and_, or_, select

from bot.store.tables import (
    arrival,
    child,
    enrolment,
    household,
    letter,
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
    office: bool  #: the office, or the admin: theirs is the school's desk too
    team: tuple[int, ...] = ()  #: rooms that others teach, and they lead
    whole: bool = False  #: sees every room of the school

    @property
    def everywhere(self) -> bool:
        return self.office or self.whole

    @property
    def beyond(self) -> bool:
        """Sees rooms that are not their own: such looks are written down."""
        return self.everywhere or bool(set(self.team) - set(self.rooms))

    @property
    def own(self) -> "Sight":
        """As far as their own rooms, and no further."""
        return replace(self, office=False, team=(), whole=False)


def children(sight: Sight) -> Select[tuple[int]]:
    """The children that this person may see."""
    if sight.everywhere:
        return select(child.c.id).where(child.c.school_id == sight.school_id)
    return _of_rooms(sight, (*sight.rooms, *sight.team))


def taught(sight: Sight) -> Select[tuple[int]]:
    """The children of their own rooms, today."""
    return _of_rooms(sight, sight.rooms)


def rooms(sight: Sight) -> Select[tuple[int]]:
    own = select(room.c.id).where(room.c.school_id == sight.school_id)
    return own if sight.everywhere else own.where(room.c.id.in_((*sight.rooms, *sight.team)))


def threads(sight: Sight) -> Select[tuple[int]]:
    return select(thread.c.id).where(
        thread.c.school_id == sight.school_id, thread.c.child_id.in_(children(sight))
    )


def homes(sight: Sight) -> Select[tuple[int]]:
    return select(household.c.id).where(household.c.child_id.in_(children(sight)))


def letters(sight: Sight) -> Select[tuple[int]]:
    """The printed letters for homes that may be seen."""
    return select(letter.c.id).where(letter.c.household_id.in_(homes(sight)))


def arrivals(sight: Sight) -> Select[tuple[int]]:
    """Who came with one of these letters: the office's to look at, and nobody else's."""
    own = arrival.c.school_id == (sight.school_id if sight.office else None)
    return select(arrival.c.id).where(own, arrival.c.letter_id.in_(letters(sight)))


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


def _of_rooms(sight: Sight, room_ids: tuple[int, ...]) -> Select[tuple[int]]:
    return select(enrolment.c.child_id).where(
        enrolment.c.school_id == sight.school_id,
        enrolment.c.room_id.in_(room_ids),
        enrolment.c.since <= sight.now,
        or_(enrolment.c.until.is_(None), enrolment.c.until > sight.now),
    )
