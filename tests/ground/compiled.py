"""What one engine has worded for SQLite the next one takes over: in a program too one engine lives for weeks."""

from typing import Any

import sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from bot.store import engine

MOST = 4000  #: statements; the whole suite has fewer


def shared() -> None:
    """From now on every engine on SQLite speaks one dialect, and looks first for what another has compiled."""
    first: dict[str, Dialect] = {}
    compiled: Any = LRUCache(MOST)

    def create(url: str, **more: Any) -> Engine:
        made = sqlalchemy.create_engine(url, **more)
        if made.dialect.name == "sqlite":
            made.dialect = first.setdefault(
                "sqlite", made.dialect
            )  # it is part of what a compiled statement is found by
            made._compiled_cache = compiled
        return made

    engine.create_engine = create  # type: ignore[assignment]
