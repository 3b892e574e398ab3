"""What a staff list would change: each row against the work that is on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.acts.roll.staff_rows import Job, Spell
from bot.languages.folding import fold
from bot.model.people import AT_THE_DESK, Role
from bot.store.roll import Staffed

Work = Mapping[tuple[int, Role], Sequence[Staffed]]


@dataclass(frozen=True)
class Begin:
    who: str  #: folded name
    role: Role
    spell: Spell


@dataclass(frozen=True)
class StaffSteps:
    people: dict[str, str] = field(default_factory=dict)  #: new ones: folded name, name
    known: dict[str, int] = field(default_factory=dict)  #: those on record, by folded name
    rooms: dict[str, str] = field(default_factory=dict)  #: new ones
    begins: list[Begin] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    moves: dict[int, datetime | None] = field(default_factory=dict)  #: work that goes on, until another day


def compare(steps: StaffSteps, job: Job, rooms: Mapping[str, int], work: Work, now: datetime) -> str:
    """Adds one job's steps; whether it is new, changed or the same. Days that have passed change nothing."""
    there = steps.known.get(fold(job.person))
    left = list(work.get((there, job.role), ())) if there is not None else []
    wanted = [it for it in job.spells if it.until is None or it.until > now]
    wanted = [it for it in wanted if not _kept(left, it, rooms, now)]
    changed = bool(wanted)
    for spell in wanted:
        going = next((it for it in left if _in(it, spell, rooms) and _begun(it.since, now)), None)
        if going is not None and _begun(spell.since, now):
            left.remove(going)
            steps.moves[going.id] = spell.until
        else:
            steps.begins.append(Begin(fold(job.person), job.role, spell))
    steps.ends.extend(it.id for it in left)
    if there is None and wanted:
        steps.people.setdefault(fold(job.person), job.person)
        return "new"
    return "changed" if changed or left else "same"


def leaves_nobody(steps: StaffSteps, work: Work) -> bool:
    """Whether the school's desk would be without anybody, where somebody is there for good today."""
    desk = [it for (_who, role), rows in work.items() if role in AT_THE_DESK for it in rows]
    stay = [it for it in desk if it.id not in steps.ends and steps.moves.get(it.id, it.until) is None]
    come = [it for it in steps.begins if it.role in AT_THE_DESK and it.spell.until is None]
    return any(it.until is None for it in desk) and not stay and not come


def _kept(left: list[Staffed], spell: Spell, rooms: Mapping[str, int], now: datetime) -> bool:
    for it in left:
        alike = it.since == spell.since or (_begun(it.since, now) and _begun(spell.since, now))
        if _in(it, spell, rooms) and it.until == spell.until and alike:
            left.remove(it)
            return True
    return False


def _in(it: Staffed, spell: Spell, rooms: Mapping[str, int]) -> bool:
    return it.room_id == (rooms.get(spell.room, -1) if spell.room else None)


def _begun(since: datetime | None, now: datetime) -> bool:
    return since is None or since <= now
