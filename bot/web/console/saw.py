"""Who saw what: for one child every look and every send, for whoever sees the school; and a copy for one home."""

from typing import Any

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading import saw as reading
from bot.acts.reading.viewer import Viewer, room_chosen
from bot.store.console import people as listed
from bot.web.console.door import NotThere, Page, Visit, there
from bot.web.console.form import number


async def choose(visit: Visit) -> Response:
    """Which child: by their room, as no name belongs into an address."""
    wanted = number(visit.request.query_params.get("room", ""))
    found = await visit.look(lambda desk, who: _children(desk, who, wanted))
    return visit.show("saw_whom.html", found, here="saw", **found.it)


async def show(visit: Visit) -> Response:
    child_id, query = visit.id(), visit.request.query_params
    looks, sends = number(query.get("looks", "")), number(query.get("sends", ""))
    found = await visit.act(lambda desk, who: there(reading.page(desk, who, child_id, looks, sends)))
    return visit.show("saw.html", found, saw=found.it, here="saw")


async def printed(visit: Visit) -> Response:
    """The whole list for paper: the school's own, or the copy for one home."""
    child_id, home = visit.id(), visit.form.text("home")
    home_id = number(home)
    if home and home_id is None:
        raise NotThere
    found = await visit.act(lambda desk, who: there(reading.printed(desk, who, child_id, home_id)))
    return visit.show("saw_print.html", found, saw=found.it, here="saw")


def _children(desk: Desk, who: Viewer, wanted: int | None) -> dict[str, Any]:
    if not who.sight.everywhere:
        raise NotThere
    rooms, room = room_chosen(desk, who, wanted)
    children = listed.children(desk.db, who.sight, [room.id]) if room else []
    return {"rooms": rooms, "room": room, "children": children}


PAGES = (
    Page("/saw", get=choose),
    Page("/saw/{id}", get=show),
    Page("/saw/{id}/print", post=printed),
)
