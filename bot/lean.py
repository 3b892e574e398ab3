"""What a library brings along for things that a school never does, left out while it is loaded."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """A package counts as not installed meanwhile, unless it is here already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python itself says so
    try:
        yield
    finally:
        del sys.modules[name]


# For pictures of what broke, which hold what people wrote: our logs never show them (bot.logs).
with without("rich"):
    import structlog as structlog
