"""The groups of children that somebody has kept: who is in each; one that is not needed any more is removed."""

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.composing import kept_groups
from bot.acts.reading.viewer import Viewer
from bot.store import groups
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit


async def show(visit: Visit) -> Response:
    found = await visit.look(kept_groups)
    return visit.show("groups.html", found, groups=found.it, here="ask")


async def remove(visit: Visit) -> Response:
    group_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        if not groups.remove(desk.db, group_id, who.person.id):
            raise NotThere

    await visit.act(deed)
    return paper.go("/ask/groups?done=removed")


PAGES = (Page("/ask/groups", get=show), Page("/ask/groups/{id}/remove", post=remove))
