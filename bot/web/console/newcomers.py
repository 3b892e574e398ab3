"""Somebody new, without a roll: one more adult in a home, and a child who came to the school today."""

from starlette.responses import Response

from bot.acts import new_adults, new_children
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.languages.folding import fold
from bot.store.console import children, threads
from bot.web.console import paper
from bot.web.console.children import does
from bot.web.console.door import NotThere, Page, Visit, office_only

Alike = tuple[int, str, str]  #: a child of the same name, and the rooms that they are in today
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
    def glance(desk: Desk, who: Viewer) -> tuple[str, list[Alike]]:
        return _room(desk, who, room_id), _alike(desk, who, typed["child"]) if fault else []

    found = await visit.look(glance)
    room, alike = found.it
    tongues = [(tag, language_name(tag)) for tag in found.school.languages]
    return visit.show("new_child.html", found, status, here="people", room_id=room_id, room=room, typed=typed,
                      fault=fault, alike=alike, tongues=tongues)  # fmt: skip


def _alike(desk: Desk, who: Viewer, name: str) -> list[Alike]:
    """Nobody is put back into a room unseen: it may be another child of that name, and the old one's homes are not
    theirs. The office looks, and moves the child there."""
    known = children.named(desk.db, who.sight, fold(name))
    rooms = threads.rooms_of(desk.db, [it["id"] for it in known], desk.now)
    return [(it["id"], it["name"], ", ".join(rooms.get(it["id"], []))) for it in known]


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
