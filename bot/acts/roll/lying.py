"""A roll that lies on the office's desk: read, looked at, then brought in as it was looked at, or left to go.

new → looking → looked → applying → applied → undone; `asks` where its headings are strange, or were chosen wrongly;
`refused` where it is no roll at all. Each step is taken once, whoever sends its form twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from bot.acts import undoing
from bot.acts.desk import Desk
from bot.acts.roll.applying import Greet, apply
from bot.acts.roll.files.headings import UnknownHeadings, keys, mark
from bot.acts.roll.naming import BadRoll
from bot.acts.roll.planning import Plan, mark_of, plan
from bot.acts.undoing import CannotUndo, Undone
from bot.store import headings, records, sheets

AT_WORK = timedelta(minutes=2)  #: whoever was at work on it for so long has died: another may begin anew
Seen = dict[str, Any]


@dataclass(frozen=True)
class Looked:
    """What was found, to be kept beside the file."""

    state: str
    seen: Seen
    mark: str | None = None


def bring(desk: Desk, name: str, content: bytes, by_id: int | None, end_missing: bool) -> int:
    """Keeps the file for a day. Nothing is read yet."""
    made = sheets.put(
        desk.db, desk.school.id, name[:200], content, desk.now, by_id=by_id, end_missing=end_missing
    )
    about = {"sheet": made}  # neither its name nor its words: those may hold a family's
    records.note(desk.db, desk.school.id, "brought a roll", desk.now, person_id=by_id, about=about)
    return made


def keys_of(headings: Sequence[str]) -> list[str]:
    """By which the choice for each of them is remembered."""
    return keys(headings)


def begin(desk: Desk, sheet_id: int, before: tuple[str, ...], after: str) -> bool:
    """Takes the work; False when somebody else has it, or has done it. Whoever took it and died is not waited for."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is not None and desk.now - row["state_at"] > AT_WORK:
        before = (*before, "looking", "applying")
    return sheets.move(desk.db, sheet_id, before, after, desk.now)


def look(desk: Desk, sheet_id: int) -> Looked:
    """Only reads; for a large file, seconds of it."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None:
        return Looked("refused", {"why": "it has lain here for a day and is gone"})
    try:
        return looked(plan(desk, row["content"], row["end_missing"], row["chosen"]))
    except UnknownHeadings as unknown:
        return Looked("asks", {"headings": list(unknown.headings), "columns": list(unknown.columns)})
    except BadRoll as why:
        return Looked("refused", {"why": str(why)})


def looked(it: Plan) -> Looked:
    seen = {
        "rows": it.rows,
        **{kind: [asdict(entry) for entry in getattr(it, kind)] for kind in ("new", "changed", "ended")},
        "same": {kind: sum(1 for entry in it.same if entry.kind == kind) for kind in ("child", "adult")},
        "leave": many_leave(it),
        "new_rooms": [asdict(room) for room in it.new_rooms],
        "bad": [asdict(row) for row in it.bad],
        "warnings": list(it.warnings),
        "own_lanes": [asdict(entry) for entry in it.own_lanes],
        "shared_phones": [asdict(both) for both in it.shared_phones],
        "notices": len(it.notices),
        "ignored": list(it.ignored),
        "headings": [heading for heading, _ in it.headings],
        "columns": [column for _, column in it.headings],
    }
    return Looked("looked", seen, mark_of(it))


def many_leave(it: Plan) -> tuple[int, int] | None:
    """How many children of how many would be gone, where it is more than a third: that is said once more."""
    gone = sum(entry.kind == "child" for entry in it.ended)
    every = gone + sum(entry.kind == "child" for entry in (*it.same, *it.changed))
    return (gone, every) if 3 * gone > every else None


def keep(desk: Desk, sheet_id: int, it: Looked, before: str = "looking") -> None:
    sheets.move(desk.db, sheet_id, (before,), it.state, desk.now, seen=it.seen, mark=it.mark)


def choose(desk: Desk, sheet_id: int, chosen: Mapping[str, str]) -> None:
    """Somebody has said which heading is which: for this file, and for the next one with the same headings."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None or row["state"] != "asks":
        return
    headings.remember(desk.db, desk.school.id, mark(row["seen"]["headings"]), chosen, desk.now)
    sheets.move(desk.db, sheet_id, ("asks",), "new", desk.now, chosen=dict(chosen), seen=None)


def choose_anew(desk: Desk, sheet_id: int) -> None:
    """Somebody was wrong about a column, or we were. What is remembered stays until they have said it anew."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None or row["state"] != "looked" or not row["seen"].get("headings"):
        return
    seen = {name: row["seen"][name] for name in ("headings", "columns")}
    sheets.move(desk.db, sheet_id, ("looked",), "asks", desk.now, seen={**seen, "anew": True}, mark=None)


def bring_in(desk: Desk, sheet_id: int, greet: Greet, by_id: int | None) -> str:
    """In one transaction, and only what was looked at: the state that it has then. When the school has changed since,
    nothing is written, and the new difference is there to be looked at."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None or row["state"] != "applying":
        return row["state"] if row else "refused"
    try:
        it = apply(desk, row["content"], greet, row["end_missing"], looked_at=row["mark"], by_id=by_id,
                   chosen=row["chosen"])  # fmt: skip
    except BadRoll as why:
        keep(desk, sheet_id, Looked("refused", {"why": str(why)}), "applying")
        return "refused"
    if it.done:
        sheets.move(
            desk.db, sheet_id, ("applying",), "applied", desk.now, way_back_id=it.way_back, content=None
        )
        return "applied"
    anew = looked(it.plan)
    keep(desk, sheet_id, Looked("looked", {**anew.seen, "stale": it.stale}, anew.mark), "applying")
    return "looked"


def undo(desk: Desk, sheet_id: int, by_id: int | None) -> Undone | CannotUndo:
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None or row["way_back_id"] is None:
        return CannotUndo("A day has passed: it can no longer be undone. Bring in a roll that puts it right.")
    done = undoing.undo(desk, row["way_back_id"], by_id)
    if isinstance(done, Undone):
        seen = {**(row["seen"] or {}), "kept": list(done.kept)}
        sheets.move(desk.db, sheet_id, ("applied",), "undone", desk.now, seen=seen)
    return done
