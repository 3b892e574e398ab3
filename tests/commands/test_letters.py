"""`letters`: a room's letters as one file, from the command line."""

from pathlib import Path

import pytest

from tests.commands.conftest import Types


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AHO_TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("AHO_TWILIO_AUTH_TOKEN", "for tests")
    monkeypatch.setenv("AHO_TWILIO_FROM", "+642000000040")


def test_a_rooms_letters_are_a_file_that_stands_alone(types: Types, tmp_path: Path, reachable: None) -> None:
    out = tmp_path / "room5.html"
    code, told, wrong = types("letters", "--room", "room 5", "--out", str(out))
    assert (code, wrong) == (0, "") and "letter" in told
    html = out.read_text(encoding="utf-8")
    assert "<style>" in html and 'href="/static' not in html and "+642000000040" in html
    assert types("letters", "--room", "room 5", "--out", str(out))[0] == 2, "nothing is written over"


def test_what_cannot_be_made_is_said_in_one_line(types: Types, tmp_path: Path, reachable: None) -> None:
    out = str(tmp_path / "a.html")
    for words, says in (
        (("--room", "Room 99", "--out", out), "no room called Room 99"),
        (("--room", "Room 5", "--out", str(tmp_path / "a.docx")), "ends in .html or .pdf"),
        (("--room", "Room 5", "--out", out, "--language", "Klingon"), "the school has switched on"),
    ):
        code, _told, wrong = types("letters", *words)
        assert code == 2 and says in wrong
    assert not Path(out).exists()
