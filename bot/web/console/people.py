"""People: for the office. Colleagues and their links, and each room's families as the school knows them."""

from typing import Any

from starlette.responses import Response

from bot.acts import linking
from bot.acts.desk import Desk
from bot.acts.reading import people as reading
from bot.acts.reading.looks import Looks, homes_of
from bot.acts.reading.people import Colleague
from bot.acts.reading.shown import FAMILIES
from bot.acts.reading.viewer import Viewer, room_chosen
from bot.store import records
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import number
from bot.web.console.lists import see_list


async def show(visit: Visit) -> Response:
    wanted = number(visit.request.query_params.get("room", ""))

    def glance(desk: Desk, who: Viewer) -> dict[str, Any]:
        if not who.office:
            raise NotThere
        rooms, here = room_chosen(desk, who, wanted)
        return {
            "staff": reading.staff(desk, who),
            "rooms": rooms,
            "room": here,
            "tongues": reading.tongues(desk),
            "pupils": reading.room(desk, who, here) if here else [],
        }

    def looks(desk: Desk, it: dict[str, Any]) -> Looks:
        return {FAMILIES: homes_of(desk, [pupil.id for pupil in it["pupils"]])}

    found = await see_list(visit, glance, looks)
    return visit.show("people.html", found, here="people", **found.it)


async def telegram(visit: Visit) -> Response:
    """A code that makes a colleague's Telegram theirs; shown once."""
    person_id = visit.id()
    found = await visit.act(lambda desk, who: _telegram(desk, who, person_id))
    colleague, code, link = found.it
    return visit.show(
        "code.html", found, colleague=colleague, code=code, link=link, kind="telegram", here="people"
    )


async def sign_in(visit: Visit) -> Response:
    """A link that lets a colleague in here; shown once."""
    person_id = visit.id()
    found = await visit.act(lambda desk, who: _sign_in(desk, who, person_id))
    colleague, path = found.it
    link = f"{own_address(visit)}{path}"
    return visit.show(
        "code.html", found, colleague=colleague, code="", link=link, kind="sign-in", here="people"
    )


def own_address(visit: Visit) -> str:
    config = visit.doors.config
    return config.public_url or f"http://{config.host}:{config.port}"


def _telegram(desk: Desk, who: Viewer, person_id: int) -> tuple[Colleague, str, str | None]:
    colleague = _colleague(desk, who, person_id)
    records.note(
        desk.db,
        desk.school.id,
        "made a telegram code",
        desk.now,
        person_id=who.person.id,
        about={"for": person_id},
    )
    return (colleague, *linking.staff_link(desk, person_id))


def _sign_in(desk: Desk, who: Viewer, person_id: int) -> tuple[Colleague, str]:
    colleague = _colleague(desk, who, person_id)
    records.note(
        desk.db,
        desk.school.id,
        "made a sign-in link",
        desk.now,
        person_id=who.person.id,
        about={"for": person_id},
    )
    return colleague, linking.sign_in_path(desk, person_id)


def _colleague(desk: Desk, who: Viewer, person_id: int) -> Colleague:
    found = next((it for it in reading.staff(desk, who) if it.id == person_id), None) if who.office else None
    if found is None or (found.admin and not who.gives_roles):  # else the office could come in as the admin
        raise NotThere
    return found


PAGES = (
    Page("/people", get=show),
    Page("/people/{id}/telegram", post=telegram),
    Page("/people/{id}/sign-in", post=sign_in),
)
