"""How much of a month's SMS segments the school and its rooms have used, and what that means for what goes out.

Near the end it is said; at the end questions, ideas and reminders wait for one text a week (bot.acts.digesting).
Words between people, notices and safety count, and never stop.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.pace.days import lets_prompts
from bot.pace.schedule import local, occurrence
from bot.store import rooms, spending

NEAR = 80  #: per cent used, from which on it is said
LOOKED_AHEAD = 60  #: days within which the school is open again


@dataclass(frozen=True)
class Budget:
    """Of one month. `room` is empty for the school's own."""

    room: str
    room_id: int | None
    segments: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.segments - self.used)

    @property
    def spent(self) -> bool:
        return self.used >= self.segments

    def near(self, more: int = 0) -> bool:
        """Whether so many more bring it near its end, or beyond."""
        return 100 * (self.used + more) >= NEAR * self.segments


@dataclass
class Purse:
    """What a chunk of calls may still use: counted down as they are decided on."""

    school: int
    rooms: dict[int, int] = field(default_factory=dict)  #: those that have a budget of their own

    def holds(self, segments: int, room_ids: Collection[int] = ()) -> bool:
        return segments <= min([self.school, *(self.rooms[it] for it in room_ids if it in self.rooms)])

    def take(self, segments: int, room_ids: Collection[int] = ()) -> None:
        self.school -= segments
        for it in room_ids:
            if it in self.rooms:
                self.rooms[it] -= segments


def of_school(desk: Desk) -> Budget:
    used = spending.of_school(desk.db, desk.school.id, month_began(desk))
    return Budget("", None, desk.school.texts.monthly_segments, used)


def of_rooms(desk: Desk, room_ids: Collection[int] | None = None) -> list[Budget]:
    """Of those rooms that have one; of these only, where they are named."""
    own = {fold(name): most for name, most in desk.school.texts.rooms}
    if not own:
        return []
    known = [it for it in rooms.every(desk.db, desk.school.id) if fold(it.name) in own]
    known = [it for it in known if room_ids is None or it.id in room_ids]
    used = spending.of_rooms(desk.db, desk.school.id, [it.id for it in known], month_began(desk), desk.now)
    return [Budget(it.name, it.id, own[fold(it.name)], used[it.id]) for it in known]


def purse(desk: Desk) -> Purse:
    own = {it.room_id: it.left for it in of_rooms(desk) if it.room_id is not None}
    return Purse(of_school(desk).left, own)


def month_began(desk: Desk) -> datetime:
    zone = desk.school.calendar.zone
    return occurrence(local(desk.now, zone).date().replace(day=1), time(0), zone)


def next_digest(desk: Desk, moment: datetime) -> datetime | None:
    """When what does not go at this moment goes in the weekly text; None where no such day is known."""
    texts, calendar = desk.school.texts, desk.school.calendar
    today = local(moment, calendar.zone).date()
    for day in (today + timedelta(days=n) for n in range(LOOKED_AHEAD)):
        at = occurrence(day, texts.digest_at, calendar.zone)
        if day.weekday() == texts.digest_day and lets_prompts(day, calendar) and at >= moment:
            return at
    return None
