"""A little school in a file of its own, with one picture, and a copy of it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.store import backups, holds
from bot.store.tables import media, person
from tests.conversations.conftest import open_school, yard  # noqa: F401
from tests.dispatch.bench import MORNING, Bench, Carrier

PICTURE = "ab12" * 8
#: A process that dies right after its commit.
LEAVES_A_LOG = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("INSERT INTO person (school_id, name, folded, language, language_chosen, weekly, created_at) "
           "VALUES (1, 'Came Later', 'came later', 'en', 0, 3, '2026-11-24 10:00:00')")
os.kill(os.getpid(), signal.SIGKILL)
"""


@dataclass
class Place:
    """Where a school keeps its rows and pictures."""

    file: Path
    media: Path
    copies: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def copy(self, **more: Any) -> backups.Made:
        return backups.make(self.file, self.media, self.copies, more.pop("now", MORNING))

    def put_back(self, copy: Path, **more: Any) -> backups.PutBack:
        return backups.put_back(
            copy, self.file, self.media, over=more.pop("over", True), now=more.pop("now", MORNING)
        )

    def opened(self) -> Bench:
        return Bench(self.url, Carrier("sms"))

    def names(self) -> list[str]:
        """Everybody that the rows know."""
        bench = self.opened()
        try:
            return bench.act(
                lambda desk: list(desk.db.scalars(person.select().with_only_columns(person.c.name)))
            )
        finally:
            bench.close()

    def held(self) -> list[str]:
        bench = self.opened()
        try:
            return [
                it["channel"] for it in bench.act(lambda desk: holds.every(desk.db)) if it["ended_at"] is None
            ]
        finally:
            bench.close()

    def beside(self) -> list[str]:
        """What lies in its folder."""
        return sorted(it.name for it in self.file.parent.iterdir() if it.is_file())


@pytest.fixture
def place(sqlite_databases: Any, tmp_path: Path) -> Place:
    with sqlite_databases.copy() as url:
        folder = tmp_path / "school"
        folder.mkdir()
        made = Place(folder / "aho.db", folder / "aho-media", tmp_path / "copies")
        shutil.copyfile(url.removeprefix("sqlite:///"), made.file)
    made.media.mkdir()
    (made.media / PICTURE).write_bytes(b"a boat of cardboard")
    bench = made.opened()
    bench.phone()
    bench.add(media, content_id=bench.content("Look"), kind="photo", channel="telegram", reference="r", state="held",
              file=PICTURE, mime="image/jpeg", again_at=bench.now)  # fmt: skip
    bench.close()
    return made


def new_person(place: Place, name: str) -> None:
    bench = place.opened()
    bench.add(person, name=name, folded=name.lower(), language="en", created_at=bench.now)
    bench.close()
