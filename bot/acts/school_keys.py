"""The keys of the school's TOML file, read strictly. Whatever is amiss is one line that names the key."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from typing import Any, NoReturn

from bot.languages.folding import fold

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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


def number(table: Table, key: str, usual: str | None = None) -> str:
    """As families will read it; they must be able to call it."""
    written = words(table, key, usual)
    if sum(letter.isdigit() for letter in written) < 3:
        bad(key, f'"{written}" is not a number that one can call', f'write e.g. "{usual or "09 555 0100"}"')
    return written


def listed(table: Table, key: str) -> Sequence[str]:
    value = table.get(key.rpartition(".")[2], [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        bad(key, "is not a list of words", 'write e.g. ["…", "…"]')
    return [word.strip() for word in value]


def amount(table: Table, key: str, usual: int, kinds: tuple[type, ...] = (int,)) -> Any:
    value = table.get(key.rpartition(".")[2], usual)
    if type(value) not in kinds or not 0 <= value < 1_000_000:
        whole = "" if Decimal in kinds else "whole "
        bad(key, "is not an amount", f"write a {whole}number from 0 on, e.g. {usual or 11}")
    return value


def day_of_week(name: object, key: str) -> int:
    """0 is Monday."""
    names = {fold(day): number for number, day in enumerate(DAYS)}
    if not isinstance(name, str) or fold(name) not in names:
        bad(key, f'"{name}" is not a day', 'write e.g. "Saturday"')
    return names[fold(name)]


def clock(value: object, key: str) -> time:
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if type(value) is time and value.tzinfo is None:
        return value.replace(second=0, microsecond=0)
    bad(key, f'"{value}" is not a time', 'write e.g. "08:00"')


def table(top: Table, key: str, known: str) -> Table:
    table = top.get(key, {})
    if not isinstance(table, dict):
        bad(key, "is not a part of its own", f"begin it with a line [{key}]")
    only(table, f"{key}.", known)
    return table


def only(table: Table, before: str, known: str) -> None:
    for key in table:
        if key not in known.split():
            bad(f"{before}{key}", "is not a key that Aho knows", f"use one of: {', '.join(known.split())}")


def bad(key: str, wrong: str, instead: str) -> NoReturn:
    raise BadSchool(f"{key}: {wrong}; {instead}")
