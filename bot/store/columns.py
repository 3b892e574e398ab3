"""What columns are made of, alike on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime
from functools import lru_cache
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

    def bind_processor(self, dialect: Dialect) -> Any:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

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


def _as_text(value: datetime | None) -> str | None:
    """As SQLite keeps it, in one step: a message has twenty of them."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return _written(value if value.tzinfo is UTC else value.astimezone(UTC))


@lru_cache(maxsize=64)
def _written(value: datetime) -> str:
    """A moment of UTC. Most of a turn's are one and the same."""
    return value.isoformat(" ", "microseconds")[:26]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class Json(TypeDecorator[Any]):
    """Small structured values as text: the same bytes on both databases, macrons readable."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        return _as_json

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_json


def _as_json(value: Any) -> str | None:
    return None if value is None else _WRITER.encode(value)


def _from_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


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
