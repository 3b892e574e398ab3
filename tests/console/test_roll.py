"""The office brings a roll in the browser: looked at, mended, brought in once, undone; without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.acts.roll import lying
from bot.jobs import rolls
from bot.store import engine
from bot.store.tables import audit, child, delivery, enrolment, roll_heading, roll_sheet, room
from bot.web.console import roll as pages
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]

HEADINGS = "room,child,adult,relation,phone,language,household"
LAGI = "Room 7,Lagi,Sefina,mother,021 000 0301,sm,A"


def brings(office: Browser, text: str | bytes, name: str = "roll.csv", **fields: str) -> httpx.Response:
    content = text if isinstance(text, bytes) else f"{HEADINGS}\n{text}\n".encode()
    return office.client.post(
        "/console/roll", data={**office.token(), **fields}, files={"file": (name, content)},
        headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip


def at(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def asks(world: Harakeke, query: Any) -> Any:
    return engine.act(world.engine, lambda db: db.execute(query).all())


def rooms(world: Harakeke) -> set[tuple[str, str]]:
    query = select(child.c.name, room.c.name).join(enrolment, enrolment.c.child_id == child.c.id)
    query = query.join(room, room.c.id == enrolment.c.room_id).where(enrolment.c.until.is_(None))
    return {tuple(row) for row in asks(world, query)}


def test_a_roll_is_looked_at_brought_in_and_undone(world: Harakeke, console: Console) -> None:
    before, ana = rooms(world), console("Ana")
    path = at(brings(ana, LAGI))
    page = ana.get(path)
    assert "1 row. 1 child and 1 adult are new." in said(page)
    assert "Lagi child · Room 7" in said(page)
    assert rooms(world) == before, "looking changes nothing"
    ana.fills(path, f"{path}/apply")
    assert ("Lagi", "Room 7") in rooms(world)
    assert "This roll has been brought in" in said(ana.get(path))
    ana.fills(path, f"{path}/undo")
    assert "has been undone" in said(ana.get(path))
    assert rooms(world) == before


def test_a_form_that_is_sent_twice_brings_in_once(world: Harakeke, console: Console) -> None:
    """Holds: only one of two finds the file in the state `looked`."""
    ana = console("Ana")
    path = at(brings(ana, LAGI))
    fields = forms(ana.get(path).text)[f"{path}/apply"]
    for _ in range(2):
        ana.sends(f"{path}/apply", fields)
    notes = asks(world, select(func.count()).select_from(audit).where(audit.c.act == "roll applied"))
    assert notes[0][0] == 1


def test_only_what_was_looked_at_is_brought_in(world: Harakeke, console: Console) -> None:
    """Holds: the mark of the difference; another import came between, so the new difference is shown first."""
    ana = console("Ana")
    first, second = at(brings(ana, LAGI)), at(brings(ana, LAGI.replace("0301", "0302")))
    ana.fills(first, f"{first}/apply")
    ana.fills(second, f"{second}/apply")
    page = said(ana.get(second))
    assert "The school has changed since you looked. Nothing was brought in" in page
    assert "gets the phone +64210000302; leaves the phone +64210000301" in page
    ana.fills(second, f"{second}/apply")
    assert "has been brought in" in said(ana.get(second))


def test_a_page_that_was_open_for_long_brings_in_nothing_unseen(console: Console) -> None:
    """Holds: the mark in the form is that of the page it stands on."""
    ana = console("Ana")
    path = at(brings(ana, LAGI))
    ana.fills(path, f"{path}/apply", mark="0" * 64)
    assert "Bring it in" in said(ana.get(path))


def test_rows_to_mend_are_told_and_can_be_downloaded(world: Harakeke, console: Console) -> None:
    """Holds: nothing can be brought in with a bad row; the download is safe to open in a spreadsheet; a landline is
    told, and is nothing to mend."""
    ana = console("Ana")
    rows = f"{LAGI}\nRoom 7,=HYPERLINK(1),Sefina,mother,021l000301,,B\nRoom 7,Malu,Ana,mother,09 373 7599,,B"
    path = at(brings(ana, rows))
    page = ana.get(path)
    assert "Line 3, phone: has a letter in it" in said(page)
    assert "line 4, phone: 09 373 7599 is a landline" in said(page)
    assert "Bring it in" not in said(page)
    told = ana.get(f"{path}/to-mend")
    assert told.headers["content-type"] == "text/csv; charset=utf-8"
    lines = told.text.lstrip("\ufeff").splitlines()
    assert lines[0] == "sheet,line,reason," + HEADINGS
    assert lines[1].startswith(",3,phone has a letter") and "'=HYPERLINK(1)" in lines[1]
    assert len(lines) == 2
    headed = at(brings(ana, f"{HEADINGS},=1+1\nRoom 7,Malu,Ana,mother,021l000301,,B,\n".encode()))
    assert ",'=1+1" in ana.get(f"{headed}/to-mend").text
    ana.sends(f"{path}/apply", {**ana.token(), "mark": asks(world, select(roll_sheet.c.mark))[0][0]})
    assert "Lagi" not in {name for name, _ in rooms(world)}


def test_strange_headings_are_asked_about_once(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    text = "Where,Who,Bus\nRoom 7,Lagi,blue\n"
    path = at(brings(ana, text.encode()))
    assert "Which column is what?" in said(ana.get(path))
    twice = ana.sends(f"{path}/headings", {**ana.token(), "column-0": "room", "column-1": "room"})
    assert twice.status_code == 422 and "each may be chosen once only" in said(twice)
    ana.sends(f"{path}/headings", {**ana.token(), "column-0": "room", "column-1": "child", "column-2": ""})
    assert "Lagi child · Room 7" in said(ana.get(path))
    assert "Columns that were not looked at: Bus" in said(ana.get(path))
    again = at(brings(ana, text.encode()))
    assert "Lagi child · Room 7" in said(ana.get(again))
    assert len(asks(world, select(roll_heading.c.id))) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "is a PDF"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"\0\0\0\x18ftypheic", "is a picture"),
        (b"hello\n", "Which column is what?"),
    ],
)
def test_what_is_no_roll_is_refused_in_words(console: Console, content: bytes, words: str) -> None:
    ana = console("Ana")
    assert words in said(ana.get(at(brings(ana, content))))


def test_a_file_that_is_too_large_and_none_at_all_are_told(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds: the limit counts what really comes, not what its header says."""
    ana = console("Ana")
    answer = brings(ana, b"x" * (pages.LARGEST + 1))
    assert (answer.status_code, "up to 10 MB" in said(answer)) == (413, True)
    assert brings(ana, b"").status_code == 422
    assert asks(world, select(roll_sheet.c.id)) == []


