"""The list of conversations: one line a home, so that two homes of one child are never mixed up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.acts.desk import Desk
from bot.acts.reading import voices
from bot.acts.reading.in_hand import Hand, hands
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.model.people import Member
from bot.store import lanes, planned
from bot.store.console import threads
from bot.store.console.threads import Which
from bot.store.rows import Row


@dataclass(frozen=True)
class Line:
    """A thread in the list."""

    id: int
    child: str
    home: tuple[str, ...]  #: the guardians' names: they tell two homes of one child apart
    rooms: tuple[str, ...]
    last_at: datetime | None
    last_writer: str
    last: Content | None
    waits: bool
    hand: Hand | None = None  #: who has it in hand
    goes_at: datetime | None = None  #: an answer waits for this time


@dataclass(frozen=True)
class Lines:
    """A page of the list."""

    lines: tuple[Line, ...]
    page: int  #: from 1 on
    more: bool


FILTERS = ("waits", "mine", "handed", "shared", "all")
A_PAGE = 50
LATELY = timedelta(days=90)


def lines(desk: Desk, who: Viewer, room_id: int | None = None, which: str = "all", page: int = 1) -> Lines:
    """As many statements for a page of it as for a line."""
    asked = Which(which if which in FILTERS else "all", who.person.id, desk.now - LATELY)
    page = min(max(page, 1), 10_000)
    found = threads.listed(
        desk.db, who.sight, asked, room_id=room_id, limit=A_PAGE + 1, offset=(page - 1) * A_PAGE
    )
    rows = found[:A_PAGE]
    if not rows:
        return Lines((), page, False)
    ids = [row["id"] for row in rows]
    hand, going = hands(desk, ids), planned.next_of(desk.db, ids)
    newest = threads.latest(desk.db, [row["id"] for row in rows])
    held = contents_of(desk, [row["content_id"] for row in newest.values()])
    rooms = threads.rooms_of(desk.db, {row["child_id"] for row in rows}, desk.now)
    homes = guardians(lanes.members(desk.db, [row["household_id"] for row in rows], desk.now))
    mine = {room.name for room in who.rooms}
    made = [
        replace(
            _line(row, newest.get(row["id"]), held, rooms.get(row["child_id"], []), homes, mine),
            hand=hand.get(row["id"]),
            goes_at=going.get(row["id"]),
        )
        for row in rows
    ]
    return Lines(tuple(made), page, len(found) > A_PAGE)


def guardians(members: Sequence[Member]) -> dict[int, tuple[str, ...]]:
    """Each home by its guardians' names; by anybody's, where it has none."""
    found: dict[int, tuple[str, ...]] = {}
    for home in dict.fromkeys(it.lane.household_id for it in members):
        here = [it for it in members if it.lane.household_id == home]
        found[home] = tuple(it.person.name for it in here if it.guardian) or tuple(
            it.person.name for it in here
        )
    return found


def _line(
    row: Row,
    last: Row | None,
    held: dict[int, Content],
    rooms: list[str],
    homes: dict[int, tuple[str, ...]],
    mine: set[str],
) -> Line:
    own = bool(mine & set(rooms))
    return Line(
        row["id"],
        row["child_name"],
        homes.get(row["household_id"], ()),
        tuple(rooms),
        row["last_at"],
        voices.writer(last) if last else "",
        held[last["content_id"]] if last and own else None,
        row["waiting_id"] is not None,
    )
