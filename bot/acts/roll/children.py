"""Which child each row is about. Where it could be two children, or one child twice, the rows are refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.acts.roll.naming import Refuse
from bot.acts.roll.rows import Row
from bot.languages.folding import fold
from bot.model.roll import Known, Pupil

Key = tuple[str, ...]  #: a child of the file: by child_id, or by room and name


@dataclass(frozen=True)
class Learner:
    """A child as the file has it; `there` is the same child on record."""

    key: Key
    name: str
    room: str
    roll_key: str | None
    there: Pupil | None


def key_of(row: Row) -> Key:
    return ("id", row.child_id) if row.child_id else ("room", fold(row.room), fold(row.child))


def learners(rows: Sequence[Row], known: Known, refuse: Refuse) -> dict[Key, Learner]:
    """Every child of the file that is beyond doubt."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key_of(row)].append(row)
    records = _Records(known)
    named = _by_name(groups)
    rooms = {key: fold(group[0].room) for key, group in groups.items()}
    found: dict[Key, Pupil | None] = {}
    doubts: dict[Key, str] = {}
    for key, group in groups.items():
        answer = records.match(key, group[0])
        if not _agrees(group, refuse):
            doubts[key] = ""
        elif isinstance(answer, str):
            doubts[key] = answer
        else:
            found[key] = answer
    for key, why in _twice(found).items():
        doubts[key] = why
    for key, group in groups.items():
        if key not in doubts and (why := _namesake(key, group[0], found, named, rooms, records)):
            doubts[key] = why
    for key, why in doubts.items():
        for row in groups[key]:
            if why:
                refuse(row.line, "child_id", why)
    sure = [key for key in groups if key not in doubts]
    return {key: _learner(key, groups[key], found[key]) for key in sure}


class _Records:
    """The children on record, found by id, by room and name, or by name."""

    def __init__(self, known: Known) -> None:
        self.by_id = {it.roll_key: it for it in known.pupils.values() if it.roll_key}
        self.room_names = dict(known.rooms.values())
        self.room_ids = {folded: room for folded, (room, _) in known.rooms.items()}
        self.by_name: dict[str, list[Pupil]] = defaultdict(list)
        for it in known.pupils.values():
            self.by_name[it.folded].append(it)

    def match(self, key: Key, row: Row) -> Pupil | str | None:
        """The child on record, None for a new one, or why that cannot be told."""
        room_id = self.room_ids.get(fold(row.room))
        alike = self.by_name.get(fold(row.child), [])
        here = [it for it in alike if room_id in it.rooms]
        if key[0] == "id":
            if it := self.by_id.get(row.child_id):
                return it
            free = [it for it in here if it.roll_key is None]
            return free[0] if free else None
        here = here or [it for it in alike if it.was_in is not None and it.was_in == room_id]
        if len(here) > 1:
            return f"there are {len(here)} children called {row.child} in {row.room}: write the child_id"
        return here[0] if here else None

    def elsewhere(self, row: Row) -> list[Pupil]:
        room_id = self.room_ids.get(fold(row.room))
        return [it for it in self.by_name.get(fold(row.child), []) if room_id not in it.rooms]

    def room_of(self, it: Pupil) -> str:
        return self.room_names.get(next(iter(it.rooms), it.was_in or 0), "no room")


def _agrees(group: Sequence[Row], refuse: Refuse) -> bool:
    """A child_id is one child in one room."""
    first = group[0]
    others = [
        row for row in group if (fold(row.room), fold(row.child)) != (fold(first.room), fold(first.child))
    ]
    for row in others:
        said = f"{first.child} in {first.room} on line {first.line}"
        refuse(
            row.line,
            "child_id",
            f"child_id {row.child_id} is {said}; write one room and name for one child_id",
        )
    return not others


def _twice(found: Mapping[Key, Pupil | None]) -> dict[Key, str]:
    """Two children of the file that would both be one child on record."""
    owners: dict[int, list[Key]] = defaultdict(list)
    for key, it in found.items():
        if it is not None:
            owners[it.id].append(key)
    return {
        key: "this could be two children or one: write the child_id on each of their rows"
        if key[0] == "room"
        else "two child_ids for one child on record: bring in the one that is known first, alone"
        for keys in owners.values()
        if len(keys) > 1
        for key in keys
        if key[0] == "room" or all(other[0] == "id" for other in keys)
    }


def _by_name(groups: Mapping[Key, Sequence[Row]]) -> dict[str, list[Key]]:
    named: dict[str, list[Key]] = defaultdict(list)
    for key, group in groups.items():
        named[fold(group[0].child)].append(key)
    return named


def _namesake(key: Key, row: Row, found: Mapping[Key, Pupil | None], named: Mapping[str, Iterable[Key]],
              rooms: Mapping[Key, str], records: _Records) -> str:  # fmt: skip
    """Why a child that is not on record by this room or id may yet be one of another room."""
    if key[0] == "room" and any(
        other[0] == "id" and rooms[other] == key[1] for other in named[fold(row.child)]
    ):
        return f"another line gives a {row.child} in {row.room} a child_id: write it here too"
    if found.get(key) is not None:
        return ""
    elsewhere = records.elsewhere(row)
    if key[0] == "id":
        taken = {it.id for other, it in found.items() if it is not None and other in named[fold(row.child)]}
        doubtful = [it for it in elsewhere if it.roll_key is None and it.rooms and it.id not in taken]
        return (
            f"{row.child} is on record in {records.room_of(doubtful[0])} without a child_id: for the same "
            "child bring this child_id in with that room first, else give the other an id of its own first"
            if doubtful
            else ""
        )
    if elsewhere:
        where = records.room_of(elsewhere[0])
        said = f"{row.child} is on record in {where}"
        return f"{said}: add the child_id, the same as there for the same child, another for another"
    if any(other != key for other in named[fold(row.child)]):
        return f"{row.child} is on this roll more than once: add a child_id on each of their rows"
    return ""


def _learner(key: Key, group: Sequence[Row], there: Pupil | None) -> Learner:
    spelt = {row.child for row in group}
    name = there.name if there is not None and there.name in spelt else group[0].child
    return Learner(key, name, group[0].room, group[0].child_id or (there.roll_key if there else None), there)