def test_a_form_without_our_token_brings_nothing(world: Harakeke, console: Console) -> None:
    """Holds: the token is looked for in a form with a file too."""
    ana = console("Ana")
    answer = ana.client.post(
        "/console/roll", files={"file": ("roll.csv", b"room")}, headers={"Origin": "null"}
    )
    assert answer.status_code == 403
    assert asks(world, select(roll_sheet.c.id)) == []


def test_while_it_is_at_work_the_page_waits_and_looks_again_without_javascript(
    world: Harakeke, console: Console
) -> None:
    ana = console("Ana")
    path = at(brings(ana, LAGI))
    sheet = int(path.rsplit("/", 1)[1])
    world.act(lambda desk: lying.sheets.move(desk.db, sheet, ("looked",), "looking", desk.now))
    page = ana.get(path)
    assert '<noscript><meta http-equiv="refresh"' in page.text and 'hx-trigger="every 1s"' in page.text
    assert "Look at it now" not in page.text
    world.now += timedelta(minutes=3)  # whoever was at work on it has died
    ana.fills(path, f"{path}/look")
    ana.sends(f"{path}/look", ana.token())
    assert "1 child and 1 adult are new" in said(ana.get(path))


def test_an_import_that_breaks_is_told_and_writes_nothing(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds: the wall around the work that goes on after the page; one transaction, so nothing is half there."""
    ana = console("Ana")
    path = at(brings(ana, LAGI))

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("Lagi")

    monkeypatch.setattr("bot.acts.roll.applying.ways_back.keep", breaks)
    ana.fills(path, f"{path}/apply")
    assert "something went wrong on our side; nothing was changed" in said(ana.get(path))
    assert "Lagi" not in {name for name, _ in rooms(world)}
    assert asks(world, select(func.count()).select_from(delivery)) == [(0,)]


def test_after_a_day_the_file_and_all_that_was_read_in_it_are_gone(world: Harakeke, console: Console) -> None:
    """Holds: the job deletes the rows; before that, the page itself does not show them."""
    ana = console("Ana")
    path = at(brings(ana, LAGI))
    world.now += timedelta(hours=25)
    ana = console("Ana")
    assert ana.get(path).status_code == 404
    assert world.act(rolls.forget) == 1
    assert asks(world, select(roll_sheet.c.id)) == []


def test_long_lists_come_in_pages(console: Console) -> None:
    ana = console("Ana")
    path = at(brings(ana, "\n".join(f"Room 7,Child {number:03},,,,," for number in range(120))))
    assert said(ana.get(path)).count("child · Room 7") == 20
    assert said(ana.get(f"{path}?part=new&page=3")).count("child · Room 7") == 20
    assert "Child 119" in said(ana.get(f"{path}?part=new&page=3"))


def test_the_roll_is_the_offices_alone(console: Console) -> None:
    path = at(brings(console("Ana"), LAGI))
    for who in ("Ngaire", "Tom"):
        there = console(who)
        assert there.get("/console/roll").status_code == there.get(path).status_code == 404
        assert brings(there, LAGI).status_code == 404
        assert there.sends(f"{path}/apply", there.token()).status_code == 404
