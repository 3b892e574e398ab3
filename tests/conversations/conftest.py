"""Harakeke School, open for one conversation, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.ground.school import School, Yard, opened

MERE, SINA, ANNA, HEMI = "+642000000001", "+642000000002", "+642000000003", "+642000000004"
PRIYA, ROHAN, NANA, STRANGER = "+642000000007", "+642000000008", "+642000000099", "+642000000098"


@pytest.fixture(scope="session")
def yard() -> Iterator[Yard]:
    yard = Yard()
    yield yard
    yard.close()


@pytest.fixture
def open_school(yard: Yard, database_url: str, tmp_path: Path) -> Iterator[Callable[..., School]]:
    """Opens the school with another roll, hour or calendar."""
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(opened(yard, database_url, tmp_path, **more))


@pytest.fixture
def school(open_school: Callable[..., Any]) -> School:
    found: School = open_school()
    return found
