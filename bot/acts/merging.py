"""Two people on record who are one: everything of the second becomes the first's, and it can be undone for a day.

The stricter word wins: a STOP of either, the longer pause, the fewer texts a week, whoever is kept out. Two who stand
in different homes of one child are made one only if the office says so: that person will hear both homes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.model.people import Child, Scope, State
from bot.store import lanes, merging, people, records, restrictions, roll, ways_back
from bot.store.merging import Place
from bot.store.pen import Pen, Values, values_of
from bot.store.tables import contact, contact_person, membership, person

OWN = ("language", "language_chosen", "weekly", "paused_until")
NARROWEST = (Scope.SUBJECT, Scope.STORIES, Scope.EVERYTHING)


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
    ours, theirs = _here(desk, keep_id), _here(desk, gone_id)
    across = any(it.child == other.child and it.home != other.home for it in ours for other in theirs)
    raised = tuple(dict.fromkeys(_child(desk, home).name for home in _raised(desk, keep_id, gone_id)))
    stopped = [_stopped(desk, it) for it in (keep_id, gone_id)]
    return Merge(
        names[keep_id], names[gone_id], len(merging.phones(desk.db, gone_id)),
        len({it.home for it in theirs}),
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
    """Where both stand in one home it is one place, as narrow and as short as the stricter; never a guardian's made
    less.

    A guardian under either name is the guardian: the school's word on that is not lost with the record.
    """
    raised = _raised(desk, keep_id, gone_id)
    ours: dict[int, list[Place]] = defaultdict(list)
    theirs: dict[int, list[Place]] = defaultdict(list)
    for it in _here(desk, keep_id):
        ours[it.home].append(it)
    for it in merging.places(desk.db, gone_id, desk.now):
        if it.open and it.home in ours:
            theirs[it.home].append(it)
        elif not it.open or not restrictions.restricted(desk.db, it.child, keep_id):
            pen.change(membership, [{"id": it.id, "person_id": keep_id}])
        else:
            pen.end(membership, [it.id])
    for home, others in theirs.items():
        stays, *again = ours[home]
        pen.end(membership, [it.id for it in (*again, *others)])
        if home in raised:
            pen.change(membership, [{"id": stays.id, **raised[home]}])
        elif not stays.guardian:
            pen.change(membership, [{"id": stays.id, **_stricter([stays, *again, *others])}])


def _stricter(places: Sequence[Place]) -> Values:
    """The least that one of them sees, and the first of their ends."""
    least = min(places, key=lambda it: NARROWEST.index(it.scope))
    ends = [it.until for it in places if it.until is not None]
    return {"scope": str(least.scope), "subject": least.subject, "until": min(ends, default=None)}


def _raised(desk: Desk, keep_id: int, gone_id: int) -> dict[int, Values]:
    """By home where both stand and only the second is a guardian: what the first one's place becomes."""
    ours: dict[int, bool] = {}
    for it in _here(desk, keep_id):
        ours[it.home] = ours.get(it.home, False) or it.guardian
    return {
        it.home: {
            "guardian": True, "relation": it.relation, "from_roll": it.from_roll, "until": it.until,
            "scope": str(Scope.EVERYTHING), "subject": None,
        }
        for it in _here(desk, gone_id)
        if it.guardian and ours.get(it.home) is False
    }  # fmt: skip


def _here(desk: Desk, person_id: int) -> list[Place]:
    """Where they stand today."""
    return [it for it in merging.places(desk.db, person_id, desk.now) if it.open]


def _child(desk: Desk, household_id: int) -> Child:
    return lanes.lane(desk.db, household_id).child
