"""The console."""

from typing import Any


def routes(doors: Any) -> list[Any]:
    return []
