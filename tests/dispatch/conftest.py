"""One bench a test, on each database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.dispatch.bench import Bench, Carrier


@pytest.fixture
def carrier() -> Carrier:
    return Carrier("sms")


@pytest.fixture
def open_bench(database_url: str) -> Iterator[Callable[..., Bench]]:
    with ExitStack() as stack:
        yield lambda *carriers: stack.enter_context(closing(Bench(database_url, *carriers)))


@pytest.fixture
def bench(open_bench: Callable[..., Bench], carrier: Carrier) -> Bench:
    return open_bench(carrier)
