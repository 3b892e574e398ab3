"""Earlier messages of one's rooms, those of about a year ago first: to be used again."""

from datetime import timedelta

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import contents_of
from bot.store.console import prompts
from bot.store.rows import Row
from bot.web.console import kinds
from bot.web.console.door import Page, Visit

A_YEAR, AROUND = timedelta(days=364), timedelta(days=42)
LATELY = timedelta(days=120)


async def show(visit: Visit) -> Response:
    found = await visit.look(_earlier)
    return visit.show("earlier.html", found, parts=found.it, heading=kinds.heading, here="ask")


def _earlier(desk: Desk, who: Viewer) -> list[tuple[str, list[Row]]]:
    then = desk.now - A_YEAR
    parts = {
        "About this time last year": (then - AROUND, then + AROUND),
        "Lately": (desk.now - LATELY, desk.now),
    }
    rows = {name: prompts.between(desk.db, who.sight, *span) for name, span in parts.items()}
    every = [row for found in rows.values() for row in found]
    held = contents_of(desk, [row["content_id"] for row in every])
    audience = prompts.audience(desk.db, who.sight, [row["id"] for row in every])
    return [
        (name, [{**row, "content": held[row["content_id"]], "to": audience.get(row["id"], [])} for row in found])
        for name, found in rows.items()
    ]  # fmt: skip


PAGES = (Page("/ask/earlier", get=show),)
