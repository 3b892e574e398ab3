"""Find: by child, word or date. What is typed is only ever words."""

from starlette.responses import Response

from bot.acts.reading import finding as reading
from bot.web.console.door import Page, Visit
from bot.web.console.form import day

LONGEST = 200  #: characters


async def find(visit: Visit) -> Response:
    """Asked by a form: what is looked for may be a child's name, and no name belongs into an address."""
    words = visit.form.text("words")[:LONGEST]
    typed = {name: visit.form.text(name).strip()[:LONGEST] for name in ("first", "last")}
    first, last = day(typed["first"]), day(typed["last"])
    wrong = [name for name, text in typed.items() if text and day(text) is None]
    if wrong:  # without its day it would be another search, whose findings would be taken for this one's
        nothing = await visit.look(lambda _desk, _who: reading.Found())
        return visit.show(
            "find.html", nothing, 422, it=nothing.it, words=words, typed=typed, wrong=wrong, here="threads"
        )
    # An act: the index of words catches up first, and the office's looks are written down.
    found = await visit.act(lambda desk, who: reading.found(desk, who, words, first, last))
    return visit.show("find.html", found, it=found.it, words=words, typed=typed, wrong=(), here="threads")


PAGES = (Page("/find", get=find, post=find),)
