"""A small school's three weeks, played once for all tests here."""

import asyncio

import pytest

from bot.term.evening import term
from bot.term.play import Play


@pytest.fixture(scope="session")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    return asyncio.run(term(tmp_path_factory.mktemp("term"), 3, 20, 3, 1, lambda _told: None))
