"""Find: by child, word or date. What is typed is only ever words."""

from starlette.responses import Response

from bot.acts.reading import finding as reading
from bot.web.console.door import Page, Visit
from bot.web.console.form import day

LONGEST = 200  #: characters


async def find(visit: Visit) -> Response:
    """Asked by a form: what is looked for may be a child's name, and no name belongs into an address."""
    words = visit.form.text("words")[:LONGEST]
    first, last = day(visit.form.text("first")), day(visit.form.text("last"))
    # An act: the index of words catches up first, and the office's looks are written down.
    found = await visit.act(lambda desk, who: reading.found(desk, who, words, first, last))
    return visit.show("find.html", found, it=found.it, words=words, first=first, last=last, here="threads")


PAGES = (Page("/find", get=find, post=find),)
