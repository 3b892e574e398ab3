"""How sending goes, in sentences. It looks again by itself every quarter of a minute."""

from starlette.responses import Response

from bot.acts.reading import status as reading
from bot.web.console.door import Page, Visit


async def show(visit: Visit) -> Response:
    found = await visit.look(reading.status)
    health = visit.doors.health()
    nobody = visit.doors.elsewhere and not await visit.doors.look(reading.somebody_works)
    return visit.show(
        "status_now.html" if visit.polls else "status.html",
        found,
        how=found.it,
        nobody=nobody,
        asleep=health.get("sending") is False,
        stopped_clock=health.get("clock") is False,
        here="status",
    )


PAGES = (Page("/status", get=show),)
