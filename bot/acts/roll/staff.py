"""The staff list: who teaches, relieves in or leads which rooms, and who works for the whole school.

Somebody with the same name is the same person; where two colleagues have it, each is named as they sign in. A row is
the whole truth about that person and role: rooms that it does not name any more end. People without a row stay as they
are. A room that is not there yet is made: staff often come before the roll.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from bot.acts.desk import Desk
from bot.acts.roll.naming import BadRow
from bot.acts.roll.reading import read
from bot.acts.roll.staff_rows import Job, jobs
from bot.acts.roll.staff_steps import StaffSteps, compare, leaves_nobody
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH
from bot.model.people import AT_THE_DESK, Role
from bot.model.roll import Staffed
from bot.store import many, records, roll, sign_in_names
from bot.store.tables import person, room, staffing

NEEDED = ("person", "role", "rooms")
MAY_HAVE = ("from", "until")
ALIKE = "is the name of two colleagues; please give their roles on the page Staff"
APPLIED = "brought the staff list in"


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
    steps: StaffSteps = field(repr=False)


@dataclass(frozen=True)
class StaffApplied:
    plan: StaffPlan
    done: bool


def plan(desk: Desk, text: str) -> StaffPlan:
    """Looks at a staff list; nothing is written. Raises BadRoll when it cannot be understood as a whole."""
    bad: list[BadRow] = []

    def refuse(line: int, column: str, reason: str) -> None:
        bad.append(BadRow(line, column, reason))

    sheet = read(text, NEEDED, MAY_HAVE, refuse)
    found = jobs(desk, sheet.rows, refuse)
    rooms = roll.rooms(desk.db, desk.school.id)
    known, work, alike = _on_record(desk)
    for job in found:
        if fold(job.person) in alike:
            refuse(job.line, "person", ALIKE)
    steps = StaffSteps(known=known)
    news: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for job in found:
        steps.rooms.update({folded: name for folded, name in job.rooms.items() if folded not in rooms})
        news[compare(steps, job, rooms, work, desk.now)].append(_said(job))
    if leaves_nobody(steps, work):
        line = next(it.line for it in found if it.role in AT_THE_DESK)
        refuse(line, "until", "would leave nobody at the school's desk; one of the office needs no last day")
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
    many.change(db, staffing, [{"id": row, "until": until} for row, until in steps.moves.items()])
    begun = [
        {
            "person_id": people[it.who],
            "room_id": rooms[it.spell.room] if it.spell.room else None,
            "role": str(it.role),
            "since": it.spell.since or desk.now,
            "until": it.spell.until,
        }
        for it in steps.begins
    ]
    many.add(db, staffing, school, begun)
    changes = {"begun": len(begun), "ended": len(steps.ends), "moved": len(steps.moves)}
    if any(changes.values()):
        records.note(db, school, APPLIED, desk.now, about=changes)
    return StaffApplied(it, done=True)


def _on_record(desk: Desk) -> tuple[dict[str, int], dict[tuple[int, Role], list[Staffed]], set[str]]:
    """Everybody who ever worked here, and the work that has not ended; and names that are not one colleague's alone."""
    names = roll.names(desk.db, desk.school.id) | sign_in_names.of_school(desk.db, desk.school.id)
    ever: dict[str, int] = {}
    here: dict[str, set[int]] = defaultdict(set)
    work: dict[tuple[int, Role], list[Staffed]] = defaultdict(list)
    for it in roll.staffed(desk.db, desk.school.id):
        ever.setdefault(names[it.person_id], it.person_id)
        if it.until is None or it.until > desk.now:
            here[names[it.person_id]].add(it.person_id)
            work[it.person_id, Role(it.role)].append(it)
    # Who works here today stands before a namesake who has left.
    known = ever | {name: min(them) for name, them in here.items()}
    return known, work, {name for name, them in here.items() if len(them) > 1}


def _said(job: Job) -> str:
    return f"{job.person}, {job.role}" + (f" of {', '.join(job.rooms.values())}" if job.rooms else "")
