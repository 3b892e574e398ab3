"""One crowd a test, on each database."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.prompts.crowd import Crowd


@pytest.fixture
def crowd(database_url: str) -> Iterator[Crowd]:
    with closing(Crowd(database_url)) as made:
        yield made
