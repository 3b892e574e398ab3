"""The school changed on its page, written as a file again, and a file applied over it."""

from pathlib import Path
from typing import Any

import pytest

from bot.acts import school_changes, schools
from bot.acts.school_file import school_in
from bot.acts.school_keys import BadSchool
from bot.acts.school_written import table_of, toml_of
from tests.commands.conftest import types as types  # the command line's hand
from tests.console.seed import harakeke

FULL = """
name = 'Te Kura "o" Kauri \\ x'
key = "kauri"
address = "1 Kauri Road, Tāmaki Makaurau"
privacy_contact = "Mere"
office_number = "09 555 0100"
languages = ["en", "mi", "sm"]
reply_cost = "free"
[time]
region = "AUK"
anniversary = 2027-02-01
[[term]]
name = "Term 1"
first = 2027-02-02
last = 2027-04-09
[[closure]]
first = 2027-03-19
[hours]
office = ["08:15", "16:00"]
[sms]
tariff = "0.115"
monthly_segments = 700
double_vowels = ["mi"]
[sms.digest]
day = "Friday"
at = "15:30"
[sms.rooms]
"Room 5" = 400
[translation]
engine = "azure"
wait_seconds = 30
glossary = ["Awahou"]
te_reo = { decided_by = "the board, after a hui", on = 2027-02-02 }
languages = { sm = "none" }
[[translation.people]]
name = "Sina"
languages = ["sm", "to"]
[activities]
days = ["Saturday"]
rooms = ["Room 2"]
"""


@pytest.mark.parametrize("which", ["full", "example", "demo"])
def test_what_is_written_reads_as_the_same_school(root: Path, which: str) -> None:
    text = {
        "full": lambda: FULL,
        "example": lambda: (root / "bot/examples/school.toml").read_text(encoding="utf-8"),
        "demo": lambda: (root / "bot/examples/demo/school.toml").read_text(encoding="utf-8"),
    }[which]()
    it = school_in(text)
    assert school_in(toml_of(table_of(it))) == it


def test_a_change_is_kept_by_the_files_own_rules_and_written_down(database_url: str) -> None:
    world = harakeke(database_url)

    def deed(desk: Any) -> Any:
        found = school_changes.change(
            desk, world["Ana"], {"address": "2 New Road", "hours.office": ["08:30", "16:00"]}
        )
        assert school_changes.change(world.desk(desk.db), world["Ana"], {"address": "2 New Road"}) == []
        return found, school_changes.since_the_file(world.desk(desk.db))

    found, since = world.act(deed)
    assert [(it.key, it.now) for it in found] == [("address", "2 New Road"), ("hours.office", "08:30, 16:00")]
    assert set(since) == {"address", "hours.office"} and since["address"].person_id == world["Ana"]
    with pytest.raises(BadSchool, match=r"^hours\.office: closes before it opens"):
        world.act(lambda desk: school_changes.change(desk, None, {"hours.office": ["17:00", "08:00"]}))
    assert world.act(lambda desk: desk.school.address) == "2 New Road"
    again = world.act(lambda desk: toml_of(table_of(desk.school)))
    world.act(lambda desk: schools.apply(desk.db, schools.read(again), desk.now))
    assert world.act(school_changes.since_the_file) == {}, (
        "a file that was applied is the school's word again"
    )
    world.engine.dispose()


def test_applying_shows_what_would_be_different_and_asks(types: Any, tmp_path: Path, root: Path) -> None:
    """Holds `_agreed`: a change made on the page is not undone by an old file unseen."""
    file = root / "bot" / "examples" / "demo" / "school.toml"
    assert types("school", "apply", str(file))[0] == 0, "the same file again loses nothing"
    other = tmp_path / "other.toml"
    other.write_text(file.read_text(encoding="utf-8").replace("Road", "Street"), encoding="utf-8")
    code, told, _wrong = types("school", "apply", str(other))
    assert code == 1 and "address: " in told and "Nothing has been changed" in told
    assert types("school", "apply", str(other), "--yes")[0] == 0
    out = tmp_path / "now.toml"
    assert types("school", "export", str(out))[0] == 0
    assert schools.read(out) == schools.read(other)
    assert types("school", "export", str(out))[0] == 2, "nothing is written over"
