"""A TOML file's values, read strictly: what is wrong is said with the key, and with what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

SOME_TEXT = 'write it in quotes, e.g. "…"'
Table = Mapping[str, Any]


class BadSchool(Exception):
    """One line: the key, what is wrong with it, and what to write instead."""


def words(table: Table, key: str, usual: str | None = None) -> str:
    value = table.get(key.rpartition(".")[2], usual)
    if value is None:
        bad(key, "is missing", SOME_TEXT)
    if not isinstance(value, str) or not value.isprintable():
        bad(key, "is not one line of text", SOME_TEXT)
    if not value.strip() and usual is None:
        bad(key, "is empty", SOME_TEXT)
    return value.strip()


def items(table: Table, key: str) -> Sequence[str]:
    value = table.get(key.rpartition(".")[2], [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        bad(key, "is not a list of words", 'write e.g. ["…", "…"]')
    return [word.strip() for word in value]


def table(top: Table, key: str, known: str) -> Table:
    found = top.get(key, {})
    if not isinstance(found, dict):
        bad(key, "is not a part of its own", f"begin it with a line [{key}]")
    only(found, f"{key}.", known)
    return found


def only(table: Table, before: str, known: str) -> None:
    for key in table:
        if key not in known.split():
            bad(f"{before}{key}", "is not a key that Aho knows", f"use one of: {', '.join(known.split())}")


def bad(key: str, wrong: str, instead: str) -> NoReturn:
    raise BadSchool(f"{key}: {wrong}; {instead}")
