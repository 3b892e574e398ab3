"""`languages`: how far each language is, whether anybody fluent has looked at it; and the translators' tools."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.plainly import counted, listed, say
from bot.config import ROOT
from bot.languages import checks, po_files, sheets
from bot.languages.catalogue import Catalogues
from bot.languages.collisions import collisions
from bot.languages.extract import brought_up, gathered, write_template
from bot.languages.extract import update as bring_up_to_date
from bot.languages.figures import figures
from bot.languages.registry import ENGLISH, LANGUAGES, Language, find

app = typer.Typer(help="How far each language is; and the translators' tools.", invoke_without_command=True)
Tag = Annotated[str, typer.Argument(help="the language, such as sm, or its name")]


@app.callback()
def table(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False
) -> None:
    """Each language: how complete, checked or draft, its plurals, its dates, and what its texts take by SMS."""
    if context.invoked_subcommand is not None:
        return
    rows = figures(Catalogues.load(ROOT / "locales"), ROOT)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    say(_line("", "", "done", "in English", "plurals", "dates", "SMS", "read by"))
    for row in rows:
        say(_line(
            row["tag"], row["name"], f"{row['percent']} %", f"{row['left_in_english']} ({row['percent_left']} %)",
            str(row["plural_forms"]), row["dates"], f"{row['segments']:.2f}", _state(row),
        ))  # fmt: skip
    say(
        "done: translated, or left in English on purpose. SMS: segments that a text in chat takes, on average."
    )
    say("A draft reaches no real phone until the school switches it on in its TOML file.")


def _state(row: dict[str, Any]) -> str:
    if row["draft"]:
        return "nobody fluent yet: a draft" if row["translated"] else "no words yet: English is read"
    return str(row["checked_by"] or "us")


def _line(tag: str, name: str, *cells: str) -> str:
    widths = (6, 12, 8, 16, 6, 0)
    # Wide letters, and marks that take no room.
    from rich.cells import set_cell_size  # here, or serve would load it

    shown = [set_cell_size(cell, width) if width else cell for cell, width in zip(cells, widths, strict=True)]
    return f"{tag:8} {set_cell_size(name, 18)} {' '.join(shown)}"


@app.command()
def extract() -> None:
    """Gather Aho's sentences from the code into locales/aho.pot."""
    say("locales/aho.pot is new." if write_template(ROOT) else "Nothing had changed.")


@app.command()
def update() -> None:
    """Take new sentences up into every .po file."""
    changed: list[Path] = bring_up_to_date(ROOT)
    listed("Changed:", (str(path.relative_to(ROOT)) for path in changed))
    if not changed:
        say("Nothing had changed.")


@app.command()
def check() -> None:
    """What is missing or broken in the catalogues; and what may be hard to read, which breaks nothing."""
    listed("To think about:", [*checks.warnings(ROOT), *collisions()])
    found = checks.check(ROOT)
    listed("To mend:", found)
    if found:
        raise typer.Exit(1)
    say("Nothing to mend.")


@app.command("export")
def export(
    tag: Tag,
    file: Annotated[Path | None, typer.Argument(help="where to; aho-TAG.csv here, if left out")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="as a spreadsheet, which is the only kind")] = True,
) -> None:
    """A language's sentences as a spreadsheet for a translator."""
    known = _known(tag)
    to = file or Path(f"aho-{known.tag}.csv")
    if to.exists():
        raise typer.BadParameter(
            f"{to} is there already, perhaps with somebody's work in it: give another name."
        )
    found = brought_up(_po(known), known, gathered(ROOT))
    to.write_text(sheets.exported(known, found), encoding="utf-8", newline="")
    say(f"{to}: {counted(len(po_files.entries(found.catalog)), 'sentence')} in {known.english_name}.")


@app.command("import")
def take(tag: Tag, file: Annotated[Path, typer.Argument(help="the spreadsheet, saved as CSV UTF-8")]) -> None:
    """Take a translator's spreadsheet up into the language's .po file: all of it, or nothing."""
    known = _known(tag)
    path = _po(known)
    try:
        sheet = file.read_bytes()
    except OSError as why:
        raise typer.BadParameter(f"{file} cannot be read: {why.strerror}") from None
    taken = sheets.taken(known, brought_up(path, known, gathered(ROOT)), sheet)
    listed("To mend in the spreadsheet; nothing was changed:", taken.problems)
    if taken.problems:
        raise typer.Exit(1)
    path.write_text(po_files.written(taken.file.head, taken.file.catalog), encoding="utf-8", newline="\n")
    say(f"locales/{path.name}: {counted(taken.changed, 'sentence')} changed.")


def _po(known: Language) -> Path:
    return ROOT / "locales" / f"{known.tag}.po"


def _known(named: str) -> Language:
    found = LANGUAGES.get(named) or find(named)
    if found is None or found.tag == ENGLISH:
        raise typer.BadParameter(f"“{named}” is none of the languages of: python3 -m bot languages")
    return found
