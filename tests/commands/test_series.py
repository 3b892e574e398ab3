"""`series` as somebody types it: listed, checked, started in a room and steered there."""

from pathlib import Path

from bot.library.shelf import shelf, written
from tests.commands.conftest import Types

ROOM = ("--room", "room 5")


def test_listed_started_and_steered_in_a_room(types: Types) -> None:
    code, said, _ = types("series", "list")
    assert code == 0
    assert "Reading at home (reading, ages 5 to 7, 30 texts)" in said
    assert "On their way:" not in said
    code, said, complained = types(
        "series", "start", "reading at home", *ROOM, "--days", "Mon,Wed", "--at", "16:00"
    )
    assert (code, complained) == (0, "")
    assert "Room 5: Reading at home, week 1 of 15, next " in said and "16:00" in said
    assert "left as it was" in types("series", "start", "Reading at home", *ROOM)[1]
    assert "week 1 of 15, paused" in types("series", "pause", "Reading at home", *ROOM)[1]
    assert types("series", "pause", "Reading at home", *ROOM)[0] == 2
    assert ", next " in types("series", "go-on", "Reading at home", *ROOM)[1]
    assert types("series", "skip", "Reading at home", *ROOM)[0] == 0
    assert "ended after 1 of 30 texts" in types("series", "end", "Reading at home", *ROOM)[1]
    assert "On their way:" not in types("series", "list")[1]


def test_what_cannot_be_done_is_one_line(types: Types) -> None:
    for words, told in (
        (("start", "Nothing", *ROOM), "There is no series called Nothing."),
        (("start", "Reading at home", "--room", "Room 99"), "There is no room called Room 99."),
        (("start", "Reading at home", *ROOM, "--days", "Someday"), "write days such as Mon,Wed,Fri"),
        (("start", "Reading at home", *ROOM, "--at", "noon"), "write a time such as 15:30"),
        (("start", "Reading at home", *ROOM, "--weeks", "9-2"), "write weeks of a term such as 2-11"),
        (("start", "Reading at home", *ROOM, "--begins", "soon"), "write a day such as 2027-02-15"),
        (("pause", "Reading at home", *ROOM), "does not go on in room 5"),
    ):
        code, _, complained = types("series", *words)
        assert (code, told in complained, complained.count("\n")) == (2, True, 1), (words, complained)


def test_a_file_is_checked_and_what_is_wrong_is_one_line(types: Types, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(written(shelf()[0]), encoding="utf-8")
    code, said, _ = types("series", "check", str(file))
    assert code == 0
    assert (
        "Maths in everyday life (maths, ages 5 to 9, 30 texts), in English, te reo Māori, Samoan, Tongan."
        in said
    )
    file.write_text(written(shelf()[0]).replace('kind = "tip"', 'kind = "hint"', 1), encoding="utf-8")
    code, _, complained = types("series", "check", str(file))
    assert (code, complained) == (2, "ours.toml: part 2, kind: is 'hint'; write one of: fact, tip, growth\n")
    assert types("series", "check", str(tmp_path / "none.toml"))[0] == 2
