"""Writes what the plan says, all of it in the transaction at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.acts import elsewhere, greeting, restricting
from bot.acts.desk import Desk
from bot.acts.roll.adults import OWN_MARK
from bot.acts.roll.children import Key
from bot.acts.roll.files import Source
from bot.acts.roll.naming import BadRoll
from bot.acts.roll.place_steps import Lane, scope_after
from bot.acts.roll.planning import Plan, Steps, mark_of, plan, tongue
from bot.languages.folding import fold
from bot.model.people import Scope, State
from bot.store import many, records, restrictions, roll, ways_back
from bot.store.pen import Pen
from bot.store.tables import child, contact, contact_person, enrolment, household, membership, person, room

Greet = Callable[[Desk, int, str], None]


@dataclass(frozen=True)
class Applied:
    """`done` is False when a row was bad or doubtful, or when it is no longer what somebody looked at: then nothing at
    all was written."""

    plan: Plan
    done: bool
    stale: bool = False  #: the school has changed since somebody looked
    way_back: int | None = None


def apply(desk: Desk, source: Source, greet: Greet, end_missing: bool = False, *,
          looked_at: str | None = None, by_id: int | None = None,
          chosen: Mapping[str, str] | None = None) -> Applied:  # fmt: skip
    """Brings the roll in, or nothing of it. It is planned anew here, so that no other import comes between.

    Raises BadRoll as `plan` does, and when the school has no number to write from. `greet(desk, contact id,
    language)` puts the first notice on its way to each phone that has not had it. `looked_at`: the mark of the
    difference that somebody saw; another one is not brought in.
    """
    roll.hold(desk.db, desk.school.id)
    it = plan(desk, source, end_missing, chosen)
    if it.bad:
        return Applied(it, done=False)
    if looked_at is not None and mark_of(it) != looked_at:
        return Applied(it, done=False, stale=True)
    steps = it.steps
    if steps.sender_id is None:
        raise BadRoll("the school has no SMS number yet: set AHO_TWILIO_FROM, then bring in the roll")
    pen = Pen(desk.db, desk.school.id, desk.now)
    pupils = _children(desk, pen, steps)
    people = _people(desk, pen, steps)
    phones = _phones(desk, pen, steps, people)
    _places(pen, steps, pupils, people)
    pen.end(membership, restrictions.still_placed(desk.db, desk.school.id, desk.now))
    ended = [place.id for place in steps.places.ended]
    records.note(desk.db, desk.school.id, roll.APPLIED, desk.now, person_id=by_id,
                 about={"rows": it.rows, "ended": ended})  # fmt: skip
    for address, language in steps.phones.greet.items():
        greet(desk, phones[address], language)
    about = {"rows": it.rows, "new": len(it.new), "changed": len(it.changed), "ended": len(it.ended)}
    way = ways_back.keep(desk.db, desk.school.id, "roll", pen.steps(), desk.now, by_id=by_id, about=about)
    return Applied(it, done=True, way_back=way)


def _children(desk: Desk, pen: Pen, steps: Steps) -> dict[Key, int]:
    its = steps.children
    pen.add(room, [{"name": name, "folded": folded} for folded, name in its.rooms.items()])
    rooms = roll.rooms(desk.db, desk.school.id)
    new = [
        {"name": it.name, "folded": fold(it.name), "roll_key": it.roll_key, "created_at": desk.now}
        for it in its.new
    ]
    ids = dict(zip((it.key for it in its.new), pen.add(child, new), strict=True))
    ids |= its.known
    pen.change(
        child,
        [
            {"id": ids[it.key], "name": it.name, "folded": fold(it.name), "roll_key": it.roll_key}
            for it in its.changed
        ],
    )
    pen.end(enrolment, its.departures)
    pen.add(
        enrolment,
        [{"child_id": ids[key], "room_id": rooms[folded], "since": desk.now} for key, folded in its.arrivals],
    )
    return ids


def _people(desk: Desk, pen: Pen, steps: Steps) -> dict[int, int]:
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
    pen.change(person, changes)
    made = zip(new, pen.add(person, rows), strict=True)
    return {it.key: it.there.id for it in steps.adults if it.there is not None} | dict(made)


def _phones(desk: Desk, pen: Pen, steps: Steps, people: dict[int, int]) -> dict[str, int]:
    """The phones' ids by address: those that somebody is linked to or greeted at."""
    its = steps.phones
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
    ids = dict(its.known) | dict(zip(its.new, pen.add(contact, new), strict=True))
    pen.watch(contact, its.emptied, ("notice_at",))
    pen.change(contact, [{"id": phone, "state": str(state)} for phone, state in its.woken.items()])
    restricting.stay_out(desk, its.unlinks)
    along = elsewhere.part(desk, its.unlinks)
    many.drop_waiting(desk.db, its.unlinks)
    pen.unlink(its.unlinks)
    for phone in its.emptied:
        greeting.forget(desk, phone)
    pen.change(contact, [{"id": phone, "state": str(State.UNVERIFIED)} for phone in its.orphans])
    links = [
        {"contact_id": ids[address], "person_id": people[key]} for address, key in dict.fromkeys(its.links)
    ]
    pen.add(contact_person, links)
    elsewhere.arrive(desk, along)
    return ids


def _places(pen: Pen, steps: Steps, pupils: dict[Key, int], people: dict[int, int]) -> None:
    its = steps.places
    pen.end(membership, [place.id for place in its.ended])
    pen.change(household, [{"id": lane, "label": label} for lane, label in its.relabelled.items()])
    pen.change(
        membership,
        [
            {
                "id": place.id,
                "relation": row.relation,
                "guardian": row.guardian,
                "scope": str(scope_after(place, row)),
                "from_roll": True,
                # A guardian's place does not end by itself.
                "until": None if row.guardian and not place.guardian else place.until,
            }
            for place, row in its.changed
        ],
    )
    owners: dict[Lane, int] = {lane: people[key] for lane, key, _ in its.new}
    children = [pupils[lane[0]] for lane in its.new_lanes]
    labels = [row.household or f"{OWN_MARK}{owners[lane]}" for lane, row in its.new_lanes.items()]
    made = pen.add(
        household,
        [{"child_id": pupil, "label": label} for pupil, label in zip(children, labels, strict=True)],
    )
    pen.open_threads(zip(children, made, strict=True))
    lanes = its.lanes | dict(zip(its.new_lanes, made, strict=True))
    pen.add(
        membership,
        [
            {
                "household_id": lanes[lane],
                "person_id": people[key],
                "relation": row.relation,
                "guardian": row.guardian,
                "scope": str(Scope.EVERYTHING if row.guardian else Scope.STORIES),
                "from_roll": True,
                "since": pen.now,
            }
            for lane, key, row in its.new
        ],
    )
