"""One child, for the office: each home apart, and what may be changed there. Every deed is written down."""

from collections.abc import Callable

from starlette.responses import Response

from bot.acts import changing_phones, households, moving, new_homes, new_phone, restricting, told_stop
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.reading import children as reading
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.store import people
from bot.store.console import children, scope
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit, there

LONGEST = 500  # letters of a note


async def show(visit: Visit) -> Response:
    child_id = visit.id()
    return await _page(visit, child_id)


async def rename(visit: Visit) -> Response:
    name = visit.form.text("name")
    return await does(
        visit, lambda desk, who, key: households.rename_child(desk, who.person.id, key, name), "changed"
    )


async def change_person(visit: Visit) -> Response:
    place, name, relation = visit.id("place"), visit.form.text("name"), visit.form.text("relation")
    return await does(
        visit,
        lambda desk, who, key: households.change_person(desk, who.person.id, key, place, name, relation),
        "changed",
    )


async def change_phone(visit: Visit) -> Response:
    place, typed = visit.id("place"), visit.form.text("phone")
    return await does(
        visit,
        lambda desk, who, key: changing_phones.change_phone(desk, who.person.id, key, place, typed),
        "phone",
    )


async def change_language(visit: Visit) -> Response:
    place, language = visit.id("place"), visit.form.text("language")
    return await does(
        visit,
        lambda desk, who, key: households.change_language(desk, who.person.id, key, place, language),
        "changed",
    )


async def told_us_stop(visit: Visit) -> Response:
    place, how = visit.id("place"), visit.form.text("how")
    return await does(
        visit, lambda desk, who, key: told_stop.stop(desk, who.person.id, key, place, how), "stopped"
    )


async def new_phone_code(visit: Visit) -> Response:
    """A code with which they bring their new phone by themselves; shown once."""
    child_id, place_id = visit.id(), visit.id("place")

    def deed(desk: Desk, who: Viewer) -> tuple[str, str, str, str]:
        there(children.one(desk.db, who.sight, child_id))
        place = there(households.open_place(desk, child_id, place_id))
        name = people.person_by_id(desk.db, place["person_id"]).name
        code = new_phone.give(desk, place["person_id"], by_id=who.person.id)
        bot_name = desk.links.bot_name
        return name, code, desk.links.sms_number, f"https://t.me/{bot_name}?start={code}" if bot_name else ""

    found = await visit.act(deed)
    name, code, number, link = found.it
    return visit.show("new_phone.html", found, here="people", child_id=child_id, name=name, code=code, number=number,
                      link=link)  # fmt: skip


async def end_place(visit: Visit) -> Response:
    place, why = visit.id("place"), visit.form.text("why")

    def deed(desk: Desk, who: Viewer, key: int) -> Amiss | None:
        done = households.end_place(desk, who.person.id, key, place, why)
        return None if done else Amiss("Please say why; or they have no place there any more.")

    return await does(visit, deed, "ended")


async def second_home(visit: Visit) -> Response:
    place, label = visit.id("place"), visit.form.text("label")
    return await does(
        visit, lambda desk, who, key: households.second_home(desk, who.person.id, key, place, label), "home"
    )


async def new_home(visit: Visit) -> Response:
    typed = {name: visit.form.text(name) for name in ("label", "name", "relation", "language", "phone")}
    return await does(
        visit, lambda desk, who, key: new_homes.new_home(desk, who.person.id, key, **typed), "new-home"
    )


async def keep_out(visit: Visit) -> Response:
    """By person, one of this child's people; or by the number that a message would go to. `too-ID`: a place of somebody
    whom they let in, which ends as well."""
    person_id, address = visit.form.number("person"), visit.form.text("address").strip()
    note, too = visit.form.text("note")[:LONGEST], visit.form.numbers("too-")

    def deed(desk: Desk, who: Viewer, key: int) -> Amiss | None:
        theirs = {it["person_id"] for it in children.places_of(desk.db, key)}
        if person_id in theirs:
            restricting.keep_out(desk, who.person.id, key, person_id=person_id, note=note, too=too)
            return None
        found = restricting.address_of(desk, address) if address else ""
        if not found:
            return Amiss("Please choose a person, or write a mobile number.")
        restricting.keep_out(desk, who.person.id, key, address=found, note=note, too=too)
        return None

    return await does(visit, deed, "kept-out")


async def lift(visit: Visit) -> Response:
    restriction = visit.id("restriction")

    def deed(desk: Desk, who: Viewer, key: int) -> Amiss | None:
        restricting.lift(desk, who.person.id, key, restriction)
        return None

    return await does(visit, deed, "lifted")


async def move(visit: Visit) -> Response:
    room_id = visit.form.number("room")

    def deed(desk: Desk, who: Viewer, key: int) -> Amiss | None:
        if room_id is None or not scope.may_see(desk.db, scope.rooms(who.sight), room_id):
            return Amiss("Please choose a room.")
        moved = moving.move(desk, who, [key], room_id, desk.now)
        return None if moved else Amiss("They are in that room already.")

    return await does(visit, deed, "moved")


async def does(visit: Visit, deed: Callable[[Desk, Viewer, int], Amiss | str | None], done: str) -> Response:
    """`done`: what the page then says, where the deed has no other word for it."""
    child_id = visit.id()

    def checked(desk: Desk, who: Viewer) -> Amiss | str | None:
        if children.one(desk.db, who.sight, child_id) is None:
            raise NotThere
        return deed(desk, who, child_id)

    it = (await visit.act(checked)).it
    if isinstance(it, Amiss):
        return await _page(visit, child_id, 422, it.why)
    return paper.go(f"/children/{child_id}?done={it or done}")


async def _page(visit: Visit, child_id: int, status: int = 200, fault: str = "") -> Response:
    found = await visit.see(
        lambda desk, who: (there(reading.one(desk, who, child_id)), list(rooms_seen(desk, who)))
    )
    it, rooms = found.it
    return visit.show(
        "child.html",
        found,
        status,
        here="people",
        it=it,
        rooms=rooms,
        fault=fault,
        whys=households.WHY,
        ways_told=told_stop.HOW,
        tongues=[(tag, language_name(tag)) for tag in found.school.languages],
    )


PAGES = (
    Page("/children/{id}", get=show),
    Page("/children/{id}/name", post=rename),
    Page("/children/{id}/move", post=move),
    Page("/children/{id}/places/{place}", post=change_person),
    Page("/children/{id}/places/{place}/phone", post=change_phone),
    Page("/children/{id}/places/{place}/language", post=change_language),
    Page("/children/{id}/places/{place}/stop", post=told_us_stop),
    Page("/children/{id}/places/{place}/new-phone", post=new_phone_code),
    Page("/children/{id}/places/{place}/end", post=end_place),
    Page("/children/{id}/places/{place}/home", post=second_home),
    Page("/children/{id}/homes", post=new_home),
    Page("/children/{id}/kept-out", post=keep_out),
    Page("/children/{id}/kept-out/{restriction}/lift", post=lift),
)
