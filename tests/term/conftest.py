"""A small school's three weeks, played once for all tests here."""

import asyncio
from pathlib import Path

import pytest

from bot.term.evening import term
from bot.term.play import Play


@pytest.fixture(scope="session")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    return asyncio.run(term(small(tmp_path_factory), 3, 24, 3, 1, lambda _told: None))


def small(folders: pytest.TempPathFactory) -> Path:
    return folders.mktemp("term")
