"""`roll import` and `roll staff`: the office's spreadsheets, looked at first."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.acts import undoing
from bot.acts.desk import Desk
from bot.acts.greeting import greet
from bot.acts.roll import BadRoll, BadRow, Plan, apply, plan, staff, text_of
from bot.acts.roll.naming import Entry
from bot.commands.opened import acting, looking
from bot.commands.plainly import counted, listed, say, when
from bot.store import ways_back

app = typer.Typer(help="Bring in the roll and the staff from a spreadsheet.", no_args_is_help=True)

UNTOUCHED = "Nothing has been changed. Add --apply to do it."
HELD_BACK = (
    "Nothing has been changed: mend these rows first, then try again. It is the whole file or nothing."
)
DONE = "Done."
CHANGES = {
    "roll": "a roll that was brought in",
    "move": "children who were moved to another room",
    "rollover": "the school year's rollover",
    "merge": "two people who were made one",
}
FOR_A_DAY = "For a day you can undo it: python3 -m bot roll undo"

File = Annotated[
    Path,
    typer.Argument(help="a spreadsheet: CSV, Excel's .xlsx, or OneRoster's zip", exists=True, dir_okay=False),
]
Apply = Annotated[bool, typer.Option("--apply", help="do it; without this, only look")]
EndMissing = Annotated[bool, typer.Option("--end-missing", help="end who is not in the file any more")]


@app.command("import")
def import_(file: File, do: Apply = False, end_missing: EndMissing = False) -> None:
    """Bring in the roll, after a look at what would change.

    Columns: room, child, adult, relation, phone, language, household, and perhaps child_id.
    """
    try:
        content = _bytes(file)
        if do:
            applied = acting(lambda desk: apply(desk, content, greet, end_missing))
            show(applied.plan)
            done = applied.done
        else:
            it = looking(lambda desk: plan(desk, content, end_missing))
            show(it)
            done = not it.bad
    except BadRoll as why:
        _refuse(why)
    _finish(done, do)
    if do:
        say(FOR_A_DAY)


@app.command("staff")
def staff_(file: File, do: Apply = False) -> None:
    """Bring in the staff, after a look at what would change.

    Columns: person, role (teacher, reliever, leader, office, safeguarding or admin), rooms (with ; between them),
    and perhaps from and until: a role's first and last day.
    """
    try:
        text = text_of(_bytes(file))
        if do:
            applied = acting(lambda desk: staff.apply(desk, text))
            show_staff(applied.plan)
            done = applied.done
        else:
            it = looking(lambda desk: staff.plan(desk, text))
            show_staff(it)
            done = not it.bad
    except BadRoll as why:
        _refuse(why)
    _finish(done, do)


@app.command("undo")
def undo_() -> None:
    """Undo the last roll, or the last other large change, within a day."""
    found, what = acting(_undo)
    if isinstance(found, undoing.CannotUndo):
        say(f"{found.why} Nothing has been changed.")
        raise typer.Exit(1)
    listed("What could not be put back", found.kept)
    say(f"Undone: {what}.")


def _undo(desk: Desk) -> tuple[undoing.Undone | undoing.CannotUndo, str]:
    way = ways_back.last(desk.db, desk.school.id)
    what = f"{CHANGES[way['kind']]}, {when(way['at'], desk.school.calendar.zone)}" if way else ""
    return undoing.undo(desk), what


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as trouble:
        raise BadRoll(f"{file}: cannot be read ({trouble.strerror})") from None


def show(it: Plan) -> None:
    say(counted(it.rows, "row") + ":")
    for title, entries in (("New", it.new), ("Changed", it.changed), ("Ended", it.ended)):
        listed(f"{title}: {_kinds(entries)}", map(_line, entries))
    say(f"As they were: {_kinds(it.same)}")
    listed(f"New rooms, in which nobody teaches yet: {len(it.new_rooms)}",
           (f"{room.name}: {counted(room.children, 'child', 'children')}" for room in it.new_rooms))  # fmt: skip
    listed(
        "A thread of their own, as the household is blank",
        (f"{who.name}, for {who.where}" for who in it.own_lanes),
    )
    listed(
        "Is it right that these share a phone?",
        (f"{both.phone}: {', '.join(both.adults)}" for both in it.shared_phones),
    )
    listed(f"Will get the first notice: {counted(len(it.notices), 'phone')}", it.notices)
    listed("Please look at", it.warnings)
    _ignored(it.ignored)
    _bad(it.bad)


def show_staff(it: staff.StaffPlan) -> None:
    say(counted(it.rows, "row") + ":")
    for title, lines in (
        ("New", it.new),
        ("Changed", it.changed),
        ("As they were", it.same),
        ("New rooms", it.new_rooms),
    ):
        listed(f"{title}: {len(lines)}", lines)
    _ignored(it.ignored)
    _bad(it.bad)


def _line(it: Entry) -> str:
    return f"{it.name}, {it.where}" + (f": {it.what}" if it.what else "")


def _kinds(entries: Iterable[Entry]) -> str:
    kinds = [it.kind for it in entries]
    return f"{counted(kinds.count('child'), 'child', 'children')}, {counted(kinds.count('adult'), 'adult')}"


def _ignored(columns: Iterable[str]) -> None:
    if columns := list(columns):
        say(f"Not looked at: the columns {', '.join(columns)}")


def _bad(rows: Iterable[BadRow]) -> None:
    listed("Bad rows", (f"{_where(it)}: {it.column} {it.reason}".replace("  ", " ") for it in rows))


def _where(it: BadRow) -> str:
    return f"{it.sheet} line {it.line}".strip()


def _refuse(why: Exception) -> None:
    say(f"{why}. Nothing has been changed.")
    raise typer.Exit(1)


def _finish(done: bool, do: bool) -> None:
    say(HELD_BACK if not done else DONE if do else UNTOUCHED)
    if not done:
        raise typer.Exit(1)
