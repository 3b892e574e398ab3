"""Tells an open page that something has changed at the school. What it was, the page then asks for by itself."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from bot.web.console.door import Page, Visit
from bot.web.doors import Changed
from bot.web.plain_headers import PAGE

SILENCE = 15.0  #: seconds after which a sign of life is sent, so that no proxy closes the stream
BREATH = 2.0  #: seconds between two pieces of news: a busy evening would have every page look all the time
LIFE = 40  #: pieces of either: then the browser comes again, and through the door


async def follow(visit: Visit) -> Response:
    found = await visit.look(lambda desk, _who: desk.school.id)
    told = news(visit.doors.changed, found.it)
    return StreamingResponse(told, media_type="text/event-stream", headers=PAGE)


async def news(changed: Changed, school_id: int) -> AsyncIterator[bytes]:
    seen = await changed(school_id, -1, 0.0)
    for _silence in range(LIFE):
        count = await changed(school_id, seen, SILENCE)
        if count < 0:
            return
        yield b"data: changed\n\n" if count != seen else b": still here\n\n"
        if count != seen:
            seen = count
            await asyncio.sleep(BREATH)


PAGES = (Page("/live", get=follow),)
