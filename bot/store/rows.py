"""A row as the floors above see it: columns by name."""

from sqlalchemy import RowMapping

Row = RowMapping
