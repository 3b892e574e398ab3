"""`letters`: the letters for a room, as a file to print."""

from pathlib import Path
from typing import Annotated

import typer

from bot.acts.desk import Desk
from bot.acts.letters import printing
from bot.acts.letters.printing import Sheet
from bot.commands.opened import Closed, acting
from bot.commands.plainly import counted, say
from bot.languages.folding import fold
from bot.languages.registry import find
from bot.store import lanes, rooms
from bot.web import letters as on_paper
from bot.web.letters import NoPdf


def letters(
    room: Annotated[str, typer.Option(help="the room, by its name")],
    out: Annotated[Path, typer.Option(help="FILE.html, or FILE.pdf")],
    language: Annotated[str | None, typer.Option(help="one language for all; else each family's own")] = None,
    two: Annotated[bool, typer.Option("--two", help="two letters on an A4 page")] = False,
    instead: Annotated[bool, typer.Option("--instead", help="withdraw what was printed before")] = False,
) -> None:
    """Make the letters that go home, one for each home of a child.

    Their codes are new each time, and kept nowhere but on the paper.
    """
    if out.suffix not in (".html", ".pdf"):
        raise Closed("--out needs a name that ends in .html or .pdf.")
    if out.exists():
        raise Closed(f"{out} is there already: give another name.")
    try:
        if out.suffix == ".pdf":
            on_paper.ready_for_pdf()
    except NoPdf as why:
        raise Closed(str(why)) from None
    sheets, html = acting(lambda desk: _made(desk, room, language, two, instead))
    out.write_bytes(on_paper.pdf(html) if out.suffix == ".pdf" else html.encode())
    say(f"{out}: {counted(len(sheets), 'letter')}. The codes are kept nowhere else.")


def _made(desk: Desk, room: str, language: str | None, two: bool, instead: bool) -> tuple[list[Sheet], str]:
    here = next((it for it in rooms.every(desk.db, desk.school.id) if fold(it.name) == fold(room)), None)
    if here is None:
        raise Closed(f"There is no room called {room}.")
    if not printing.can_be_answered(desk):
        raise Closed(
            "The school has no number and no bot yet that a letter could name: python3 -m bot doctor"
        )
    known = find(language) if language else None
    if language and (known is None or known.tag not in desk.school.languages):
        raise Closed(f"--language {language}: the school has switched on {', '.join(desk.school.languages)}.")
    children = list(lanes.children_in(desk.db, [here.id], desk.now))
    printing.begin_homes(desk, children)
    homes = printing.homes(desk, children)
    sheets = printing.write(desk, homes, by=None, language=known.tag if known else None, instead=instead)
    if not sheets:
        raise Closed(f"Nobody is in {here.name} whose family could get a letter.")
    html = on_paper.document(desk.speech, desk.school, desk.links.privacy, sheets, two=two, alone=True)
    return sheets, html
