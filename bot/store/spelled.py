"""How a statement is spelled for one database, and how its driver wants values and gives them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Float
from sqlalchemy.engine import Dialect
from sqlalchemy.types import NullType


def spelled_out(dialect: Dialect) -> Any:
    """Compiles a statement so that the values it has fixed are words in it, and only the others are given.

    SQLite plans a statement anew at each run where a given value is compared with a column that an index of few
    rows speaks of: not before it knows what "state = ?" means can it tell whether `WHERE state = 'waiting'` covers it.
    """

    class SpelledOut(dialect.statement_compiler):  # type: ignore[misc,name-defined]
        def visit_bindparam(self, bindparam: Any, literal_binds: bool = False, **how: Any) -> Any:
            fixed = literal_binds or not bindparam.required
            return super().visit_bindparam(bindparam, literal_binds=fixed, **how)

    return SpelledOut


def writer(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the driver wants a value."""
    if isinstance(kind, NullType):
        return _no_moment
    writer: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return writer


def reader(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a column's value is read; fractions are Python's own in both drivers."""
    if isinstance(kind, Float):
        return None
    reader: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return reader


def _no_moment(value: Any) -> Any:
    """A value of which nobody has said what kind it is. A moment would go in as the driver likes to write it."""
    if isinstance(value, datetime):
        raise ValueError("say that this value is a Moment")
    return value
