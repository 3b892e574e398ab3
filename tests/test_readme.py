"""Every command in the README is run, or is named here with the test that runs it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from bot.config import Config
from bot.languages.registry import LANGUAGES, find

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: Commands that run until somebody stops them, and where that is tried.
ELSEWHERE = {
    "python3 -m bot": "tests/browser/test_storyboard.py",
    "python3 -m bot serve": "tests/processes/test_serve.py",
    "python3 -m bot cluster --workers 4 --kill-every 3": "tests/workers/test_commands.py",
    "python3 -m bot test": ".ci/run",
}
#: The doctor has something to say where no carrier is set up.
CODES = {"python3 -m bot doctor": {0, 1}}


def commands() -> list[str]:
    """In the order in which a reader meets them."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.M | re.S)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_a_reader_can_type_every_command_in_this_order(tmp_path: Path) -> None:
    """One database from the first command to the last, as a school would have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AHO_")}
    environment = kept | {"AHO_DATABASE_URL": f"sqlite:///{tmp_path / 'school.db'}", "PYTHONUTF8": "1"}
    ran = 0
    for command in commands():
        if command in ELSEWHERE:
            assert (ROOT / ELSEWHERE[command]).exists()
            continue
        words = shlex.split(command)
        assert words[:3] == ["python3", "-m", "bot"], command
        done = subprocess.run(
            [sys.executable, *words[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode in CODES.get(command, {0}), f"{command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        ran += 1
    assert ran >= 10


def test_every_command_in_its_sentences_exists() -> None:
    """Commands between backticks are spelled as the program knows them."""
    for name in re.findall(r"`python3 -m bot (\w+)", README):
        assert name in {
            "school", "roll", "ask", "thread", "languages", "serve", "work", "cluster", "doctor", "test", "backup",
            "restore", "bench", "phrases", "series", "letters", "demo",
        }, name  # fmt: skip


def test_the_readme_names_every_setting_and_no_other() -> None:
    told = set(re.findall(r"AHO_[A-Z_]+", README))
    real = {f"AHO_{name.upper()}" for name in Config.model_fields}
    assert real <= told, real - told
    assert told <= real | {f"{name}_FILE" for name in real}, told - real


def test_the_words_that_families_can_use_are_those_of_the_registry() -> None:
    """Of the languages that the table shows: there are too many for a page to show all."""
    heading, *lines = table("Word")
    tags = [known.tag for name in heading[2:] if (known := find(name))]
    assert len(tags) == len(heading) - 2, heading
    assert {line[0] for line in lines} == {f"`{word}`" for word in LANGUAGES["en"].keywords}
    for word, _does, *cells in lines:
        known = [", ".join(LANGUAGES[tag].keywords.get(word.strip("`"), ())[:2]) for tag in tags]
        assert cells == known, word


def table(first: str) -> list[list[str]]:
    """The table whose first column has this heading: the heading, then the rows."""
    found = re.search(rf"^(\| {first} \|.*\n)\|[-|]+\n((?:\|.*\n)+)", README, re.M)
    assert found
    lines = "".join(found.groups()).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).stat().st_size < 300_000
