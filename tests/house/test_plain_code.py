"""Small files, names from the school, and no module that reads the clock or throws the dice by itself."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Source, our_sources

LONGEST = 220  # lines; 150 is already a smell
EMPTY_WORDS = {"manager", "service", "util", "utils", "helper", "helpers", "base", "common", "data", "info"}

# Who hands out time and chance: start-up, and those who stand outside of Aho.
MAY_LOOK = (
    "bot/main.py",
    "bot/__main__.py",
    "bot/install.py",
    "bot/fetch.py",
    "bot/simulated/",
    "bot/commands/",
)
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "uuid.uuid1",
    "uuid.uuid4",
}


def too_long(source: Source) -> bool:
    return "/migrations/" not in source.path and len(source.text.splitlines()) > LONGEST


def emptily_named(source: Source) -> bool:
    return any(word in EMPTY_WORDS for part in source.module.split(".") for word in part.lower().split("_"))


def glances(source: Source) -> Iterator[str]:
    """Every mention of the clock or of chance, called or handed on. A generator that is handed in is fine."""
    if source.path.startswith(MAY_LOOK):
        return
    tree = ast.parse(source.text)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            first, dot, rest = ast.unparse(node).partition(".")
            whole = names.get(first, "") + dot + rest
            if whole in CLOCKS or (whole.startswith("random.") and whole != "random.Random"):
                yield f"{source.path}:{node.lineno}: {whole}"


def imported_names(tree: ast.AST) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                first = name.name.split(".")[0]
                names[name.asname or first] = name.name if name.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    return names


def test_no_file_needs_scrolling_forever() -> None:
    assert [source.path for source in our_sources() if too_long(source)] == []


def test_names_say_something() -> None:
    assert [source.path for source in our_sources() if emptily_named(source)] == []


def test_time_and_chance_come_in_as_arguments() -> None:
    assert [glance for source in our_sources() for glance in glances(source)] == []


def test_a_long_file_is_caught() -> None:
    assert too_long(Source("bot/talk.py", "pass\n" * (LONGEST + 1)))
    assert not too_long(Source("bot/talk.py", "pass\n" * LONGEST))
    assert not too_long(Source("bot/store/migrations/versions/one.py", "pass\n" * 999))


@pytest.mark.parametrize(
    "path", ["bot/utils.py", "bot/store/base.py", "bot/roll_helper.py", "bot/common/roll.py"]
)
def test_an_empty_name_is_caught(path: str) -> None:
    assert emptily_named(Source(path, ""))


@pytest.mark.parametrize("path", ["bot/database.py", "bot/store/inbox.py", "handlers/__init__.py"])
def test_a_telling_name_is_welcome(path: str) -> None:
    assert not emptily_named(Source(path, ""))


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime, UTC\ndatetime.now(UTC)",
        "import datetime as when\nwhen.datetime.now(when.UTC)",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time as clock\nclock()",
        "import random\nrandom.choice([1])",
        "from random import shuffle\nshuffle([1])",
        "from uuid import uuid4\nkeys = {'default': uuid4}",
    ],
)
def test_a_glance_at_the_clock_is_caught(text: str) -> None:
    assert list(glances(Source("bot/pace/hours.py", text)))
    assert not list(glances(Source("bot/simulated/twilio.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        "from random import Random\ndef pick(chance: Random) -> int:\n    return chance.randint(1, 2)",
        "from datetime import datetime\ndef due(now: datetime) -> datetime:\n    return now",
        "import time\ntime.monotonic()",
        "def when(talk):\n    return talk.now()",
    ],
)
def test_what_is_handed_in_is_welcome(text: str) -> None:
    assert not list(glances(Source("bot/pace/hours.py", text)))
