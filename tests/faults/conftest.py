"""One set of carriers and one school for each test, on each database; whatever happens, no process stays behind."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.carriers import Carriers
from tests.faults.school import School, enrol
from tests.ground.databases import name_in

MakeSchool = Callable[..., School]


@pytest.fixture
def carriers(tmp_path: Path) -> Iterator[Carriers]:
    found = Carriers(tmp_path / "carriers")
    yield found
    found.process.kill()


@pytest.fixture
def open_school(database_url: str, tmp_path: Path, carriers: Carriers) -> Iterator[MakeSchool]:
    """`open_school(sms=…, telegram=…)`: how many families read what."""
    with ExitStack() as stack:

        def make(sms: int = 0, telegram: int = 0, **settings: str) -> School:
            enrol(database_url, sms, telegram, carriers)
            return stack.enter_context(closing(School(database_url, tmp_path, carriers, **settings)))

        yield make
