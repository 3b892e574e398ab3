"""What columns are made of, alike on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime. A naive one going in is a bug, and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Small structured values as text: the same bytes on both databases, macrons readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


#: SQLite gives only INTEGER PRIMARY KEY its own row number.
Id = BigInteger().with_variant(Integer, "sqlite")


def key() -> list[Any]:
    """Every row is some school's; with UNIQUE(school_id, id) no foreign key can cross schools (DESIGN §5)."""
    return [
        Column("id", Id, primary_key=True, autoincrement=True),
        Column("school_id", Id, ForeignKey("school.id"), nullable=False),
        UniqueConstraint("school_id", "id"),
    ]


def to(
    table: str, name: str | None = None, *, needed: bool = True, ends_with: str | None = None
) -> list[Any]:
    """A column that points at a row of the same school."""
    column = name or f"{table}_id"
    return [
        Column(column, Id, nullable=not needed),
        ForeignKeyConstraint(
            ["school_id", column], [f"{table}.school_id", f"{table}.id"], ondelete=ends_with
        ),
    ]
