"""Whom nothing reaches: a page of its own, as in a large school it takes longer than all the rest of Today."""

from starlette.responses import Response

from bot.acts.reading import beyond as reading
from bot.web.console.door import Page, Visit
from bot.web.console.lists import see_list


async def show(visit: Visit) -> Response:
    found = await see_list(visit, reading.beyond, lambda _desk, it: it.looks)
    return visit.show(
        "beyond_now.html" if visit.polls else "unreached.html", found, beyond=found.it, here="today"
    )


PAGES = (Page("/unreached", get=show),)
