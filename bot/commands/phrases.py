"""`phrases`: the school's phrase book from a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer

from bot.acts import phrase_book
from bot.commands.opened import acting
from bot.commands.plainly import listed, say


def phrases(
    file: Annotated[Path, typer.Argument(help="a CSV file with the columns from, words, into, said")],
) -> None:
    """Bring pairs into the phrase book: what people have looked at, and no machine needs to guess."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        say(f"{file} cannot be read as UTF-8 text. Nothing has been changed.")
        raise typer.Exit(1) from None
    done = acting(lambda desk: phrase_book.bring(desk, text))
    listed("Not kept:", done.wrong)
    say(f"{done.kept} pairs are in the phrase book.")
    if done.wrong:
        raise typer.Exit(1)
