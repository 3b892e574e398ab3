"""Taking a large change back within a day: children, rooms, homes and phones as they were before it.

What families did meanwhile is theirs and stays: a language they chose, a STOP, a place that they gave or ended,
every word that was said. What was sent was sent. What could not be put back is told, in words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.acts import elsewhere, restricting
from bot.acts.desk import Desk
from bot.store import many, pen, people, records, restrictions, roll, ways_back
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    metadata,
    person,
    room,
    suppression,
    thread,
)

PLACES = (membership, enrolment)
#: What may go once nothing points at it, in this order; and how it is told when it must stay.
MADE = (
    (thread, "thread"),
    (household, ""),
    (child, "child"),
    (contact, "phone"),
    (person, "person"),
    (room, "room"),
)
STAYS = {
    "thread": "{count} of the new homes already had words in their thread: those stay to be read, with nobody in them",
    "child": "{count} of the new children already had words said about them: they stay on record, in no room",
    "phone": "{count} new phones had been written to, or had written: what was sent was sent; they are nobody's now",
    "person": "{count} of the new adults had already done something here: they stay on record, in nobody's home",
    "room": "{count} of the new rooms are in use by now: they stay",
}
CHANGED = (
    "{count} of the old ways were changed again meanwhile, by a family or by the office: those changes stay"
)
WAITED = (
    "Of what had waited for a phone which was taken from somebody, what waits on their new phone now comes back; "
    "the rest has gone there, or was dropped"
)


@dataclass(frozen=True)
class Undone:
    kept: tuple[str, ...]  #: what could not be put back, in words


@dataclass(frozen=True)
class CannotUndo:
    why: str


def undo(desk: Desk, way_id: int | None = None, by_id: int | None = None) -> Undone | CannotUndo:
    """Takes back the school's last large change; `way_id`: that one, or nothing."""
    roll.hold(desk.db, desk.school.id)
    way = ways_back.last(desk.db, desk.school.id)
    if way is None or (way_id is not None and way["id"] < way_id):
        return CannotUndo("That has been undone already.")
    if way_id is not None and way["id"] != way_id:
        return CannotUndo("Something was changed after it: undo that first.")
    if way["steps"] is None or way["until"] <= desk.now:
        return CannotUndo("A day has passed: it can no longer be undone. Bring in a roll that puts it right.")
    steps: Mapping[str, Any] = way["steps"]
    ways_back.use(desk.db, way["id"], desk.now)
    _waits_again(desk, steps)
    kept = [*_take_away(desk.db, steps["added"], desk.now), *_put_back(desk, steps)]
    records.note(desk.db, desk.school.id, f"{way['kind']} undone", desk.now, person_id=by_id,
                 about={"way": way["id"]})  # fmt: skip
    return Undone(tuple(kept))


def _waits_again(desk: Desk, steps: Mapping[str, Any]) -> None:
    """What went along to a new phone, and waits there still, waits on the old one again. Before the links go."""
    left = {int(someone): int(phone) for phone, someone in steps["unlinked"]}
    got = [it for it in pen.links(desk.db, steps["added"].get("contact_person", ())) if it[1] in left]
    along = elsewhere.part(desk, got)
    for someone in {row["person_id"] for row in along}:
        to = people.contact_by_id(desk.db, left[someone])
        elsewhere.bring(desk, [row for row in along if row["person_id"] == someone], to)


def _take_away(db: Connection, added: Mapping[str, Sequence[int]], now: datetime) -> list[str]:
    """The rows that the change made. One that something points at by now stays, and is closed."""
    ways_back.remove(db, membership, ways_back.still_open(db, added.get("membership", ()), now))
    ways_back.remove(db, enrolment, added.get("enrolment", ()))
    many.unlink(db, pen.links(db, added.get("contact_person", ())))
    ways_back.remove(db, suppression, added.get("suppression", ()))
    phones = added.get("contact", ())
    ways_back.drop_untried(db, phones)
    kept = []
    for table, word in MADE:
        ids = added.get(table.name, ())
        unused = ways_back.unused(db, table, ids)
        ways_back.remove(db, table, unused)
        stays = set(ids) - set(unused)
        if stays and table is contact:
            active = [
                it
                for it, values in pen.values_of(db, contact, stays, ["state"])
                if values["state"] == "active"
            ]
            many.change(db, contact, [{"id": it, "state": "unverified"} for it in active])
        if stays and word:
            kept.append(STAYS[word].format(count=len(stays)))
    return kept


def _put_back(desk: Desk, steps: Mapping[str, Any]) -> list[str]:
    """What the change wrote over, column by column: one that is no longer as it was made is somebody's since."""
    since = 0
    for name, rows in steps["changed"].items():
        table = metadata.tables[name]
        columns = {column for _, before, _ in rows for column in before}
        today = dict(pen.values_of(desk.db, table, [row for row, _, _ in rows], columns))
        shut = _shut(desk, name, rows) if table in PLACES else set()
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row, before, after in rows:
            old, made, now = pen.taken(table, before), pen.taken(table, after), today.get(row, {})
            values = {
                column: value
                for column, value in old.items()
                if now.get(column) == made[column] and not (column == "until" and row in shut)
            }
            since += values.keys() != old.keys()
            if values:
                alike[tuple(sorted(values))].append({"id": row, **values})
        for same in alike.values():
            many.change(desk.db, table, same)
    _link_again(desk, steps["unlinked"])
    restricting.look_again(desk)  # a number that is kept out may be somebody's again by this
    told = [CHANGED.format(count=since)] if since else []
    return [*told, *([WAITED] if steps["unlinked"] else [])]


def _shut(desk: Desk, name: str, rows: Sequence[Any]) -> set[int]:
    """Places that are not to be opened again: open by another row, or closed by the school for that person."""
    table = metadata.tables[name]
    ids = [row for row, before, _ in rows if "until" in before]
    shut = ways_back.taken_again(desk.db, table, ids, desk.now)
    persons, addresses = restrictions.of_school(desk.db, desk.school.id)
    if table is membership and (persons or addresses):
        homes = dict(pen.values_of(desk.db, membership, ids, ["household_id", "person_id"]))
        whose = dict(
            pen.values_of(desk.db, household, {it["household_id"] for it in homes.values()}, ["child_id"])
        )
        for row, it in homes.items():
            if restrictions.restricted(desk.db, whose[it["household_id"]]["child_id"], it["person_id"]):
                shut.add(row)
    return shut


def _link_again(desk: Desk, pairs: Sequence[Sequence[int]]) -> None:
    """Phones go back to their people, where both are still there and nobody has linked them since."""
    wanted = {(int(phone), int(someone)) for phone, someone in pairs}
    phones = dict(pen.values_of(desk.db, contact, {phone for phone, _ in wanted}, ["state"]))
    persons = dict(pen.values_of(desk.db, person, {someone for _, someone in wanted}, ["id"]))
    there = ways_back.links_of(desk.db, [phone for phone, _ in wanted])
    again = [pair for pair in sorted(wanted - there) if pair[0] in phones and pair[1] in persons]
    many.add(desk.db, contact_person, desk.school.id, [{"contact_id": a, "person_id": b} for a, b in again])
