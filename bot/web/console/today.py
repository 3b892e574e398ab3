"""Today: what waits, in words. It looks again by itself when something has changed."""

from starlette.responses import Response

from bot.acts.reading import today as reading
from bot.web.console.door import Page, Visit
from bot.web.console.lists import see_list


async def show(visit: Visit) -> Response:
    found = await see_list(visit, reading.today, lambda _desk, it: it.looks)
    return visit.show("today_now.html" if visit.polls else "today.html", found, today=found.it, here="today")


PAGES = (Page("/", get=show),)
