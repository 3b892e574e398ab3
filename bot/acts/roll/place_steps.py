"""Who belongs to which home of which child, and what changes in that.

A place that a family gave is never lowered, and one that a guardian ended, or gave an end, is not brought back; one
that ended otherwise is, if the roll did it or brings a new phone for them. A child's lane keeps its thread when the
office gives its home another mark; two lanes never become one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.acts.roll.adults import OWN_MARK, Grownup
from bot.acts.roll.children import Key, Learner, key_of
from bot.acts.roll.naming import Entry, Refuse
from bot.acts.roll.rows import OWN, Row, home
from bot.languages.folding import fold
from bot.model.people import Scope
from bot.model.roll import Known, Place, Pupil

Home = tuple[str, ...]
Lane = tuple[Key, Home]


@dataclass(frozen=True)
class PlaceSteps:
    relabelled: dict[int, str] = field(default_factory=dict)  #: household: the office's new mark
    lanes: dict[Lane, int] = field(default_factory=dict)  #: those on record
    new_lanes: dict[Lane, Row] = field(default_factory=dict)
    new: list[tuple[Lane, int, Row]] = field(default_factory=list)  #: lane, adult of the file
    changed: list[tuple[Place, Row]] = field(default_factory=list)
    ended: list[Place] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lost: list[Entry] = field(default_factory=list)  #: adults who are not on this roll any more
    warnings: list[str] = field(default_factory=list)


def place_steps(
    grownups: Sequence[Grownup],
    learners: Mapping[Key, Learner],
    known: Known,
    fresh: set[int],
    end_missing: bool,
    refuse: Refuse,
) -> PlaceSteps:
    """`fresh`: adults of the file who get a phone that they did not have."""
    steps = PlaceSteps()
    wanted = _wanted(grownups, refuse)
    open_places = [place for place in known.places if place.open]
    _find_lanes(steps, wanted, learners, known, open_places)
    # Of two, by the roll and by the family, the one without an end.
    at = {(it.household_id, it.person_id): it for it in sorted(open_places, key=lambda it: it.until is None)}
    ended = {(place.household_id, place.person_id): place for place in known.places if not place.open}
    for (lane, key), (it, row) in wanted.items():
        household = steps.lanes.get(lane)
        if household is None:
            steps.new_lanes.setdefault(lane, row)
        there = (household, it.there.id) if household is not None and it.there is not None else None
        place = at.get(there) if there is not None else None
        if _kept_out(it, learners[lane[0]].there, known):
            steps.warnings.append(
                f"line {row.line}: the school keeps {row.adult} out of {row.child}'s homes: that stays so"
            )
            if place is not None:  # by a number that this roll brings
                steps.said[key].append(f"leaves {row.child}'s home: the school keeps them out")
            continue
        if place is not None:
            _compare(steps, place, row, key)
            continue
        before = ended.get(there) if there is not None else None
        if before is not None and _stays_ended(before, known, key in fresh):
            steps.warnings.append(
                f"line {row.line}: {row.adult} left {row.child}'s thread or was taken out: that stays so"
            )
            continue
        steps.new.append((lane, key, row))
        steps.said[key].append(f"comes to {row.child}")
    _end(steps, wanted, learners, known, open_places, end_missing)
    return steps


def _stays_ended(place: Place, known: Known, fresh: bool) -> bool:
    """Whatever the roll says: a guardian's word on it, or the person's own, unless they have a new phone."""
    return place.id in known.ended_by_family or (place.id not in known.ended_by_roll and not fresh)


def _kept_out(it: Grownup, there: Pupil | None, known: Known) -> bool:
    """By person, or by any of their phones: those of the file too."""
    if there is None:
        return False
    persons, addresses = known.kept_out
    if not persons and not addresses:
        return False
    theirs = {
        phone.address
        for phone in known.phones.values()
        if it.there is not None and it.there.id in phone.people
    }
    by_person = it.there is not None and (there.id, it.there.id) in persons
    return by_person or any((there.id, address) in addresses for address in {*theirs, *it.phones})


def _wanted(grownups: Sequence[Grownup], refuse: Refuse) -> dict[tuple[Lane, int], tuple[Grownup, Row]]:
    wanted: dict[tuple[Lane, int], tuple[Grownup, Row]] = {}
    for it in grownups:
        for row in it.rows:
            _, first = wanted.setdefault(((key_of(row), row.home), it.key), (it, row))
            if fold(first.relation) != fold(row.relation):
                refuse(
                    row.line,
                    "relation",
                    f"{row.adult} is {row.child}'s {first.relation} on line {first.line}; write the same one",
                )
    return wanted


def _find_lanes(
    steps: PlaceSteps,
    wanted: Mapping[tuple[Lane, int], tuple[Grownup, Row]],
    learners: Mapping[Key, Learner],
    known: Known,
    places: Sequence[Place],
) -> None:
    marked: dict[tuple[int, Home], int] = {}
    for (child, label), household in known.homes.items():
        marked[child, (*OWN, label) if label.startswith(OWN_MARK) else home(label)] = household
    comers: dict[Lane, set[int]] = defaultdict(set)
    marks: dict[Lane, str] = {}
    for (lane, _), (it, row) in wanted.items():
        marks.setdefault(lane, row.household)
        there = learners[lane[0]].there
        comers[lane].add(it.there.id if it.there is not None else 0)
        if there is not None:
            mark = lane[1]
            if mark[:1] == OWN:
                mark = (*OWN, f"{OWN_MARK}{it.there.id}") if it.there is not None else ()
            if (there.id, mark) in marked:
                steps.lanes[lane] = marked[there.id, mark]
    members: dict[int, set[int]] = defaultdict(set)
    lanes_of: dict[int, set[int]] = defaultdict(set)
    for place in places:
        if place.from_roll:
            members[place.household_id].add(place.person_id)
            lanes_of[place.child_id].add(place.household_id)
    taken = set(steps.lanes.values())
    for lane, people in comers.items():
        there = learners[lane[0]].there
        if lane in steps.lanes or there is None or lane[1][:1] == OWN:
            continue
        for household in sorted(lanes_of[there.id] - taken):
            if members[household] <= people:
                steps.lanes[lane] = household
                steps.relabelled[household] = marks[lane]
                taken.add(household)
                break


def _compare(steps: PlaceSteps, place: Place, row: Row, key: int) -> None:
    raised = row.guardian and not place.guardian
    if raised or (place.from_roll and (place.relation, place.guardian) != (row.relation, row.guardian)):
        steps.changed.append((place, row))
        steps.said[key].append(f"is {row.child}'s {row.relation} now, not {place.relation}")


def scope_after(place: Place, row: Row) -> Scope:
    """A supporter keeps what the family chose; only becoming or ceasing to be a guardian changes it."""
    if row.guardian:
        return Scope.EVERYTHING
    return Scope.STORIES if place.guardian else Scope(place.scope)


def _end(
    steps: PlaceSteps,
    wanted: Mapping[tuple[Lane, int], tuple[Grownup, Row]],
    learners: Mapping[Key, Learner],
    known: Known,
    places: Sequence[Place],
    end_missing: bool,
) -> None:
    stays: dict[tuple[int, int], set[int]] = defaultdict(set)  # child, person: households
    adults: dict[int, int] = {}
    for (lane, key), (it, _) in wanted.items():
        there = learners[lane[0]].there
        if there is not None and it.there is not None:
            stays[there.id, it.there.id].add(steps.lanes.get(lane, 0))
            adults[it.there.id] = key
    for place in places:
        homes = stays.get((place.child_id, place.person_id))
        if (
            not place.from_roll
            or (homes is None and not end_missing)
            or (homes and place.household_id in homes)
        ):
            continue
        steps.ended.append(place)
        name = known.pupils[place.child_id].name
        if homes:
            steps.said[adults[place.person_id]].append(f"leaves a home of {name}'s for another")
        else:
            steps.lost.append(Entry("adult", known.adults[place.person_id].name, name, "is not on this roll"))
    left = {place.id for place in steps.ended}
    emptied = {place.household_id for place in steps.ended} - {
        place.household_id for place in places if place.from_roll and place.id not in left
    }
    for place in places:
        if place.household_id in emptied and not place.from_roll:
            who, whose = known.adults[place.person_id].name, known.pupils[place.child_id].name
            steps.warnings.append(f"{who}, whom the family let in, stays alone in a home of {whose}'s")
