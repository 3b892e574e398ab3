"""Words with the wrong child, phones that may be somebody else's, codes for new ones: on the teacher's pages."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

from bot.model.people import Scope, State
from bot.store import people
from bot.store.tables import code, membership
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke
from tests.console.test_threads import at

Console = Callable[..., Browser]


def belongs_too(world: Harakeke, who: str, thread: str) -> None:
    """They are at home in another child's home as well."""
    row: dict[str, Any] = {
        "household_id": world[f"{thread} home"], "person_id": world[who], "relation": "aunt", "guardian": True,
        "scope": Scope.EVERYTHING, "from_roll": True, "since": world.now,
    }  # fmt: skip
    world.act(lambda desk: desk.db.execute(insert(membership).values(school_id=desk.school.id, **row)))


def test_a_teacher_moves_words_between_two_of_her_children_and_back(
    world: Harakeke, console: Console
) -> None:
    """Holds `_said`: pressed twice it says the same; and that the move stands in the thread with who did it."""
    belongs_too(world, "Hana", "Ioane's")
    made = world.says("Hana", "Māia at Hana's", "He has a sore foot")
    ngaire, here, there = console("Ngaire"), at(world, "Māia at Hana's"), at(world, "Ioane's")
    path = f"{here}/said/{made}/move"
    assert "About another child?" in said(ngaire.get(here))
    page = said(ngaire.get(path))
    assert "Ioane (at home with Hana Parata, Sina Leota)" in page and "Wiremu" not in page
    assert "Please choose" in said(ngaire.sends(path, ngaire.token()))
    fields = {**ngaire.token(), "to": str(world["Ioane's"])}
    for _click in range(2):
        moved = said(ngaire.follows(ngaire.sends(path, fields)))
        assert "Moved here." in moved and "Moved here by Whaea Ngaire" in moved
        assert moved.count("He has a sore foot") == 1
    assert "He has a sore foot" not in said(ngaire.get(here))
    back = {**ngaire.token(), "to": str(world["Māia at Hana's"])}
    assert "He has a sore foot" in said(ngaire.follows(ngaire.sends(f"{there}/said/{made}/move", back)))


def test_a_child_whom_she_does_not_see_is_the_offices_to_find(world: Harakeke, console: Console) -> None:
    """Holds `places`: Finn is in Room 5, which is not hers, and his name stands on no page of hers."""
    belongs_too(world, "Hana", "Finn's")
    made = world.says("Hana", "Māia at Hana's", "He has a sore foot")
    ngaire, here = console("Ngaire"), at(world, "Māia at Hana's")
    path = f"{here}/said/{made}/move"
    assert "About another child?" not in said(ngaire.get(here))
    page = said(ngaire.get(path))
    assert "please ask the office to move it" in page and "Finn" not in page
    forced = ngaire.sends(path, {**ngaire.token(), "to": str(world["Finn's"])})
    assert forced.status_code == 422 and "Finn" not in said(forced)
    ana = console("Ana")
    assert "Moved here." in said(ana.follows(ana.sends(path, {**ana.token(), "to": str(world["Finn's"])})))


def test_a_phone_in_quarantine_stands_under_delivery_and_is_asked_once(
    world: Harakeke, console: Console
) -> None:
    world.act(lambda desk: people.change_contact(
        desk.db, world["Dave's phone"], state=State.QUARANTINED, why="nobody has written from it for a year"))  # fmt: skip
    ana = console("Ana")
    page = said(ana.get("/console/delivery"))
    assert "Phones that may be somebody else’s by now" in page and "Dave Miller +642000000042" in page
    path = "/console/delivery/phone/{}/ask-again".format(world["Dave's phone"])
    assert "asked once more" in said(ana.follows(ana.fills("/console/delivery", path)))
    assert "within the last week" in said(ana.follows(ana.fills("/console/delivery", path)))
    tom = said(console("Tom").get("/console/delivery"))
    assert "+642000000042" not in tom and "we do not know whether the phone is still theirs" in tom


def test_the_office_makes_a_code_for_a_new_phone(world: Harakeke, console: Console) -> None:
    ana, page = console("Ana"), f"/console/children/{world['Finn']}"
    path = next(it for it in _actions(ana, page) if it.endswith("/new-phone"))
    shown = ana.fills(page, path)
    assert shown.status_code == 200 and "A new phone for Dave Miller" in said(shown)
    kept = world.act(lambda desk: desk.db.execute(code.select()).mappings().all())
    assert [(it["kind"], it["person_id"]) for it in kept if it["kind"] == "new phone"] == [
        ("new phone", world["Dave"])
    ]


def _actions(who: Browser, page: str) -> list[str]:
    return list(forms(who.get(page).text))


def test_the_office_is_not_sent_to_the_office(world: Harakeke, console: Console) -> None:
    made, there = world.says("Sina", "Ioane's", "He has a sore foot"), at(world, "Ioane's")
    page = said(console("Ana").get(f"{there}/said/{made}/move"))
    assert "nowhere else for it to stand" in page and "ask the office" not in page
