"""Find: by child, word or date. What is typed is only ever words."""

from datetime import date

from starlette.responses import Response

from bot.acts.reading import finding as reading
from bot.web.console.door import Page, Visit

LONGEST = 200  #: characters


async def show(visit: Visit) -> Response:
    asked = visit.request.query_params
    words = asked.get("words", "").replace("\0", "")[:LONGEST]
    first, last = _day(asked.get("first", "")), _day(asked.get("last", ""))
    # An act: the index of words catches up first, and the office's looks are written down.
    found = await visit.act(lambda desk, who: reading.found(desk, who, words, first, last))
    return visit.show("find.html", found, it=found.it, words=words, first=first, last=last, here="threads")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 < day.year < 2200 else None


PAGES = (Page("/find", get=show),)
