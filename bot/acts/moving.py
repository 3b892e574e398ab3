"""Children change rooms: one or several from a date, or all of them when the school year ends.

A child's threads stay with the child; who teaches the new room sees them from its first day on.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.store import records, roll, ways_back
from bot.store.console import children
from bot.store.pen import Pen
from bot.store.tables import enrolment

LEAVE = 0  #: where a room's children go who leave the school
To = Mapping[int, int]  #: room: room, or LEAVE; a room that is not in it keeps its children


@dataclass(frozen=True)
class Step:
    """What becomes of one room's children."""

    room: str
    count: int
    to: str  #: the room's name; "" for those who leave


@dataclass(frozen=True)
class Rollover:
    steps: tuple[Step, ...]
    stays: int  #: children whose room was not said
    mark: str  #: of these children in these rooms: only what was looked at is done
    begins: tuple[tuple[int, int], ...]  #: child, room
    ends: tuple[int, ...]  #: enrolments


def move(desk: Desk, who: Viewer, child_ids: Collection[int], room_id: int, at: datetime) -> int:
    """How many moved. Each leaves every other room then. It can be undone for a day."""
    rows = [it for it in children.enrolled(desk.db, who.sight) if it["child_id"] in set(child_ids)]
    there = {it["child_id"] for it in rows if it["room_id"] == room_id}
    ends = [it["id"] for it in rows if it["room_id"] != room_id]
    begins = [
        (child, room_id) for child in dict.fromkeys(it["child_id"] for it in rows) if child not in there
    ]
    if begins or ends:
        _do(desk, who, "move", begins, ends, at)
    return len(begins)


def look(desk: Desk, who: Viewer, to: To) -> Rollover:
    """Everybody at once: whoever goes from Room 1 to Room 2 does not go on with Room 2 to Room 3."""
    rows = children.enrolled(desk.db, who.sight)
    names = {it["room_id"]: it["room_name"] for it in rows} | {it.id: it.name for it in rooms_seen(desk, who)}
    moving = [it for it in rows if it["room_id"] in to and to[it["room_id"]] != it["room_id"]]
    stays = {(it["child_id"], it["room_id"]) for it in rows} - {
        (it["child_id"], it["room_id"]) for it in moving
    }
    pairs = dict.fromkeys((it["child_id"], to[it["room_id"]]) for it in moving if to[it["room_id"]] != LEAVE)
    begins = tuple(pair for pair in pairs if pair not in stays)
    counts = Counter(it["room_id"] for it in moving)
    steps = [Step(names[room], counts[room], names.get(to[room], "")) for room in counts]
    ends = tuple(it["id"] for it in moving)
    mark = sha256(repr((begins, ends)).encode()).hexdigest()
    return Rollover(tuple(sorted(steps, key=lambda it: it.room)), len(stays), mark, begins, ends)


def roll_over(desk: Desk, who: Viewer, to: To, at: datetime, looked_at: str) -> Rollover | None:
    """None when it is done; the new state when the school has changed since somebody looked. In one transaction."""
    roll.hold(desk.db, desk.school.id)
    it = look(desk, who, to)
    if it.mark != looked_at or not it.ends:
        return it
    _do(desk, who, "rollover", it.begins, it.ends, at)
    return None


def _do(desk: Desk, who: Viewer, kind: str, begins: Collection[tuple[int, int]], ends: Collection[int],
        at: datetime) -> None:  # fmt: skip
    pen = Pen(desk.db, desk.school.id, at)
    pen.end(enrolment, ends)
    pen.add(enrolment, [{"child_id": child, "room_id": room, "since": at} for child, room in begins])
    about = {"begins": len(begins), "ends": len(ends)}
    way = ways_back.keep(
        desk.db, desk.school.id, kind, pen.steps(), desk.now, by_id=who.person.id, about=about
    )
    records.note(
        desk.db, desk.school.id, kind, desk.now, person_id=who.person.id, about={**about, "way": way}
    )
