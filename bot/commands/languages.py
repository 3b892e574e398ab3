"""`languages`: how far each language is, whether anybody fluent has looked at it; and the translators' tools."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import set_cell_size

from bot.commands.plainly import listed, say
from bot.config import ROOT
from bot.languages.catalogue import Catalogues
from bot.languages.checks import check as problems
from bot.languages.extract import update as bring_up_to_date
from bot.languages.registry import LANGUAGES

app = typer.Typer(help="How far each language is.", invoke_without_command=True)


@app.callback()
def table(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False
) -> None:
    """Each language: how complete, checked or draft, and where its dates come from."""
    if context.invoked_subcommand is not None:
        return
    speech = Catalogues.load(ROOT / "locales")
    rows = []
    for tag, known in LANGUAGES.items():
        it = speech.status(tag)
        percent = 100 * (it.translated + it.left_in_english) // max(it.total, 1)
        rows.append({
            "tag": tag, "name": known.own_name, "english_name": known.english_name, "percent": percent,
            "translated": it.translated, "left_in_english": it.left_in_english, "total": it.total,
            "draft": it.draft, "checked_by": it.checked_by, "plural": known.plural,
            "dates": f"Babel {known.babel}" if known.babel else "our own",
        })  # fmt: skip
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = (
            "draft: nobody fluent has checked it"
            if row["draft"]
            else f"checked by {row['checked_by'] or 'us'}"
        )
        name = set_cell_size(str(row["name"]), 18)  # wide letters, and marks that take no room
        say(f"{row['tag']:8} {name} {row['percent']:3} %  {state}  (dates: {row['dates']})")
    say("A draft reaches no real phone until the school switches it on in its TOML file.")


@app.command()
def update() -> None:
    """Take new sentences up into every .po file."""
    changed: list[Path] = bring_up_to_date(ROOT)
    listed("Changed:", (str(path.relative_to(ROOT)) for path in changed))
    if not changed:
        say("Nothing had changed.")


@app.command()
def check() -> None:
    """What is missing or broken in the catalogues."""
    found = problems(ROOT)
    listed("To mend:", found)
    if found:
        raise typer.Exit(1)
    say("Nothing to mend.")
