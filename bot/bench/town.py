"""A whole school on one database, of any size, with a question sent to everybody an hour ago.

Its rows are written by town.sql: a million families by way of objects would take longer than all that is measured.
"""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from string import Template

import psycopg

from bot.acts import prompting, schools
from bot.bench import school
from bot.store import engine
from bot.store import schools as school_rows

SQL = Path(__file__).with_name("town.sql")
THREES = 2000  #: families of three adults, where there are so many families
ROOM = 25  #: children in a room
MOVED_IN = school.MORNING - timedelta(days=1000)  #: when everybody came to the school


@dataclass(frozen=True)
class Phone:
    id: int  #: of the contact, and of its person
    family: int
    address: str


@dataclass(frozen=True)
class Town:
    """Where its rows are, and who lives there."""

    url: str
    families: int

    @property
    def threes(self) -> int:
        return min(self.families, THREES)

    @property
    def phones(self) -> int:
        return self.families + 2 * self.threes

    @property
    def rooms(self) -> int:
        return self.families // ROOM + 1

    def writers(self, channel: str) -> list[Phone]:
        """Those with two others at home, who were asked about one child only: their answer needs no asking back."""
        return [
            Phone(one, family, address(one, channel))
            for one in range(1, 3 * self.threes + 1)
            if (family := (one - 1) // 3 + 1) % 10 and (family % 2 == 0) == (channel == "telegram")
        ]


def address(phone: int, channel: str) -> str:
    return str(700_000_000 + phone) if channel == "telegram" else f"+642{10_000_000 + phone}"


def build(url: str, families: int) -> Town:
    """Fills an empty database."""
    engine.migrate(url)
    opened = engine.connect(url)
    with opened.begin() as db:
        schools.apply(db, schools.read(school.SCHOOL), school.MORNING)
        there = school_rows.only(db)
        assert there is not None
        sms = school_rows.sender_for(db, there.id, "sms", school.NUMBER)
        telegram = school_rows.sender_for(db, there.id, "telegram", "bench_bot")
    opened.dispose()
    town = Town(url, families)
    _run(url, _statements(town, there.id, sms, telegram))
    return town


def copied(town: Town, name: str) -> Town:
    """The same school in a file of its own: each contender finds it as it was."""
    path = Path(town.url.removeprefix("sqlite:///"))
    new = path.with_name(f"{name}.db")
    for old in new.parent.glob(f"{name}.db*"):
        old.unlink()
    shutil.copyfile(path, new)
    with new.open("rb+") as file:
        os.fsync(file.fileno())  # or the contender's first checkpoint waits until all of it is on the disk
    return Town(f"sqlite:///{new}", town.families)


def _run(url: str, statements: list[str]) -> None:
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute("PRAGMA foreign_keys=OFF")  # they are right by the way they are made
            file.execute("BEGIN IMMEDIATE")
            for statement in statements:
                file.execute(statement)
            file.execute("COMMIT")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())
        for table in (
            "person",
            "contact",
            "child",
            "household",
            "thread",
            "room",
            "content",
            "prompt",
            "delivery",
        ):
            server.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}".encode()
            )
        server.execute("ANALYZE")


def _statements(town: Town, school_id: int, sms: int, telegram: int) -> list[str]:
    asked = school.MORNING - timedelta(hours=1)
    frame = [[prompting.QUESTION, {"school": "Harakeke School", "teacher": "Ms Tane"}]]
    filled = Template(SQL.read_text(encoding="utf-8")).substitute(
        school=school_id, sms=sms, telegram=telegram, families=town.families, adults=town.phones, threes=town.threes,
        rooms=town.rooms, in_a_room=ROOM, zone=school.ZONE, moved_in=f"{MOVED_IN:{school.WRITTEN}}",
        asked=f"{asked:{school.WRITTEN}}", frame=json.dumps(frame),
    )  # fmt: skip
    return [it for it in filled.split(";\n") if it.strip()]
