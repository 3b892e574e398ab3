"""A console over the little school, and browsers in which somebody is signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from bot.acts.signing_in import passwords
from tests.console.browser import Browser, browser_of, doors_of
from tests.console.seed import Harakeke, harakeke


@pytest.fixture(scope="session", autouse=True)
def slow_passwords() -> Iterator[Callable[[], tuple[Any, str]]]:
    """Aho's own way to make passwords slow to try; they are quick here, for test_ways_in alone tries some hundred."""
    real = passwords._argon
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._argon = cache(lambda: (quick, quick.hash("nobody's own")))
    yield real
    passwords._argon = real


@pytest.fixture
def world(database_url: str) -> Iterator[Harakeke]:
    made = harakeke(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def console(world: Harakeke, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """`console("Ngaire")` is a browser in which she is signed in; `console()` one in which nobody is."""
    doors = doors_of(world, tmp_path)
    with ExitStack() as stack:

        def opened(who: str = "") -> Browser:
            # Once entered, it keeps one loop in one thread: else each request would begin and end its own.
            there = Browser(stack.enter_context(browser_of(doors)), world)
            if who:
                there.signs_in(who)
            return there

        yield opened
