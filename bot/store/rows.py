"""A row as the floors above see it: columns by name."""

from sqlalchemy import Engine, RowMapping
from sqlalchemy.exc import SQLAlchemyError

Row = RowMapping
#: What a database raises when it cannot do what was asked: locked, full, gone.
Trouble = SQLAlchemyError

__all__ = ["Engine", "Row", "Trouble"]
