"""A row as the floors above see it: columns by name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

#: By the names of its columns; Core types its own keys more loosely, so that `str` would leave its rows out.
Row = Mapping[Any, Any]
#: What a database raises when it cannot do what was asked: locked, full, gone.
Trouble = SQLAlchemyError

__all__ = ["Engine", "Row", "Trouble"]
