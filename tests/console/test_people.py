"""The office's list, and the links that it makes for colleagues."""

import re
from collections.abc import Callable

from bot.acts import codes
from bot.store import codes as kept
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def test_each_rooms_families_with_their_phones(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Kia ora")
    page = said(console("Ana").get(f"/console/people?room={world['room 7']}"))
    assert "Hana Parata mother, guardian · everything · te reo Māori — SMS, last wrote today 15:10" in page
    assert (
        "Nana Rose grandmother · stories only · English — SMS: not told yet who writes, never heard from"
        in page
    )
    assert "Wiremu Parata father, guardian · everything · English — SMS: said STOP, never heard from" in page
    assert "Dave" not in page


def test_languages_say_which_are_drafts(console: Console) -> None:
    page = said(console("Ana").get("/console/people"))
    assert "Tongan — off" in page and "a draft that no fluent speaker has checked" in page


def test_languages_are_switched_on_where_the_people_page_says(console: Console) -> None:
    ana = console("Ana")
    assert 'href="/console/school#languages"' in ana.get("/console/people").text
    assert 'id="languages"' in ana.get("/console/school").text


def test_a_colleagues_link_opens_the_console_once(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    page = ana.fills("/console/people", f"/console/people/{world['Tom']}/sign-in")
    assert "Sign-in for Matua Tom" in said(page)
    path = re.search(r"http://127\.0\.0\.1:8000(/console/enter/\w+)", page.text)
    there = console()
    assert path and "Matua Tom" in there.follows(there.sends(path[1], there.token(path[1]))).text


def test_a_telegram_code_is_for_that_colleague(world: Harakeke, console: Console) -> None:
    page = console("Ana").fills("/console/people", f"/console/people/{world['Tom']}/telegram")
    code = re.search(r"t\.me/harakeke_bot\?start=(\w+)", page.text)
    assert code and world.act(lambda desk: codes.is_a(desk, code[1], "staff"))
    used = world.act(lambda desk: kept.use(desk.db, desk.school.id, code[1], ("staff",), desk.now))
    assert used["person_id"] == world["Tom"]


def test_a_teacher_links_their_own_telegram(world: Harakeke, console: Console) -> None:
    page = console("Tom").fills("/console/me", "/console/me/telegram")
    code = re.search(r"start=(\w+)", page.text)
    assert (
        code
        and world.act(lambda desk: kept.use(desk.db, desk.school.id, code[1], ("staff",), desk.now))[
            "person_id"
        ]
        == world["Tom"]
    )


def test_no_link_is_made_for_a_family_member(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    for act in ("telegram", "sign-in"):
        assert ana.sends(f"/console/people/{world['Hana']}/{act}", ana.token()).status_code == 404
