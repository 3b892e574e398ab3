"""Somebody at the office takes up what a family called urgent."""

from starlette.responses import Response

from bot.acts import urgent
from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.store.console import urgent as listed
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit


async def seen(visit: Visit) -> Response:
    urgent_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        if listed.one(desk.db, who.sight, urgent_id) is None:
            raise NotThere
        urgent.take_up(desk, who.person, urgent_id)

    await visit.act(deed)
    return paper.go("/#urgent")


PAGES = (Page("/urgent/{id}/seen", post=seen),)
