"""Many ids as one value: a statement that is given a page of them stays the same statement, whatever their number."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.store.columns import Json


class _Each(FunctionElement[int]):
    """The numbers of a JSON list, one a row."""

    inherit_cache = True


@compiles(_Each, "sqlite")
def _in_sqlite(it: _Each, compiler: Any, **more: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(it.clauses, **more)}))"


@compiles(_Each, "postgresql")
def _in_postgresql(it: _Each, compiler: Any, **more: Any) -> str:
    words = compiler.process(it.clauses, **more)
    return f"(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST({words} AS JSON)))"


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether it is one of the ids that the statement is given, as a list, under this name."""
    is_in = column.op("IN", is_comparison=True, return_type=Boolean())
    found: ColumnElement[bool] = is_in(_Each(bindparam(name, type_=Json)))
    return found
