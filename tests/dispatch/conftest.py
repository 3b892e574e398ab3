"""One bench a test, on each database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.dispatch.bench import Bench, Carrier
from tests.dispatch.older_copy import Asked, School


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


@pytest.fixture
def sms() -> Asked:
    return Asked()


@pytest.fixture
def telegram() -> Carrier:
    return Carrier("telegram")


@pytest.fixture
def school(open_bench: Callable[..., Bench], sms: Asked, telegram: Carrier) -> School:
    return School(open_bench(sms, telegram), sms)
