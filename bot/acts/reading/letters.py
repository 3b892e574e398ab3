"""The page of letters: what can be printed for a room, what was, and who waits at the door with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.letters import arriving, deciding, printing
from bot.acts.letters.printing import Home
from bot.acts.reading.looks import About, about
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.model.people import Member, Room
from bot.store import lanes
from bot.store.console import letters, people
from bot.store.restrictions import restricted
from bot.store.rows import Row


@dataclass(frozen=True)
class Printed:
    id: int
    child: str
    adults: tuple[str, ...]
    language: str
    made_at: datetime
    by: str
    state: str  #: "waiting", "used", "withdrawn", "over"
    asked: bool  #: used, and nobody has decided yet
    until: datetime
    abouts: tuple[About, ...]  #: for the note of a look


@dataclass(frozen=True)
class Newcomer:
    """Somebody who came with a letter."""

    id: int
    name: str  #: as they gave it
    channel: str
    address: str
    child: str
    adults: tuple[tuple[int, str, str], ...]  #: who is in that home: id, name and relation
    came_at: datetime
    asked: tuple[str, ...]  #: the guardians who were asked
    may_decide: bool  #: whether it is the office's by now
    kept_out: bool  #: by the school, of this child's homes: whatever is chosen opens nothing
    new: bool  #: the phone can turn out to be one of the home's people's own
    abouts: tuple[About, ...]  #: for the note of a look


def children_of(desk: Desk, who: Viewer, room: Room) -> dict[int, str]:
    return {row["id"]: row["name"] for row in people.children(desk.db, who.sight, [room.id])}


def printed(desk: Desk, who: Viewer, child_ids: Sequence[int]) -> list[Printed]:
    rows = letters.of_children(desk.db, who.sight, child_ids)
    adults = _adults(desk, {row["household_id"] for row in rows})
    return [
        Printed(
            row["id"], row["child_name"],
            tuple(it.person.name for it in adults.get(row["household_id"], []) if it.guardian),
            language_name(row["language"]), row["made_at"], row["printed_by"] or "the command line",
            _state(row, desk.now), bool(row["used_at"]) and row["decided_at"] is None, row["expires_at"],
            tuple(about([row])),
        )
        for row in rows
    ]  # fmt: skip


def at_the_door(desk: Desk, who: Viewer) -> list[Newcomer]:
    rows = letters.at_the_door(desk.db, who.sight)
    adults = _adults(desk, {row["household_id"] for row in rows})
    return [_newcomer(desk, row, adults.get(row["household_id"], [])) for row in rows]


def homes(desk: Desk, who: Viewer, child_ids: Sequence[int]) -> list[Home]:
    """Where letters for these children go; those whom the viewer may not see are left out."""
    seen = people.of_today(desk.db, who.sight)
    wanted = [it for it in child_ids if it in seen]
    printing.begin_homes(desk, wanted)
    return printing.homes(desk, wanted)


def _adults(desk: Desk, household_ids: set[int]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = {}
    for member in lanes.members(desk.db, list(household_ids), desk.now):
        found.setdefault(member.lane.household_id, []).append(member)
    return found


def _newcomer(desk: Desk, row: Row, home: Sequence[Member]) -> Newcomer:
    return Newcomer(
        row["id"], row["newcomer"], row["channel"], row["address"], row["child_name"],
        tuple((it.person.id, it.person.name, it.relation) for it in home), row["came_at"],
        tuple(it.person.name for it in home if it.person.id in row["asked"]),
        deciding.may_office(desk, row),
        restricted(desk.db, row["child_id"], row["person_id"], row["address"]),
        arriving.is_new(desk, row["contact_id"], row["person_id"]), tuple(about([row])),
    )  # fmt: skip


def _state(row: Row, now: datetime) -> str:
    if row["used_at"]:
        return "used"
    if row["withdrawn_at"]:
        return "withdrawn"
    return "over" if row["expires_at"] <= now else "waiting"
