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
from bot.languages.folding import fold
from bot.store import records, roll, rooms, ways_back
from bot.store.console import children
from bot.store.pen import Pen, values_of
from bot.store.tables import enrolment

LONGEST_NAME = 100
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
    planned: int = 0  #: children of whom a move is planned that this one replaces


def move(desk: Desk, who: Viewer, child_ids: Collection[int], room_id: int, at: datetime) -> int:
    """How many moved. Each leaves every other room then; a move that was planned before is replaced by this one.
    Who is in no room, having left, comes back into this one. `child_ids`: of this school, as the caller has asked.

    It can be undone for a day.
    """
    rows = [it for it in children.enrolled(desk.db, who.sight, at) if it["child_id"] in set(child_ids)]
    stays = [it for it in rows if it["room_id"] == room_id and it["since"] <= at and it["until"] is None]
    there = {it["child_id"] for it in stays}
    ends = sorted({it["id"] for it in rows} - {it["id"] for it in stays})
    begins = [(child, room_id) for child in dict.fromkeys(child_ids) if child not in there]
    if begins or ends:
        _do(desk, who, "move", begins, ends, at)
    return len({child for child, _room in begins} | {it["child_id"] for it in rows if it["id"] in ends})


def new_room(desk: Desk, who: Viewer, name: str) -> str:
    """A room that nobody is in yet. Empty when it is there now; else why not."""
    name = " ".join(name.split())
    if not fold(name) or len(name) > LONGEST_NAME:
        return "Please write the new room’s name."
    made = rooms.add(desk.db, desk.school.id, name)
    if made is None:
        return "There is a room of this name already."
    records.note(desk.db, desk.school.id, "new room", desk.now, person_id=who.person.id, about={"room": made})
    return ""


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
    planned = len({it["child_id"] for it in moving if it["since"] > desk.now})
    return Rollover(tuple(sorted(steps, key=lambda it: it.room)), len(stays), mark, begins, ends, planned)


def roll_over(desk: Desk, who: Viewer, to: To, at: datetime, looked_at: str) -> Rollover | None:
    """None when it is done; the new state when the school has changed since somebody looked. In one transaction."""
    roll.hold(desk.db, desk.school.id)
    it = look(desk, who, to)
    if it.mark != looked_at or not it.ends:
        return it
    rows = children.enrolled(desk.db, who.sight, at)
    moving = {row["child_id"] for row in rows if row["id"] in it.ends}
    older = [row["id"] for row in rows if row["child_id"] in moving and row["until"] is not None]
    _do(desk, who, "rollover", it.begins, [*it.ends, *older], at)
    return None


def _do(desk: Desk, who: Viewer, kind: str, begins: Collection[tuple[int, int]], ends: Collection[int],
        at: datetime) -> None:  # fmt: skip
    pen = Pen(desk.db, desk.school.id, at)
    since = {row: it["since"] for row, it in values_of(desk.db, enrolment, ends, ["since"])}
    # What would have begun later never begins: it ends where it began.
    pen.change(enrolment, [{"id": row, "until": max(at, begun)} for row, begun in since.items()])
    pen.add(enrolment, [{"child_id": child, "room_id": room, "since": at} for child, room in begins])
    about = {"begins": len(begins), "ends": len(ends)}
    way = ways_back.keep(
        desk.db, desk.school.id, kind, pen.steps(), desk.now, by_id=who.person.id, about=about
    )
    records.note(
        desk.db, desk.school.id, kind, desk.now, person_id=who.person.id, about={**about, "way": way}
    )
