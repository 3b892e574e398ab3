"""A school of its own for a whole file of tests: made by the command line, as an office would make it."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.processes.program import (
    ROLL,
    SCHOOL,
    STAFF,
    Carriers,
    Process,
    Said,
    command,
    ended,
    free_port,
    get,
    zone_where_phones_may_ring,
)

HINE = "+642000000021"


class Kowhai:
    """Kōwhai School's settings, files and commands."""

    def __init__(self, folder: Path, carriers: Carriers | None = None, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "school.toml").write_text(
            SCHOOL.format(zone=zone_where_phones_may_ring()), encoding="utf-8"
        )
        (folder / "staff.csv").write_text(STAFF, encoding="utf-8")
        (folder / "roll.csv").write_text(ROLL.format(phone=HINE), encoding="utf-8")
        self.settings = {
            "AHO_DATABASE_URL": f"sqlite:///{folder / 'school.db'}",
            "AHO_PORT": str(self.port),
            **(carriers.settings if carriers else {}),
            **settings,
        }
        self._starts = 0

    def say(self, *words: str, **more: str) -> Said:
        self._starts += 1
        return command(self.folder / str(self._starts), *words, **(self.settings | more))

    def moves_in(self) -> None:
        for words in (("school", "apply", "school.toml"), ("roll", "staff", "staff.csv", "--apply"),
                      ("roll", "import", "roll.csv", "--apply")):  # fmt: skip
            done = self.say(*(str(self.folder / it) if "." in it else it for it in words))
            assert done.ends() == 0, done.said + done.complained

    def moves_in_as(self, neighbour: "Kowhai") -> None:
        """What another school's commands have written, as its own."""
        shutil.copy(neighbour.folder / "school.db", self.folder / "school.db")

    def words_in_the_thread(self) -> list[tuple[str, str]]:
        """Who said what about Ana, as the command line shows it to a script."""
        shown = self.say("thread", "--child", "Ana", "--json")
        assert shown.ends() == 0, shown.complained
        return [(it["who"], it["words"]) for home in json.loads(shown.said) for it in home["messages"]]

    def counts(self, measure: str) -> float:
        """One number from /metrics."""
        lines = get(f"{self.url}/metrics")[1].splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{measure} ")), 0.0)

    def start(self, *words: str) -> Process:
        self._starts += 1
        process = Process(self.folder / str(self._starts), "bot", *words, **self.settings)
        process.until(lambda: "Ctrl-C stops it" in process.said, "it never opened")
        assert get(f"{self.url}/healthz") == (200, "ok")
        return process


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[[Process], Process]]:
    """Hands on what it is given, and ends it with the file of tests."""
    with ExitStack() as stack:
        yield lambda process: stack.enter_context(ended(process))


@pytest.fixture(scope="module")
def carriers(tmp_path_factory: pytest.TempPathFactory, started: Callable[[Process], Process]) -> Carriers:
    found = Carriers(tmp_path_factory.mktemp("carriers"))
    started(found.process)
    return found


@pytest.fixture(scope="session")
def moved_in(tmp_path_factory: pytest.TempPathFactory) -> Kowhai:
    """Made by the office's three commands, once; nobody opens it."""
    made = Kowhai(tmp_path_factory.mktemp("kowhai"))
    made.moves_in()
    return made


@pytest.fixture(scope="module")
def kowhai(tmp_path_factory: pytest.TempPathFactory, carriers: Carriers, moved_in: Kowhai) -> Kowhai:
    school = Kowhai(tmp_path_factory.mktemp("kowhai"), carriers)
    school.moves_in_as(moved_in)
    return school
