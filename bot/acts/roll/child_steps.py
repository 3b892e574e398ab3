"""What becomes of the children: who is new, who moves room, who is no longer on the roll."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.acts.roll.children import Key, Learner
from bot.acts.roll.naming import Entry
from bot.languages.folding import fold
from bot.model.roll import Known, Pupil


@dataclass(frozen=True)
class ChildSteps:
    rooms: Mapping[str, str]  #: new ones: folded name, name
    known: Mapping[Key, int]  #: children on record
    new: tuple[Learner, ...]
    changed: tuple[Learner, ...]  #: another spelling, or a child_id where there was none
    arrivals: tuple[tuple[Key, str], ...]  #: child, folded room
    departures: tuple[int, ...]  #: enrolments
    news: tuple[tuple[str, Entry], ...]  #: "new", "changed", "same" or "ended", and who
    warnings: tuple[str, ...] = ()


def child_steps(
    learners: Mapping[Key, Learner], known: Known, end_missing: bool, said_gone: Collection[str] = ()
) -> ChildSteps:
    """`said_gone`: child_ids of those whom the file itself calls gone."""
    arrivals, departures, changed = [], [], []
    news: list[tuple[str, Entry]] = []
    for it in learners.values():
        what = []
        room = known.rooms.get(fold(it.room))
        here = room is not None and it.there is not None and room[0] in it.there.rooms
        if not here:
            arrivals.append((it.key, fold(it.room)))
        if it.there is None:
            news.append(("new", Entry("child", it.name, it.room)))
            continue
        left = _left(it.there, room[0] if room else None)
        departures += left
        if not here:
            what.append(f"moves here from {_rooms(it.there, known)}" if left else "comes back")
        if (it.name, it.roll_key) != (it.there.name, it.there.roll_key):
            changed.append(it)
            what += [f"was written {it.there.name}"] if it.name != it.there.name else []
            what += [f"now has the child_id {it.roll_key}"] if it.roll_key != it.there.roll_key else []
        news.append(("changed" if what else "same", Entry("child", it.name, it.room, "; ".join(what))))
    absent = _absent(learners, known)
    gone = absent if end_missing else [it for it in absent if it.roll_key in said_gone]
    departures += [enrolment for it in gone for enrolment in it.rooms.values()]
    news += [("ended", Entry("child", it.name, _rooms(it, known), "is not on this roll")) for it in gone]
    return ChildSteps(
        rooms={fold(it.room): it.room for it in learners.values() if fold(it.room) not in known.rooms},
        known={it.key: it.there.id for it in learners.values() if it.there is not None},
        new=tuple(it for it in learners.values() if it.there is None),
        changed=tuple(changed),
        arrivals=tuple(arrivals),
        departures=tuple(departures),
        news=tuple(news),
        warnings=_emptied(gone, learners, known),
    )


def _left(it: Pupil, room: int | None) -> list[int]:
    """Whoever the roll has in another room leaves all of theirs, also one that they would have come to on a later day.

    Where it has them in the room that they are in until then, or in the one that they come to, the planned move stands.
    """
    here = it.rooms.get(room) if room is not None else None
    stands = it.coming if here in it.leaving else it.leaving if here in it.coming else frozenset()
    return [enrolment for enrolment in it.rooms.values() if enrolment != here and enrolment not in stands]


def _absent(learners: Mapping[Key, Learner], known: Known) -> list[Pupil]:
    present = {it.there.id for it in learners.values() if it.there is not None}
    return [it for it in known.pupils.values() if it.rooms and it.id not in present]


def _emptied(gone: list[Pupil], learners: Mapping[Key, Learner], known: Known) -> tuple[str, ...]:
    """A roll of one class, brought in as the whole school's, would end every other class: said first."""
    named = {fold(it.room) for it in learners.values()}
    left = Counter(room for it in gone for room in it.rooms)
    return tuple(
        f"{name} is not in this file at all: {left[room]} of its children end"
        for folded, (room, name) in known.rooms.items()
        if folded not in named and left[room]
    )


def _rooms(it: Pupil, known: Known) -> str:
    names = dict(known.rooms.values())
    return ", ".join(
        sorted(names[room] for room, enrolment in it.rooms.items() if enrolment not in it.coming)
    )
