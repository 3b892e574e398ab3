"""Letters that go home: printing them for a room, taking them back, and letting in who came with one."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import HTMLResponse, Response

from bot.acts.desk import Desk, Links
from bot.acts.letters import deciding, printing
from bot.acts.letters.printing import Sheet
from bot.acts.reading import letters as reading
from bot.acts.reading.looks import Looks
from bot.acts.reading.shown import LETTERS, of_each
from bot.acts.reading.viewer import Viewer, room_chosen, rooms_seen
from bot.languages.registry import LANGUAGES
from bot.store.console import scope
from bot.web import letters as on_paper
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import Form, number
from bot.web.console.lists import see_list
from bot.web.letters import NoPdf
from bot.web.plain_headers import PAGE


@dataclass(frozen=True)
class Wish:
    """What was chosen on the page."""

    room: int | None
    children: tuple[int, ...]
    language: str = ""  #: "": each family's own
    two: bool = False
    pdf: bool = False
    instead: bool = False

    @classmethod
    def of(cls, form: Form) -> "Wish":
        return cls(
            form.number("room"), tuple(form.numbers("child-")), form.text("language"),
            form.text("layout") == "two", form.text("format") == "pdf", form.text("instead") == "yes",
        )  # fmt: skip


async def show(visit: Visit) -> Response:
    wanted = number(visit.request.query_params.get("room", ""))
    return await _page(visit, wanted)


async def print_(visit: Visit) -> Response:
    """New letters with new codes, as paper. What it shows cannot be shown again: the codes are kept nowhere."""
    wish = Wish.of(visit.form)
    try:
        if wish.pdf:
            await asyncio.to_thread(on_paper.ready_for_pdf)
    except NoPdf as why:
        return await _page(visit, wish.room, wish, str(why))
    found = await visit.act(lambda desk, who: _print(desk, who, wish))
    sheets, links = found.it
    if isinstance(sheets, str):
        return await _page(visit, wish.room, wish, sheets)
    make = partial(
        on_paper.document, visit.doors.speech, found.school, links.privacy, sheets, two=wish.two,
        alone=wish.pdf, back=f"/console/letters?room={wish.room}",
    )  # fmt: skip
    html = await asyncio.to_thread(make)
    if not wish.pdf:
        return HTMLResponse(html, headers=PAGE)
    named = {"Content-Disposition": 'attachment; filename="letters.pdf"'}
    return Response(await asyncio.to_thread(on_paper.pdf, html), headers={**PAGE, **named},
                    media_type="application/pdf")  # fmt: skip


async def withdraw(visit: Visit) -> Response:
    letter_id = visit.id()
    await visit.act(lambda desk, who: _withdraw(desk, who, letter_id))
    room = visit.form.number("room")
    return paper.go(f"/letters?done=withdrawn&room={room}" if room else "/letters?done=withdrawn")


async def withdraw_room(visit: Visit) -> Response:
    room_id = visit.id()
    await visit.act(lambda desk, who: _withdraw_room(desk, who, room_id))
    return paper.go(f"/letters?done=withdrawn&room={room_id}")


async def decide(visit: Visit) -> Response:
    arrival_id = visit.id()
    found = await visit.act(lambda desk, who: _decide(desk, who, arrival_id, visit.form))
    return paper.go(f"/letters?done={'decided' if found.it else 'passed'}")


async def _page(visit: Visit, wanted: int | None, wish: Wish | None = None, fault: str = "") -> Response:
    def glance(desk: Desk, who: Viewer) -> dict[str, Any]:
        rooms, here = room_chosen(desk, who, wanted)
        pupils = reading.children_of(desk, who, here) if here else {}
        return {
            "rooms": rooms, "room": here, "pupils": pupils, "printed": reading.printed(desk, who, list(pupils)),
            "door": reading.at_the_door(desk, who), "answerable": printing.can_be_answered(desk),
            "tongues": [LANGUAGES[tag] for tag in desk.school.languages],
        }  # fmt: skip

    def looks(desk: Desk, it: dict[str, Any]) -> Looks:
        about = [*it["printed"], *it["door"]]
        return {LETTERS: of_each(about)}

    found = await see_list(visit, glance, looks)
    chosen = wish or Wish(None, tuple(found.it["pupils"]))
    status = 422 if fault else 200
    return visit.show("letters.html", found, status, here="letters", wish=chosen, fault=fault, **found.it)


def _print(desk: Desk, who: Viewer, wish: Wish) -> tuple[list[Sheet] | str, Links]:
    """The letters; or what is amiss, before any code was made."""
    if wish.room is None or not scope.may_see(desk.db, scope.rooms(who.sight), wish.room):
        raise NotThere
    if not printing.can_be_answered(desk):
        return "The school has no number and no bot yet that a letter could name.", desk.links
    if wish.language and wish.language not in desk.school.languages:
        return "The school has not switched that language on.", desk.links
    homes = reading.homes(desk, who, wish.children)
    if not homes:
        return "Please tick the children whose families get a letter.", desk.links
    made = printing.write(desk, homes, by=who.person.id, language=wish.language or None, instead=wish.instead)
    return made, desk.links


def _withdraw(desk: Desk, who: Viewer, letter_id: int) -> None:
    if not scope.may_see(desk.db, scope.letters(who.sight), letter_id):
        raise NotThere
    printing.withdraw(desk, [letter_id], who.person.id)


def _withdraw_room(desk: Desk, who: Viewer, room_id: int) -> None:
    here = next((it for it in rooms_seen(desk, who) if it.id == room_id), None)
    if here is None:
        raise NotThere
    letters = reading.printed(desk, who, list(reading.children_of(desk, who, here)))
    printing.withdraw(desk, [it.id for it in letters if it.state == "waiting"], who.person.id)


def _decide(desk: Desk, who: Viewer, arrival_id: int, form: Form) -> bool:
    if not scope.may_see(desk.db, scope.arrivals(who.sight), arrival_id):
        raise NotThere
    choice, _, whose = form.text("choice").partition(" ")
    return deciding.by_office(desk, who.person.id, arrival_id, choice, number(whose))


PAGES = (
    Page("/letters", get=show),
    Page("/letters/print", post=print_),
    Page("/letters/{id}/withdraw", post=withdraw),
    Page("/letters/rooms/{id}/withdraw", post=withdraw_room),
    Page("/letters/arrivals/{id}", post=decide),
)
