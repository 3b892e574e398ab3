"""Letters for a room: printed, listed, taken back; and who came with one. Each sees only what is theirs."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.acts import restricting
from bot.acts.letters import arriving, deciding, printing
from bot.model.people import State
from bot.store import letters, people
from bot.store.tables import audit, letter, membership
from bot.web import join
from bot.web import letters as on_paper
from tests.console.browser import Browser, doors_of, said
from tests.console.seed import NOW, SPEECH, Harakeke

Console = Callable[..., Browser]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")


def prints(there: Browser, world: Harakeke, room: str = "room 7", **more: str) -> Any:
    path = f"/console/letters?room={world[room]}"
    return there.fills(
        path, "/console/letters/print", **{"layout": "one", "format": "page", "instead": "", **more}
    )


def count(world: Harakeke) -> int:
    return int(world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(letter))))


def test_a_teacher_prints_a_letter_for_each_home_of_her_room(world: Harakeke, console: Console) -> None:
    answer = prints(console("Ngaire"), world)
    assert answer.status_code == 200 and count(world) == 3
    assert len(set(CODE.findall(answer.text))) == 3, "each home has a code of its own"
    hers, his = (
        next(it for it in answer.text.split("<article")[1:] if name in it)
        for name in ("Hana Parata", "Wiremu Parata")
    )
    assert "Wiremu" not in hers and "Hana" not in his, "neither letter tells of the other home"
    assert 'lang="mi"' in hers and 'lang="en"' in his
    assert "style=" not in answer.text and "<style" not in answer.text and "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    listed = said(console("Ngaire").get(f"/console/letters?room={world['room 7']}"))
    assert "3 printed: 0 used, 3 waiting, 0 withdrawn" in listed and "by Whaea Ngaire" in listed
    written = world.act(lambda desk: desk.db.scalars(select(audit.c.act)).all())
    assert "printed letters" in written


def test_no_name_stands_in_a_link_or_a_square(world: Harakeke) -> None:
    world.links = replace(world.links, public_url="https://aho.harakeke.example")
    homes = world.act(lambda desk: printing.homes(desk, [world["Ioane"]]))
    (sheet,) = world.act(lambda desk: printing.write(desk, homes, by=None))
    for address in (sheet.sms, sheet.telegram, sheet.page):
        assert "Ioane" not in address and "Sina" not in address
        plain = sheet.code.replace("-", "")
        assert address in (
            f"sms:+642000000040?body={plain}",
            f"https://t.me/harakeke_bot?start={plain}",
            f"https://aho.harakeke.example/join/{plain}",
        )


def test_a_room_that_is_not_theirs_cannot_be_printed_nor_read(world: Harakeke, console: Console) -> None:
    """Holds the scopes: rooms, children, letters and arrivals are each reached through their own selection."""
    ngaire, tom = console("Ngaire"), console("Tom")
    prints(tom, world, "room 5")
    token = ngaire.token()
    foreign = {"room": str(world["room 5"]), f"child-{world['Finn']}": "yes", **token}
    assert ngaire.sends("/console/letters/print", foreign).status_code == 404
    sly = {**foreign, "room": str(world["room 7"])}
    assert ngaire.sends("/console/letters/print", sly).status_code == 422, "his child, her room"
    assert ngaire.sends("/console/letters/1/withdraw", token).status_code == 404
    assert ngaire.sends(f"/console/letters/rooms/{world['room 5']}/withdraw", token).status_code == 404
    assert count(world) == 1 and "Finn" not in said(ngaire.get(f"/console/letters?room={world['room 5']}"))


def test_letters_are_withdrawn_one_by_one_and_for_a_room(world: Harakeke, console: Console) -> None:
    there = console("Ana")
    prints(there, world)
    token = there.token()
    assert there.sends("/console/letters/1/withdraw", token).status_code == 303
    path = f"/console/letters?room={world['room 7']}"
    assert "2 waiting, 1 withdrawn" in said(there.get(path))
    there.sends(f"/console/letters/rooms/{world['room 7']}/withdraw", token)
    assert "0 waiting, 3 withdrawn" in said(there.get(path))


def test_printing_again_can_take_the_place_of_what_was_printed(world: Harakeke, console: Console) -> None:
    there = console("Ngaire")
    prints(there, world)
    prints(there, world, instead="yes", layout="two")
    page = said(there.get(f"/console/letters?room={world['room 7']}"))
    assert "6 printed: 0 used, 3 waiting, 3 withdrawn" in page


def comes(world: Harakeke, child: str) -> int:
    """Somebody with a Telegram of their own brings the letter of a child's first home; the arrival's id."""

    def deed(desk: Any) -> int:
        homes = printing.homes(desk, [world[child]])
        (sheet, *_more) = printing.write(desk, homes[:1], by=None)
        contact = people.meet(desk.db, desk.school.id, world["telegram"], "telegram", "7000000077",
                              State.UNVERIFIED, "Pacific/Auckland", desk.now)  # fmt: skip
        code_id = arriving.arrive(desk, contact, sheet.code.replace("-", ""))
        assert code_id is not None
        somebody = people.new_person(desk.db, desk.school.id, "W. Parata", "w parata", "en", desk.now)
        people.link(desk.db, desk.school.id, contact.id, somebody)
        arriving.knock(desk, code_id, somebody)
        return int(desk.db.scalar(select(func.max(letters.arrival.c.id))))

    return int(world.act(deed))


def test_the_office_lets_in_where_no_guardian_can_be_asked(world: Harakeke, console: Console) -> None:
    world.act(lambda desk: people.change_contact(desk.db, world["Sina's phone"], state=State.GONE))
    arrival = comes(world, "Ioane")
    office, teacher = console("Ana"), console("Ngaire")
    page = said(office.get("/console/letters"))
    assert "W. Parata says so on Telegram, with a letter for the family of Ioane" in page
    assert "W. Parata" not in said(teacher.get("/console/letters"))
    today = office.get("/console/")
    assert "W. Parata for Ioane" in said(today) and 'href="/console/letters#door"' in today.text
    assert "W. Parata" not in said(teacher.get("/console/"))
    refused = teacher.sends(
        f"/console/letters/arrivals/{arrival}", {**teacher.token(), "choice": "everything"}
    )
    assert refused.status_code == 404
    nothing = office.follows(
        office.sends(f"/console/letters/arrivals/{arrival}", {**office.token(), "choice": ""})
    )
    assert "Nothing was changed" in nothing.text
    done = office.sends(
        f"/console/letters/arrivals/{arrival}", {**office.token(), "choice": f"known {world['Sina']}"}
    )
    assert "That is decided" in office.follows(done).text
    phones = world.act(lambda desk: people.contacts_of(desk.db, [world["Sina"]])[world["Sina"]])
    assert [it.address for it in phones if it.state == State.ACTIVE] == ["7000000077"]


@pytest.mark.parametrize("choice", ["guardian", "everything"])
def test_whom_the_school_keeps_out_is_made_a_guardian_by_nobody(
    world: Harakeke, console: Console, choice: str
) -> None:
    """Holds restricted() in letters.make_guardian; the office's page says so, and they hear what all hear."""
    world.act(lambda desk: people.change_contact(desk.db, world["Sina's phone"], state=State.GONE))
    arrival, office = comes(world, "Ioane"), console("Ana")
    assert "keeps this person out" not in said(office.get("/console/letters"))
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], world["Ioane"], address="7000000077"))
    assert "The school keeps this person out of Ioane’s homes" in said(office.get("/console/letters"))
    office.sends(f"/console/letters/arrivals/{arrival}", {**office.token(), "choice": choice})
    home = membership.c.household_id == world["Ioane's home"]
    assert world.act(lambda desk: list(desk.db.scalars(select(membership.c.person_id).where(home)))) == [
        world["Sina"]
    ]


