"""Two people on record who are one: everything of the second becomes the first's, and it can be undone for a day.

The stricter word wins: a STOP of either, the longer pause, the fewer texts a week, whoever is kept out. Two who stand
in different homes of one child are made one only if the office says so: that person will hear both homes.
"""

from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.model.people import Child, Scope, State
from bot.store import lanes, merging, people, records, restrictions, roll, ways_back
from bot.store.pen import Pen, Values, values_of
from bot.store.tables import contact, contact_person, membership, person

OWN = ("language", "language_chosen", "weekly", "paused_until")
PLACE = ("guardian", "relation", "from_roll")


@dataclass(frozen=True)
class Merge:
    """What would become one."""

    keep: str
    gone: str
    phones: int
    places: int
    messages: int
    across: bool  #: they stand in different homes of one child
    raised: tuple[str, ...]  #: whose parent or caregiver they become: the other record is that already
    stops: bool  #: one has said STOP on every phone: the other's phones are stopped too


@dataclass(frozen=True)
class NotOne:
    why: str


def look(desk: Desk, keep_id: int, gone_id: int) -> Merge | NotOne:
    names = {row: it["name"] for row, it in values_of(desk.db, person, [keep_id, gone_id], ["name", "school_id"])
             if it["school_id"] == desk.school.id}  # fmt: skip
    if keep_id == gone_id or len(names) < 2:
        return NotOne("Please choose two people.")
    if any(merging.works_here(desk.db, it) for it in (keep_id, gone_id)):
        return NotOne("Somebody who works here, or did, is not made one with another person.")
    homes = {it: {(child, home) for _, home, child, _, open_ in merging.places(desk.db, it) if open_}
             for it in (keep_id, gone_id)}  # fmt: skip
    across = any(
        child == other and home != another
        for child, home in homes[keep_id]
        for other, another in homes[gone_id]
    )
    raised = tuple(dict.fromkeys(_child(desk, home).name for home in _raised(desk, keep_id, gone_id)))
    stopped = [_stopped(desk, it) for it in (keep_id, gone_id)]
    return Merge(
        names[keep_id], names[gone_id], len(merging.phones(desk.db, gone_id)), len(homes[gone_id]),
        merging.written(desk.db, gone_id), across, raised, stops=any(stopped),
    )  # fmt: skip


def merge(desk: Desk, by_id: int, keep_id: int, gone_id: int, across: bool = False) -> NotOne | None:
    """`across`: the office has said that one person stands in both homes. None when it is done."""
    roll.hold(desk.db, desk.school.id)
    it = look(desk, keep_id, gone_id)
    if isinstance(it, NotOne):
        return it
    if it.across and not across:
        return NotOne(
            "They stand in different homes of one child: say that it is one person, who will hear both."
        )
    pen = Pen(desk.db, desk.school.id, desk.now)
    _strictest(desk, pen, keep_id, gone_id)
    if it.stops:
        _stop_all(desk, pen, keep_id, gone_id)
    _phones(desk, pen, keep_id, gone_id)
    _places(desk, pen, keep_id, gone_id)
    moved = merging.move(pen, gone_id, keep_id)
    merging.move_unwritten(pen, gone_id, keep_id)
    pen.end(membership, restrictions.still_placed(desk.db, desk.school.id, desk.now))
    about = {"keep": keep_id, "gone": gone_id, "moved": moved}
    way = ways_back.keep(desk.db, desk.school.id, "merge", pen.steps(), desk.now, by_id=by_id, about=about)
    records.note(
        desk.db, desk.school.id, "merged two people", desk.now, person_id=by_id, about={**about, "way": way}
    )
    return None


def _stopped(desk: Desk, person_id: int) -> bool:
    states = [state for _, _, _, _, state, _ in merging.phones(desk.db, person_id)]
    return bool(states) and all(state == State.STOPPED for state in states)


def _strictest(desk: Desk, pen: Pen, keep_id: int, gone_id: int) -> None:
    told = dict(values_of(desk.db, person, [keep_id, gone_id], OWN))
    keep, gone = told[keep_id], told[gone_id]
    speaks = gone if gone["language_chosen"] and not keep["language_chosen"] else keep
    pauses = [it["paused_until"] for it in (keep, gone) if it["paused_until"] is not None]
    pen.change(person, [{
        "id": keep_id, "language": speaks["language"], "language_chosen": speaks["language_chosen"],
        "weekly": min(keep["weekly"], gone["weekly"]), "paused_until": max(pauses, default=None),
    }])  # fmt: skip


def _stop_all(desk: Desk, pen: Pen, *ids: int) -> None:
    """Every phone that nobody else has; one that is shared is somebody else's to stop."""
    for it in ids:
        for _, phone, sender, address, state, sharers in merging.phones(desk.db, it):
            if state == State.ACTIVE and sharers == 1:
                pen.change(contact, [{"id": phone, "state": str(State.STOPPED)}])
                merging.stop(pen, sender, address)


def _phones(desk: Desk, pen: Pen, keep_id: int, gone_id: int) -> None:
    theirs = {it.id for it in people.contacts_of(desk.db, [keep_id]).get(keep_id, [])}
    for link, phone, *_ in merging.phones(desk.db, gone_id):
        if phone in theirs:
            pen.unlink([(phone, gone_id)])
        else:
            pen.change(contact_person, [{"id": link, "person_id": keep_id}])


def _places(desk: Desk, pen: Pen, keep_id: int, gone_id: int) -> None:
    """Where both stand in one home it is one place, as narrow as the narrower; never a guardian's made less.

    A guardian under either name is the guardian: the school's word on that is not lost with the record.
    """
    raised = _raised(desk, keep_id, gone_id)
    ours = {home: (row, scope) for row, home, _, scope, open_ in merging.places(desk.db, keep_id) if open_}
    for row, home, _, scope, open_ in merging.places(desk.db, gone_id):
        if open_ and home in ours:
            pen.end(membership, [row])
            place, mine = ours[home]
            guardian = dict(values_of(desk.db, membership, [place], ["guardian"]))[place]["guardian"]
            if home in raised:
                pen.change(membership, [{"id": place, **raised[home]}])
            elif Scope.STORIES in (scope, mine) and not guardian:
                pen.change(membership, [{"id": place, "scope": str(Scope.STORIES)}])
        elif not open_ or not restrictions.restricted(desk.db, _child(desk, home).id, keep_id):
            pen.change(membership, [{"id": row, "person_id": keep_id}])
        else:
            pen.end(membership, [row])


def _raised(desk: Desk, keep_id: int, gone_id: int) -> dict[int, Values]:
    """By home where both stand and only the second is a guardian: what the first one's place becomes."""
    ours, theirs = (
        {home: row for row, home, _, _, open_ in merging.places(desk.db, it) if open_}
        for it in (keep_id, gone_id)
    )
    both = ours.keys() & theirs.keys()
    told = dict(
        values_of(desk.db, membership, [ours[it] for it in both] + [theirs[it] for it in both], PLACE)
    )
    return {
        home: {**told[theirs[home]], "scope": str(Scope.EVERYTHING), "subject": None}
        for home in sorted(both)
        if told[theirs[home]]["guardian"] and not told[ours[home]]["guardian"]
    }


def _child(desk: Desk, household_id: int) -> Child:
    return lanes.lane(desk.db, household_id).child
