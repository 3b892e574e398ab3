"""`ask` and `thread` as somebody types them: what goes out, what is only shown, and what is refused in one line."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import func, select

from bot.acts import schools
from bot.pace.families import next_open
from bot.pace.schedule import local
from bot.store.engine import connect, look
from bot.store.tables import delivery, prompt
from tests.commands.conftest import Types

ASK = ("ask", "--room", "room 5", "--text", "What did you read?")


def counted(url: str, table: object) -> int:
    engine = connect(url)
    found = look(engine, lambda db: db.scalar(select(func.count()).select_from(table)))
    engine.dispose()
    return found


def test_a_dry_run_shows_each_kind_of_phone_by_the_schools_clock_and_leaves_nothing(
    types: Types, database_url: str, root: Path
) -> None:
    before = counted(database_url, delivery)
    code, said, complained = types(*ASK, "--wording", "mi=He aha te pukapuka?", "--dry-run")
    assert (code, complained) == (0, "")
    assert "phones by SMS in te reo Māori, " in said
    assert "“Ms Tane, Harakeke School, mō Tama: He aha te pukapuka?”" in said
    assert "in Samoan (your words as they are: no wording in this language)" in said
    assert said.endswith("Nothing has been sent.\n")
    assert "+00:00" not in said
    calendar = schools.read(root / "bot/examples/demo/school.toml").calendar
    opens = next_open(datetime.now(UTC), calendar)
    assert opens is not None
    if opens > datetime.now(UTC) + timedelta(minutes=5):
        assert f"{local(opens, calendar.zone):%H:%M}\n" in said
    assert (counted(database_url, prompt), counted(database_url, delivery)) == (0, before)


def test_a_dry_run_shows_what_each_language_costs_and_what_makes_it_costly(
    types: Types, root: Path, tmp_path: Path
) -> None:
    """Holds the price of each kind and in all; and that a wording is offered, and never taken, by a dry run."""
    words = "It’s the week of the book fair: please bring a story that you like to read together at home, and tell us why"
    code, said, complained = types("ask", "--room", "room 5", "--text", words, "--dry-run")
    assert (code, complained) == (0, "")
    assert "’ makes this text cost 3 parts, not 1: 70 letters a part, not 160." in said
    assert f"With plain marks it would cost 1 part: “{words.replace('’', chr(39))}”" in said
    total = re.search(r"people, (\d+) SMS segments, \$(\d+\.\d\d)\.", said)
    assert total is not None
    assert Decimal(total[2]) == int(total[1]) * Decimal("0.11")
    priced = re.findall(r"(\d+) segments?, \$(\d+\.\d\d), from", said)
    assert priced
    assert all(Decimal(price) == int(segments) * Decimal("0.11") for segments, price in priced)
    demo = (root / "bot/examples/demo/school.toml").read_text(encoding="utf-8")
    bare = demo.replace('tariff = "0.11"\n', "").replace("= 5000", "= 2")
    (tmp_path / "school.toml").write_text(bare, encoding="utf-8")
    assert types("school", "apply", str(tmp_path / "school.toml"), "--yes")[0] == 0
    _code, said, _ = types("ask", "--room", "room 5", "--text", words, "--dry-run")
    assert "$" not in said, "without a tariff there are segments only"
    assert (
        "2 SMS segments left this month: what finds no room goes in one text with the week's other questions"
        in said
    )


REFUSED = (
    (("--text", "  "), "--text is empty: write what you would like to ask."),
    (("--text", "x" * 1201), "--text is too long for a text: 1200 characters are the most."),
    (("--wording", "mi= "), "--wording mi is empty: write what you would like to ask."),
    (("--wording", "mi=" + "x" * 1201), "--wording mi is too long for a text: 1200 characters are the most."),
    (("--wording", "mi"), '--wording needs a language and words, such as mi="Kia ora": mi is not one.'),
    (("--wording", "Klingon=nuq"), '--wording needs a language and words, such as mi="Kia ora": Klingon is not one.'),
    (("--wording", "hi=नमस्ते"), "--wording hi: the school's other languages are mi, sm."),
    (("--wording", "en=Hello"), "--wording en: the school's other languages are mi, sm."),
    (("--room", "Room 77"), "There is no room called Room 77."),
    (("--by", "Mr Nobody"), "Mr Nobody does not teach in room 5."),
    (("--at", "tomorrow"), "tomorrow is no date and time: write it like 2027-02-03T08:30."),
    (("--at", "2020-01-01"), "Wed 1 Jan 2020, 00:00 has passed already."),
)  # fmt: skip


def test_what_cannot_be_asked_is_one_line_and_leaves_nothing(types: Types, database_url: str) -> None:
    for words, line in REFUSED:
        assert types(*ASK, *words) == (2, "", f"{line}\n"), words
    assert counted(database_url, prompt) == 0


def test_a_child_is_found_by_name_and_an_unknown_one_is_said(types: Types) -> None:
    assert types("thread", "--child", "tama") == (0, "Tama, with Mere\n  Nothing has been said yet.\n", "")
    code, said, _ = types("thread", "--child", "Arjun", "--json")
    assert code == 0
    assert [home["members"] for home in json.loads(said)] == [["Priya"], ["Rohan"]]
    assert types("thread", "--child", "Bob") == (2, "", "There is no child called Bob.\n")


def test_a_mistake_in_a_command_says_where_its_help_is(types: Types) -> None:
    assert types("ask") == (2, "", "Missing option '--room'. Try: python3 -m bot ask --help\n")
    assert types("frobnicate") == (2, "", "No such command 'frobnicate'. Try: python3 -m bot --help\n")
    assert types("roll", "import") == (
        2,
        "",
        "Missing argument 'file'. Try: python3 -m bot roll import --help\n",
    )
    code, said, _ = types("--help")
    assert (code, said.split("\n")[0]) == (0, "Usage: python3 -m bot [OPTIONS] COMMAND [ARGS]...")


def test_nobody_of_that_name_gets_no_link(types: Types) -> None:
    code, _, complained = types("school", "link", "Nobody")
    assert (code, complained.split(".")[0]) == (2, "Nobody signs in as Nobody")
    code, said, _ = types("school", "link", "ms tane")
    assert (code, "/console/enter/" in said) == (0, True)
