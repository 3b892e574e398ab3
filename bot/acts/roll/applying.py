"""Writes what the plan says, all of it in the transaction at hand."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.acts import greeting
from bot.acts.desk import Desk
from bot.acts.roll.adults import OWN_MARK
from bot.acts.roll.children import Key
from bot.acts.roll.files import Source
from bot.acts.roll.naming import BadRoll
from bot.acts.roll.place_steps import Lane, scope_after
from bot.acts.roll.planning import Plan, Steps, plan, tongue
from bot.languages.folding import fold
from bot.model.people import Scope, State
from bot.store import many, records, roll
from bot.store.tables import child, contact, contact_person, enrolment, household, membership, person, room

Greet = Callable[[Desk, int, str], None]


@dataclass(frozen=True)
class Applied:
    """`done` is False when a row was bad or doubtful: then nothing at all was written."""

    plan: Plan
    done: bool


def apply(desk: Desk, source: Source, greet: Greet, end_missing: bool = False) -> Applied:
    """Brings the roll in, or nothing of it. It is planned anew here, so that no other import comes between.

    Raises BadRoll as `plan` does, and when the school has no number to write from. `greet(desk, contact id,
    language)` puts the first notice on its way to each phone that has not had it.
    """
    roll.hold(desk.db, desk.school.id)
    it = plan(desk, source, end_missing)
    if it.bad:
        return Applied(it, done=False)
    steps = it.steps
    if steps.sender_id is None:
        raise BadRoll("the school has no SMS number yet: set AHO_TWILIO_FROM, then bring in the roll")
    pupils = _children(desk, steps)
    people = _people(desk, steps)
    phones = _phones(desk, steps, people)
    _places(desk, steps, pupils, people)
    ended = [place.id for place in steps.places.ended]
    records.note(desk.db, desk.school.id, roll.APPLIED, desk.now, about={"rows": it.rows, "ended": ended})
    for address, language in steps.phones.greet.items():
        greet(desk, phones[address], language)
    return Applied(it, done=True)


def _children(desk: Desk, steps: Steps) -> dict[Key, int]:
    db, school, its = desk.db, desk.school.id, steps.children
    many.add(db, room, school, [{"name": name, "folded": folded} for folded, name in its.rooms.items()])
    rooms = roll.rooms(db, school)
    new = [
        {"name": it.name, "folded": fold(it.name), "roll_key": it.roll_key, "created_at": desk.now}
        for it in its.new
    ]
    ids = dict(zip((it.key for it in its.new), many.add(db, child, school, new), strict=True))
    ids |= its.known
    many.change(
        db,
        child,
        [
            {"id": ids[it.key], "name": it.name, "folded": fold(it.name), "roll_key": it.roll_key}
            for it in its.changed
        ],
    )
    many.end(db, enrolment, its.departures, desk.now)
    many.add(
        db,
        enrolment,
        school,
        [{"child_id": ids[key], "room_id": rooms[folded], "since": desk.now} for key, folded in its.arrivals],
    )
    return ids


def _people(desk: Desk, steps: Steps) -> dict[int, int]:
    """The adults' ids by their keys in the file."""
    new, rows, changes = [], [], []
    for it in steps.adults:
        reads, chosen = tongue(it, steps.phones)
        row = {"name": it.name, "folded": fold(it.name), "language": reads, "language_chosen": chosen}
        if it.there is None:
            new.append(it.key)
            rows.append(row | {"created_at": desk.now})
        elif (it.name, reads, chosen) != (it.there.name, it.there.language, it.there.chosen):
            changes.append(row | {"id": it.there.id})
    many.change(desk.db, person, changes)
    made = zip(new, many.add(desk.db, person, desk.school.id, rows), strict=True)
    return {it.key: it.there.id for it in steps.adults if it.there is not None} | dict(made)


def _phones(desk: Desk, steps: Steps, people: dict[int, int]) -> dict[str, int]:
    """The phones' ids by address: those that somebody is linked to or greeted at."""
    db, its = desk.db, steps.phones
    new = [
        {
            "sender_id": steps.sender_id,
            "channel": "sms",
            "address": address,
            "state": str(State.ACTIVE),
            "zone": zone,
            "created_at": desk.now,
        }
        for address, zone in its.new.items()
    ]
    ids = dict(its.known) | dict(zip(its.new, many.add(db, contact, desk.school.id, new), strict=True))
    many.change(db, contact, [{"id": phone, "state": str(state)} for phone, state in its.woken.items()])
    many.drop_waiting(db, its.unlinks)
    many.unlink(db, its.unlinks)
    for phone in its.emptied:
        greeting.forget(desk, phone)
    many.change(db, contact, [{"id": phone, "state": str(State.UNVERIFIED)} for phone in its.orphans])
    links = [
        {"contact_id": ids[address], "person_id": people[key]} for address, key in dict.fromkeys(its.links)
    ]
    many.add(db, contact_person, desk.school.id, links)
    return ids


def _places(desk: Desk, steps: Steps, pupils: dict[Key, int], people: dict[int, int]) -> None:
    db, school, its = desk.db, desk.school.id, steps.places
    many.end(db, membership, [place.id for place in its.ended], desk.now)
    many.change(db, household, [{"id": lane, "label": label} for lane, label in its.relabelled.items()])
    many.change(
        db,
        membership,
        [
            {
                "id": place.id,
                "relation": row.relation,
                "guardian": row.guardian,
                "scope": str(scope_after(place, row)),
                "from_roll": True,
            }
            for place, row in its.changed
        ],
    )
    owners: dict[Lane, int] = {lane: people[key] for lane, key, _ in its.new}
    children = [pupils[lane[0]] for lane in its.new_lanes]
    labels = [row.household or f"{OWN_MARK}{owners[lane]}" for lane, row in its.new_lanes.items()]
    made = many.add(
        db,
        household,
        school,
        [{"child_id": pupil, "label": label} for pupil, label in zip(children, labels, strict=True)],
    )
    many.open_threads(db, school, zip(children, made, strict=True))
    lanes = its.lanes | dict(zip(its.new_lanes, made, strict=True))
    many.add(
        db,
        membership,
        school,
        [
            {
                "household_id": lanes[lane],
                "person_id": people[key],
                "relation": row.relation,
                "guardian": row.guardian,
                "scope": str(Scope.EVERYTHING if row.guardian else Scope.STORIES),
                "from_roll": True,
                "since": desk.now,
            }
            for lane, key, row in its.new
        ],
    )
