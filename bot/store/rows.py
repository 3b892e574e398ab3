"""A row as the floors above see it: columns by name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

#: By the names of its columns; Core types its own keys more loosely, so that `str` would leave its rows out.
Row = Mapping[Any, Any]
#: What a database raises when it cannot do what was asked: locked, full, gone.
Trouble = SQLAlchemyError

__all__ = ["Engine", "Row", "Trouble", "refused"]


def refused(error: Exception) -> bool:
    """Whether it is about what was asked, so that asking again would end the same; not about the database's state."""
    if isinstance(error, DBAPIError):
        return isinstance(error, IntegrityError | DataError | ProgrammingError)
    return isinstance(error, StatementError) or not isinstance(error, Trouble)
