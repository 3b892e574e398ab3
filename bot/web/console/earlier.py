"""Earlier messages of one's rooms, and one's own to rooms of before; of about a year ago first: to be used again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import contents_of
from bot.store.console import prompts, scope
from bot.store.rows import Row
from bot.web.console import kinds
from bot.web.console.door import Page, Visit
from bot.web.console.form import number

A_YEAR, AROUND = timedelta(days=364), timedelta(days=42)
LATELY = timedelta(days=120)
A_PAGE = 30
MOST_PAGES = 400


@dataclass(frozen=True)
class Part:
    key: str
    name: str
    rows: tuple[Row, ...]
    page: int
    more: bool


async def show(visit: Visit) -> Response:
    query = visit.request.query_params
    part, page = query.get("part", ""), max(1, min(number(query.get("page", "")) or 1, MOST_PAGES))
    found = await visit.look(lambda desk, who: _earlier(desk, who, part, page))
    return visit.show("earlier.html", found, parts=found.it, heading=kinds.heading, a_page=A_PAGE, here="ask")


def _earlier(desk: Desk, who: Viewer, turned: str, page: int) -> list[Part]:
    then = desk.now - A_YEAR
    return [
        _part(desk, who, key, name, since, until, page if turned == key else 1)
        for key, name, since, until in (
            ("then", "About this time last year", then - AROUND, then + AROUND),
            ("lately", "Lately", desk.now - LATELY, desk.now),
        )
    ]


def _part(desk: Desk, who: Viewer, key: str, name: str, since: datetime, until: datetime, page: int) -> Part:
    past = (page - 1) * A_PAGE
    found = prompts.between(desk.db, who.sight, who.person.id, since, until, A_PAGE + 1, past)
    rows, ids = found[:A_PAGE], [row["id"] for row in found[:A_PAGE]]
    held = contents_of(desk, [row["content_id"] for row in rows])
    audience = prompts.audience(desk.db, who.sight, ids)
    seen = scope.among(desk.db, scope.prompts(who.sight), ids)
    told = tuple(
        {
            **row,
            "content": held[row["content_id"]],
            "to": audience.get(row["id"], []),
            "seen": row["id"] in seen,
        }
        for row in rows
    )
    return Part(key, name, told, page, len(found) > A_PAGE)


PAGES = (Page("/ask/earlier", get=show),)