def test_the_office_waits_while_a_guardian_has_been_asked(world: Harakeke, console: Console) -> None:
    comes(world, "Māia")
    office = console("Ana")
    page = office.get("/console/letters").text
    assert (
        "We have asked Hana Parata" in said(office.get("/console/letters"))
        and "/console/letters/arrivals/1" not in page
    )
    world.now = NOW + deciding.FAMILY_FIRST
    assert "/console/letters/arrivals/1" in console("Ana").get("/console/letters").text


def test_a_pdf_without_its_part_is_one_clear_line_and_makes_no_code(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = prints(console("Ngaire"), world, format="pdf", language="sm")
    assert answer.status_code == 422 and "pip install" in said(answer) and count(world) == 0
    assert '<option value="sm" selected>' in answer.text, "what was chosen stays"


def test_letters_as_a_pdf(world: Harakeke, console: Console) -> None:
    pytest.importorskip("weasyprint")
    answer = prints(console("Ngaire"), world, format="pdf", layout="two")
    assert answer.headers["content-type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_a_letter_from_right_to_left(world: Harakeke, tag: str) -> None:
    def deed(desk: Any) -> str:
        desk = replace(desk, school=replace(desk.school, languages=("en", tag)))
        sheets = printing.write(desk, printing.homes(desk, [world["Ioane"]]), by=None, language=tag)
        return on_paper.document(SPEECH, desk.school, "", sheets)

    html = world.act(deed)
    assert f'<article class="sheet" lang="{tag}" dir="rtl">' in html
    assert "How to join" not in html and "\u2068Harakeke School\u2069" in html


def test_a_schools_name_is_never_markup_nor_template(world: Harakeke) -> None:
    def deed(desk: Any) -> str:
        desk = replace(desk, school=replace(desk.school, name="Te Kura <script>{x}"))
        sheets = printing.write(desk, printing.homes(desk, [world["Ioane"]]), by=None, language="en")
        return on_paper.document(SPEECH, desk.school, "", sheets)

    html = world.act(deed)
    assert "<script" not in html and "Te Kura &lt;script&gt;{x}" in html


def joins(world: Harakeke, tmp_path: Any, path: str) -> Any:
    app = Starlette(routes=[join.route(doors_of(world, tmp_path))])
    return TestClient(app, base_url="http://127.0.0.1:8000").get(path)


def test_a_look_at_the_letters_page_uses_nothing_up(world: Harakeke, tmp_path: Any) -> None:
    """Previews look too: only the reader's own app, and their own thumb there, bring the code to us."""
    homes = world.act(lambda desk: printing.homes(desk, [world["Ioane"]]))
    (sheet,) = world.act(lambda desk: printing.write(desk, homes, by=None))
    plain = sheet.code.replace("-", "")
    for _look in range(3):
        page = joins(world, tmp_path, f"/join/{plain}")
        assert page.status_code == 200 and '<html lang="sm"' in page.text
        assert f'href="sms:+642000000040?body={plain}"' in page.text and "t.me/harakeke_bot" in page.text
        assert "Ioane" not in page.text and "Sina" not in page.text
    assert world.act(lambda desk: letters.by_plain(desk.db, plain))["used_at"] is None
    assert '<html lang="en"' in joins(world, tmp_path, f"/join/{plain}?language=en").text


def test_a_code_that_works_no_more_is_answered_as_one_that_never_did(world: Harakeke, tmp_path: Any) -> None:
    homes = world.act(lambda desk: printing.homes(desk, [world["Ioane"]]))
    (sheet,) = world.act(lambda desk: printing.write(desk, homes, by=None))
    plain = sheet.code.replace("-", "")
    world.act(lambda desk: printing.withdraw(desk, [1], None))
    gone, never = joins(world, tmp_path, f"/join/{plain}"), joins(world, tmp_path, "/join/A2B3C4D5E6")
    assert gone.status_code == never.status_code == 404 and gone.text == never.text
    assert "ask the school for a new letter" in gone.text and "sms:" not in gone.text


def test_a_child_of_whom_the_roll_names_nobody_gets_a_letter_too(world: Harakeke) -> None:
    def deed(desk: Any) -> list[Any]:
        from bot.store.tables import child, enrolment
        from tests.console.seed import put

        alone = put(desk.db, child, school_id=desk.school.id, name="Tui", folded="tui", created_at=desk.now)
        put(
            desk.db,
            enrolment,
            school_id=desk.school.id,
            child_id=alone,
            room_id=world["room 7"],
            since=desk.now,
        )
        printing.begin_homes(desk, [alone])
        printing.begin_homes(desk, [alone])
        return printing.homes(desk, [alone])

    (home,) = world.act(deed)
    assert (home.child, home.adults, home.language) == ("Tui", (), "en")
