"""Two pages of the office: whose a phone is that nobody knows, and where words belong that stand in no thread."""

from dataclasses import dataclass

from bot.acts import by_hand, knowing
from bot.acts.desk import Desk
from bot.acts.reading.looks import homes_of, note_foreign, note_look
from bot.acts.reading.shown import CHILD, IN_NO_THREAD, of_heard
from bot.acts.reading.today import Kept, kept
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.model.people import Member, Room
from bot.store import lanes
from bot.store.console import children, heard
from bot.store.console import people as listed

STRANGER = ("stranger",)


@dataclass(frozen=True)
class Home:
    id: int
    adults: tuple[tuple[int, str, str], ...]  #: id, name, relation


@dataclass(frozen=True)
class Stranger:
    id: int
    first: Kept
    words: tuple[Kept, ...]  #: all that came from there
    channel: str
    why: str  #: why the phone cannot become anybody's; "": it can
    rooms: tuple[Room, ...]
    pupils: tuple[tuple[int, str], ...]  #: the children of the room that was chosen
    child: str  #: the one that was chosen; ""
    child_id: int
    homes: tuple[Home, ...]
    tongues: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    person_id: int
    household_id: int
    writer: str
    child: str
    others: tuple[str, ...]  #: who else is in that home: two homes of one child are told apart so


@dataclass(frozen=True)
class Unplaced:
    id: int
    kept: Kept
    places: tuple[Place, ...]


def stranger(
    desk: Desk, who: Viewer, item_id: int, room_id: int | None, child_id: int | None
) -> Stranger | None:
    """None for anybody but the office. A look at a child's homes is written down."""
    row = heard.one(desk.db, who.sight, item_id, STRANGER)
    if row is None:
        return None
    name = row["called_itself"] or ""
    rest = heard.from_phone(desk.db, who.sight, row["contact_id"], "stranger")
    chosen = children.one(desk.db, who.sight, child_id) if child_id is not None else None
    if chosen is not None:
        note_look(desk, who, CHILD, *homes_of(desk, [chosen["id"]]))
    pupils = listed.children(desk.db, who.sight, [room_id]) if room_id is not None else []
    return Stranger(
        row["id"], kept(row, name), tuple(kept({**it, "address": row["address"]}, name) for it in rest),
        row["channel"], knowing.hindrance(desk, row), tuple(rooms_seen(desk, who)),
        tuple((it["id"], it["name"]) for it in pupils),
        chosen["name"] if chosen else "", chosen["id"] if chosen else 0,
        _homes(desk, chosen["id"]) if chosen else (),
        tuple((tag, language_name(tag)) for tag in desk.school.languages),
    )  # fmt: skip


def unplaced(desk: Desk, who: Viewer, item_id: int) -> Unplaced | None:
    """None for anybody but the office. The look is written down."""
    row = heard.one(desk.db, who.sight, item_id, by_hand.IN_NO_THREAD)
    if row is None:
        return None
    note_foreign(desk, who, IN_NO_THREAD, *of_heard(desk, [row]))
    found = by_hand.places(desk, row)
    names = ", ".join(dict.fromkeys(it.person.name for it in found))
    inside = _inside(desk, [it.lane.household_id for it in found])
    places = tuple(
        Place(it.person.id, it.lane.household_id, it.person.name, it.lane.child.name,
              tuple(one.person.name for one in inside[it.lane.household_id] if one.person.id != it.person.id))
        for it in found
    )  # fmt: skip
    return Unplaced(row["id"], kept(row, names), places)


def _homes(desk: Desk, child_id: int) -> tuple[Home, ...]:
    """A home that everybody has left is none, where there is another."""
    ids = [it["id"] for it in children.homes_of(desk.db, child_id)]
    inside = _inside(desk, ids)
    return tuple(
        Home(it, tuple((one.person.id, one.person.name, one.relation) for one in inside[it]))
        for it in ids
        if inside[it] or len(ids) == 1
    )


def _inside(desk: Desk, household_ids: list[int]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = {it: [] for it in household_ids}
    for member in lanes.members(desk.db, household_ids, desk.now):
        found[member.lane.household_id].append(member)
    return found
