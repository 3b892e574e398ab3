"""What did not arrive: tried again, tried elsewhere, left alone, decided."""

from collections.abc import Callable

from starlette.responses import Response

from bot.acts import mending, releasing, still_yours
from bot.acts.desk import Desk
from bot.acts.reading import delivery as reading
from bot.acts.reading.unplaced import STRANGER
from bot.acts.reading.viewer import Viewer
from bot.model.people import Contact, Person
from bot.store import people
from bot.store.console import desk as office_desk
from bot.store.console import heard, lost
from bot.store.rows import Row
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit, office_only
from bot.web.console.lists import see_list

FILTERS = ("all", "words", "questions")


async def show(visit: Visit) -> Response:
    asked = visit.request.query_params.get("which", "")
    which = asked if asked in FILTERS else "all"
    found = await see_list(
        visit, lambda desk, who: reading.delivery(desk, who, which), lambda _desk, it: it.looks
    )
    return visit.show("delivery.html", found, it=found.it, which=which, here="delivery")


async def again(visit: Visit) -> Response:
    return await _row(visit, mending.try_again, "again")


async def elsewhere(visit: Visit) -> Response:
    return await _row(visit, mending.try_elsewhere, "elsewhere")


async def not_theirs(visit: Visit) -> Response:
    contact_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        mending.not_theirs(desk, who.person, _a_familys(desk, who, contact_id))

    await visit.act(deed)
    return paper.go("/delivery?done=not-theirs")


async def ask_again(visit: Visit) -> Response:
    contact_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> bool:
        return still_yours.ask_again(desk, who.person, _a_familys(desk, who, contact_id))

    done = await visit.act(deed)
    return paper.go(f"/delivery?done={'asked' if done.it else 'not-asked'}")


def _a_familys(desk: Desk, who: Viewer, contact_id: int) -> Contact:
    """For the office: a contact of this school that some home has."""
    office_only(who)
    if not office_desk.is_a_familys(desk.db, who.sight, contact_id):
        raise NotThere
    return people.contact_by_id(desk.db, contact_id)


async def release(visit: Visit) -> Response:
    return await _decide(visit, releasing.release, "released")


async def drop(visit: Visit) -> Response:
    return await _decide(visit, releasing.drop, "dropped")


async def dismiss(visit: Visit) -> Response:
    item_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        if heard.one(desk.db, who.sight, item_id, STRANGER) is None:
            raise NotThere
        mending.dismiss(desk, who.person, item_id)

    await visit.act(deed)
    return paper.go("/delivery?done=dismissed")


async def _row(visit: Visit, act: Callable[[Desk, Person, Row], bool], done: str) -> Response:
    delivery_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> bool:
        row = lost.one(desk.db, who.sight, delivery_id)
        if row is None:
            raise NotThere
        return act(desk, who.person, row)

    found = await visit.act(deed)
    return paper.go(f"/delivery?done={done if found.it else 'not-' + done}")


async def _decide(visit: Visit, act: Callable[[Desk, int], bool], done: str) -> Response:
    delivery_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> bool:
        office_only(who)
        return act(desk, delivery_id)

    found = await visit.act(deed)
    if not found.it:
        raise NotThere
    return paper.go(f"/delivery?done={done}")


PAGES = (
    Page("/delivery", get=show),
    Page("/delivery/{id}/again", post=again),
    Page("/delivery/{id}/elsewhere", post=elsewhere),
    Page("/delivery/{id}/release", post=release),
    Page("/delivery/{id}/drop", post=drop),
    Page("/delivery/phone/{id}/not-theirs", post=not_theirs),
    Page("/delivery/phone/{id}/ask-again", post=ask_again),
    Page("/delivery/stranger/{id}/dismiss", post=dismiss),
)
