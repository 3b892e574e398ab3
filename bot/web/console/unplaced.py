"""For the office: whose a phone is that nobody knows, and where words belong that are in no thread."""

from starlette.responses import Response

from bot.acts import by_hand, knowing
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.reading import unplaced as reading
from bot.acts.reading.viewer import Viewer
from bot.store import lanes
from bot.store.console import heard, scope
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit, there
from bot.web.console.form import number


async def stranger(visit: Visit) -> Response:
    asked = visit.request.query_params
    return await _stranger(visit, number(asked.get("room", "")), number(asked.get("child", "")))


async def link(visit: Visit) -> Response:
    """A phone becomes somebody's: one of that home's, or a relative's whom the school has not known."""
    item_id, home_id, told = visit.id(), visit.id("home"), visit.form
    person_id = number(told.text("whose"))

    def deed(desk: Desk, who: Viewer) -> tuple[Amiss | None, int]:
        item = heard.one(desk.db, who.sight, item_id, reading.STRANGER)
        if item is None or not scope.may_see(desk.db, scope.homes(who.sight), home_id):
            raise NotThere
        child = lanes.lane(desk.db, home_id).child.id
        if person_id is not None:
            instead = told.text("instead") == "yes"
            return knowing.one_of_home(desk, who.person, item, home_id, person_id, instead=instead), child
        if told.text("whose") != "new":
            return Amiss("Please choose whose phone it is."), child
        return knowing.somebody_new(
            desk, who.person, item, home_id, told.text("name"), told.text("relation"), told.text("sees"),
            told.text("language"),
        ), child  # fmt: skip

    amiss, child_id = (await visit.act(deed)).it
    if amiss is not None:
        return await _stranger(visit, None, child_id, 422, amiss.why)
    return paper.go("/delivery?done=known")


async def item(visit: Visit) -> Response:
    return await _item(visit)


async def place(visit: Visit) -> Response:
    """`where`: who wrote it and in which home, "person-home"."""
    item_id = visit.id()
    person, _, home = visit.form.text("where").partition("-")
    person_id, home_id = number(person), number(home)

    def deed(desk: Desk, who: Viewer) -> Amiss | None:
        if heard.one(desk.db, who.sight, item_id, by_hand.IN_NO_THREAD) is None:
            raise NotThere
        return by_hand.place(desk, who.person, item_id, person_id or 0, home_id or 0)

    amiss = (await visit.act(deed)).it
    if amiss is not None:
        return await _item(visit, 422, amiss.why)
    return paper.go("/delivery?done=placed")


async def away(visit: Visit) -> Response:
    item_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        if heard.one(desk.db, who.sight, item_id, by_hand.IN_NO_THREAD) is None:
            raise NotThere
        by_hand.put_away(desk, who.person, item_id)

    await visit.act(deed)
    return paper.go("/delivery?done=dismissed")


async def _stranger(
    visit: Visit, room_id: int | None, child_id: int | None, status: int = 200, fault: str = ""
) -> Response:
    item_id = visit.id()
    found = await visit.see(lambda desk, who: there(reading.stranger(desk, who, item_id, room_id, child_id)))
    typed = {key: visit.form.text(key) for key in ("whose", "name", "relation", "sees", "language")}
    return visit.show(
        "stranger.html",
        found,
        status,
        it=found.it,
        room_id=room_id,
        fault=fault,
        typed=typed,
        here="delivery",
    )


async def _item(visit: Visit, status: int = 200, fault: str = "") -> Response:
    item_id = visit.id()
    found = await visit.see(lambda desk, who: there(reading.unplaced(desk, who, item_id)))
    return visit.show("unplaced.html", found, status, it=found.it, fault=fault, here="delivery")


PAGES = (
    Page("/delivery/stranger/{id}", get=stranger),
    Page("/delivery/stranger/{id}/homes/{home}", post=link),
    Page("/delivery/heard/{id}", get=item),
    Page("/delivery/heard/{id}/place", post=place),
    Page("/delivery/heard/{id}/away", post=away),
)
