"""A console over the little school, and browsers in which somebody is signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.console.browser import Browser, browser_of, doors_of
from tests.console.seed import Harakeke, harakeke


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
