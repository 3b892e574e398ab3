"""What the office does for a family without a roll: a STOP that was told, a language, one more adult, a new child."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from bot.acts import restricting, stopping
from bot.model.heard import Said
from bot.store import people, suppressions
from bot.store.tables import child, consent, contact, delivery, household, membership, person
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke
from tests.console.test_children import asks, inside, notes, page_of, place

Console = Callable[..., Browser]


def state(world: Harakeke, who: str) -> str:
    return asks(world, select(contact.c.state).where(contact.c.id == world[f"{who}'s phone"]))[0][0]


def bring_to(world: Harakeke, pupil: str, home: str) -> str:
    return f"{page_of(world, pupil)}/homes/{world[f'{home} home']}/people"


def test_a_stop_that_was_told_weighs_as_one_that_was_texted(world: Harakeke, console: Console) -> None:
    """Holds, in told_stop: the suppression with its source, no goodbye, and `said`: an older START undoes nothing."""
    ana, hana = console("Ana"), place(world, "Hana")
    path = f"{page_of(world)}/places/{hana}/stop"
    assert ana.sends(path, ana.token()).status_code == 422, "how they told it is asked for"
    assert state(world, "Hana") == "active"
    page = ana.sends(path, {**ana.token(), "how": "call"})
    assert (
        page.status_code == 303
        and state(world, "Hana") == "stopped"
        and notes(world)[-1] == "wrote down a stop"
    )
    why = world.act(lambda desk: suppressions.stopped(desk.db, world["sms"], "+642000000041"))
    assert why == "said STOP to the school on the phone"
    assert asks(world, select(consent.c.what, consent.c.contact_id)) == [("stop", world["Hana's phone"])]
    assert asks(world, select(delivery.c.id)) == []
    assert "Hana Parata: said STOP to the school on the phone" in said(ana.get(page_of(world)))
    older = Said(world.now.replace(hour=1), 1)
    assert world.act(lambda desk: stopping.stopped_since(
        desk, people.contact_by_id(desk.db, world["Hana's phone"]), older))  # fmt: skip
    assert ana.sends(path, {**ana.token(), "how": "desk"}).status_code == 422, "twice is once"


def test_a_language_is_corrected_where_nobody_chose_it(world: Harakeke, console: Console) -> None:
    """Holds ~language_chosen in tongues.correct_language."""
    ana, hana = console("Ana"), place(world, "Hana")
    path, reads = (
        f"{page_of(world)}/places/{hana}/language",
        select(person.c.language).where(person.c.id == world["Hana"]),
    )
    assert ana.sends(path, {**ana.token(), "language": "sm"}).status_code == 303
    assert asks(world, reads) == [("sm",)] and notes(world)[-1] == "corrected a language"
    assert ana.sends(path, {**ana.token(), "language": "tlh"}).status_code == 422
    chose = update(person).where(person.c.id == world["Hana"]).values(language_chosen=True)
    world.act(lambda desk: desk.db.execute(chose))
    assert "only they change it" in said(ana.sends(path, {**ana.token(), "language": "en"}))
    assert asks(world, reads) == [("sm",)]
    assert "by their own choice" in said(ana.get(page_of(world)))


def test_one_more_adult_comes_into_a_home_and_hears_the_notice_first(
    world: Harakeke, console: Console
) -> None:
    """Holds: the gate, the one place of a name, and that the other home has nothing of it."""
    ana = console("Ana")
    path = bring_to(world, "Māia", "Māia at Hana's")
    tui = {
        **ana.token(),
        "name": "Tui Rata",
        "relation": "guardian",
        "language": "mi",
        "phone": "021 000 0401",
    }
    for wrong in ({"relation": ""}, {"phone": "021l000401"}, {"phone": "09 373 7599"}, {"language": "tlh"}):
        assert ana.sends(path, {**tui, **wrong}).status_code == 422
    assert asks(world, select(person.c.id).where(person.c.name == "Tui Rata")) == []
    assert ana.sends(path, tui).status_code == 303
    assert inside(world, "Māia at Hana's") == {"Hana Parata", "Nana Rose", "Tui Rata"}
    assert inside(world, "Māia at Wiremu's") == {"Wiremu Parata"}
    waits = {tuple(row) for row in asks(world, select(delivery.c.address, delivery.c.gate))}
    assert waits == {("+64210000401", "notice")}
    assert "brought an adult into a home" in notes(world)
    assert ana.sends(path, tui).status_code == 422, "the form sent twice"
    assert ana.sends(bring_to(world, "Ioane", "Māia at Hana's"), tui).status_code == 422


def test_an_adult_who_is_known_by_phone_and_name_stays_one_person(world: Harakeke, console: Console) -> None:
    """Holds _known_by_phone: else the phone would be shared by two of one name, and nobody named to it."""
    ana = console("Ana")
    path = bring_to(world, "Ioane", "Ioane's")
    fields = {"name": "hana parata", "relation": "aunty", "language": "en", "phone": "+64 20 0000 0041"}
    assert ana.sends(path, {**ana.token(), **fields}).status_code == 303
    assert inside(world, "Ioane's") == {"Sina Leota", "Hana Parata"}
    assert asks(world, select(person.c.id).where(person.c.folded == "hana parata")) == [(world["Hana"],)]


def test_nobody_who_is_kept_out_or_was_taken_out_is_brought_in(world: Harakeke, console: Console) -> None:
    """Holds each check of new_adults: by name, by number, by the person behind a number, and who was taken out."""
    ana, at = console("Ana"), bring_to(world, "Māia", "Māia at Wiremu's")
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], world["Māia"], person_id=world["Dave"]))
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], world["Māia"], address="+64210000402"))
    ana.sends(f"{page_of(world)}/places/{place(world, 'Wiremu')}/end", {**ana.token(), "why": "order"})
    for name, phone in (("Dave Miller", ""), ("Dave Miller", "+64 20 0000 0042"), ("Tui Rata", "021 000 0402"),
                        ("Wiremu Parata", "")):  # fmt: skip
        fields = {**ana.token(), "name": name, "relation": "father", "language": "en", "phone": phone}
        assert ana.sends(at, fields).status_code == 422, (name, phone)
    assert inside(world, "Māia at Wiremu's") == set()
    assert asks(world, select(person.c.id).where(person.c.name == "Tui Rata")) == []


def test_one_new_child_comes_without_a_roll(world: Harakeke, console: Console) -> None:
    """Holds: a sister's mother stays one person, a child who may be here already is doubted, a landline is refused."""
    ana, path = console("Ana"), f"/console/people/{world['room 5']}/new-child"
    home = {
        "adult": "Dave Miller",
        "relation": "father",
        "household": "A",
        "phone": "+64 20 0000 0042",
        "language": "en",
    }
    pip = {**ana.token(), "child": "Pip", **home}

    def pips() -> list[Any]:
        return asks(world, select(child.c.id).where(child.c.name == "Pip"))

    for wrong in ({"child": ""}, {"child": "Finn"}, {"child": "Māia"}, {"phone": "09 373 7599"}, {"household": ""},
                  {"relation": ""}):  # fmt: skip
        page = ana.sends(path, {**pip, **wrong})
        assert page.status_code == 422 and "Nothing was changed" in said(page), wrong
    assert pips() == []
    went = ana.sends(path, pip)
    [(made,)] = pips()
    assert went.headers["location"] == f"/console/children/{made}?done=new-child"
    theirs = select(membership.c.person_id).join(household, household.c.id == membership.c.household_id)
    assert asks(world, theirs.where(household.c.child_id == made)) == [(world["Dave"],)]
    assert notes(world)[-2:] == ["roll applied", "brought in a child"]
    assert ana.sends(path, pip).status_code == 422 and len(pips()) == 1, "the form sent twice"
    assert "Pip" in said(console("Tom").get("/console/ask"))
