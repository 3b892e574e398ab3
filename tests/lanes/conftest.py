"""One school that every story begins with, and the loop that its sending runs in."""

import asyncio
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.lanes.house import in_memory
from tests.lanes.playing import Ground
from tests.lanes.town import template


@pytest.fixture(scope="module")
def school(sqlite_databases: Any) -> Iterator[tuple[sqlite3.Connection, Engine]]:
    engine = in_memory()
    yield template(sqlite_databases.template), engine
    engine.dispose()


@pytest.fixture
def ground(school: tuple[sqlite3.Connection, Engine]) -> Iterator[Ground]:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)  # it has died: nobody asks after its tasks
    yield Ground(*school, loop)
    loop.close()
