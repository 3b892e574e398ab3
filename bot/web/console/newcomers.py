"""Somebody new, without a roll: one more adult in a home, and a child who came to the school today."""

from starlette.responses import Response

from bot.acts import new_adults, new_children
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import both_names
from bot.web.console import paper
from bot.web.console.children import does
from bot.web.console.door import NotThere, Page, Visit, office_only

CELLS = ("child", "child_id", "adult", "relation", "phone", "language", "household")


async def adult(visit: Visit) -> Response:
    home = visit.id("home")
    typed = {name: visit.form.text(name) for name in ("name", "relation", "language", "phone")}
    return await does(
        visit,
        lambda desk, who, key: new_adults.new_adult(desk, who.person.id, key, home, **typed),
        "new-adult",
    )


async def show(visit: Visit) -> Response:
    return await _page(visit, visit.id(), dict.fromkeys(CELLS, ""))


async def child(visit: Visit) -> Response:
    """What was typed is shown again where something is amiss."""
    room_id, typed = visit.id(), {name: visit.form.text(name) for name in CELLS}
    if not typed["adult"].strip():
        typed["language"] = ""  # the form has chosen one, for nobody
    found = await visit.act(
        lambda desk, who: new_children.new_child(desk, who, _room(desk, who, room_id), typed)
    )
    if isinstance(found.it, Amiss):
        return await _page(visit, room_id, typed, 422, found.it.why)
    return paper.go(f"/children/{found.it}?done=new-child")


async def _page(
    visit: Visit, room_id: int, typed: dict[str, str], status: int = 200, fault: str = ""
) -> Response:
    found = await visit.look(lambda desk, who: _room(desk, who, room_id))
    tongues = [(tag, both_names(tag)) for tag in found.school.languages]
    return visit.show("new_child.html", found, status, here="people", room_id=room_id, room=found.it, typed=typed,
                      fault=fault, tongues=tongues)  # fmt: skip


def _room(desk: Desk, who: Viewer, room_id: int) -> str:
    """Its name. For the office, and a room of its own school."""
    office_only(who)
    for it in rooms_seen(desk, who):
        if it.id == room_id:
            return it.name
    raise NotThere


PAGES = (
    Page("/children/{id}/homes/{home}/people", post=adult),
    Page("/people/{id}/new-child", get=show, post=child),
)
