"""The staff list: who teaches which rooms, and who is the office.

Somebody with the same name is the same person. A row is the whole truth about that person and role: rooms
that it does not name any more end. People without a row stay as they are. A room that is not there yet is
made: staff often come before the roll.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.acts.desk import Desk
from bot.acts.roll.naming import BadRow, Refuse
from bot.acts.roll.reading import Cells, read
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH
from bot.model.people import Role
from bot.store import many, roll
from bot.store.roll import Staffed
from bot.store.tables import person, room, staffing

NEEDED = ("person", "role", "rooms")
ROLES = {fold(word): Role.TEACHER for word in ("teacher", "kaiako")} | {"office": Role.OFFICE}


@dataclass(frozen=True)
class Job:
    """One row: a person in a role, with the rooms as typed, by folded name."""

    line: int
    person: str
    role: Role
    rooms: dict[str, str]


@dataclass(frozen=True)
class StaffPlan:
    """What the file would change; lines of plain words. With any bad row, it changes nothing."""

    rows: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    bad: tuple[BadRow, ...]
    new_rooms: tuple[str, ...]
    ignored: tuple[str, ...]
    steps: "StaffSteps" = field(repr=False)


@dataclass(frozen=True)
class StaffSteps:
    people: dict[str, str] = field(default_factory=dict)  #: new ones: folded name, name
    known: dict[str, int] = field(default_factory=dict)  #: those on record, by folded name
    rooms: dict[str, str] = field(default_factory=dict)  #: new ones
    begins: list[tuple[str, Role, str | None]] = field(
        default_factory=list
    )  #: folded name, role, folded room
    ends: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class StaffApplied:
    plan: StaffPlan
    done: bool


def plan(desk: Desk, text: str) -> StaffPlan:
    """Looks at a staff list; nothing is written. Raises BadRoll when it cannot be understood as a whole."""
    bad: list[BadRow] = []

    def refuse(line: int, column: str, reason: str) -> None:
        bad.append(BadRow(line, column, reason))

    sheet = read(text, NEEDED, (), refuse)
    jobs = _jobs(sheet.rows, refuse)
    rooms = roll.rooms(desk.db, desk.school.id)
    known, work = _on_record(desk)
    steps = StaffSteps(known=known)
    news: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for job in jobs:
        steps.rooms.update({folded: name for folded, name in job.rooms.items() if folded not in rooms})
        news[_compare(steps, job, rooms, work)].append(_said(job))
    return StaffPlan(len(sheet.rows), tuple(news["new"]), tuple(news["changed"]), tuple(news["same"]),
                     tuple(sorted(bad)), tuple(steps.rooms.values()), sheet.ignored, steps)  # fmt: skip


def apply(desk: Desk, text: str) -> StaffApplied:
    """Brings the staff list in, or nothing of it."""
    roll.hold(desk.db, desk.school.id)
    it = plan(desk, text)
    if it.bad:
        return StaffApplied(it, done=False)
    db, school, steps = desk.db, desk.school.id, it.steps
    many.add(db, room, school, [{"name": name, "folded": folded} for folded, name in steps.rooms.items()])
    rooms = roll.rooms(db, school)
    new = [
        {
            "name": name,
            "folded": folded,
            "language": ENGLISH,
            "language_chosen": False,
            "created_at": desk.now,
        }
        for folded, name in steps.people.items()
    ]
    people = steps.known | dict(zip(steps.people, many.add(db, person, school, new), strict=True))
    many.end(db, staffing, steps.ends, desk.now)
    begun = [
        {
            "person_id": people[who],
            "room_id": rooms[where] if where else None,
            "role": str(role),
            "since": desk.now,
        }
        for who, role, where in steps.begins
    ]
    many.add(db, staffing, school, begun)
    return StaffApplied(it, done=True)


def _jobs(cells: Sequence[Cells], refuse: Refuse) -> list[Job]:
    """The rows, those of one person and role as one."""
    jobs: dict[tuple[str, Role], Job] = {}
    for it in cells:
        role = ROLES.get(fold(it["role"]))
        rooms = {fold(name): name.strip() for name in it["rooms"].replace("|", ";").split(";") if fold(name)}
        if not fold(it["person"]):
            refuse(it.line, "person", "is empty" if not it["person"] else "has no letters in it")
        if role is None:
            refuse(it.line, "role", "is not a role; write teacher or office")
        elif role == Role.TEACHER and not rooms:
            refuse(it.line, "rooms", "is empty; write the teacher's rooms, with ; between them")
        elif role == Role.OFFICE and rooms:
            refuse(it.line, "rooms", "must be empty for the office, which has the whole school")
        elif fold(it["person"]):
            job = jobs.setdefault((fold(it["person"]), role), Job(it.line, it["person"], role, {}))
            job.rooms.update(rooms)
    return list(jobs.values())


def _on_record(desk: Desk) -> tuple[dict[str, int], dict[tuple[int, Role], list[Staffed]]]:
    names = roll.names(desk.db, desk.school.id)
    known: dict[str, int] = {}
    work: dict[tuple[int, Role], list[Staffed]] = defaultdict(list)
    for it in roll.staffed(desk.db, desk.school.id):
        known.setdefault(names[it.person_id], it.person_id)
        if it.open:
            work[it.person_id, Role(it.role)].append(it)
    return known, work


def _compare(
    steps: StaffSteps, job: Job, rooms: dict[str, int], work: dict[tuple[int, Role], list[Staffed]]
) -> str:
    who = fold(job.person)
    there = steps.known.get(who)
    if there is None:
        steps.people.setdefault(who, job.person)
    now = work.get((there, job.role), []) if there is not None else []
    wanted: list[str | None] = [*job.rooms] or [None]
    ids = {rooms.get(folded) if folded else None for folded in wanted}
    has = {it.room_id for it in now}
    begins = [folded for folded in wanted if (folded is not None and folded not in rooms)
              or (rooms.get(folded) if folded else None) not in has]  # fmt: skip
    ends = [it.id for it in now if it.room_id not in ids]
    steps.begins.extend((who, job.role, folded) for folded in begins)
    steps.ends.extend(ends)
    if there is None:
        return "new"
    return "changed" if begins or ends else "same"


def _said(job: Job) -> str:
    return f"{job.person}, {job.role}" + (f" of {', '.join(job.rooms.values())}" if job.rooms else "")
