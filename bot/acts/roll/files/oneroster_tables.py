"""OneRoster's tables as entries: cells by the standard's own names for columns."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.acts.roll.files.csv_text import text_of
from bot.acts.roll.naming import BadRoll

DELETED = ("tobedeleted", "inactive")


@dataclass(frozen=True)
class Entry:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column.casefold(), "")

    @property
    def here(self) -> bool:
        """Not marked as deleted. In bulk files the status is empty."""
        return self["status"].casefold() not in DELETED


@dataclass(frozen=True)
class Manifest:
    version: str  #: of OneRoster; "" where the zip does not say
    delta: bool


def table(name: str, content: bytes) -> tuple[Entry, ...]:
    text, _ = text_of(content)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [it.strip().casefold() for it in next(rows, [])]
        found, before = [], rows.line_num
        for values in rows:
            if any(value.strip() for value in values):
                cells = {column: value.strip() for column, value in zip(columns, values, strict=False)}
                found.append(Entry(before + 1, cells))
            before = rows.line_num
    except csv.Error as trouble:
        raise BadRoll(f"{name}, line {rows.line_num}: a quotation mark is not closed ({trouble})") from None
    return tuple(found)


def manifest(entries: Iterable[Entry]) -> Manifest:
    said = {it["propertyName"]: it["value"] for it in entries}
    delta = any(value.casefold() == "delta" for name, value in said.items() if name.startswith("file."))
    return Manifest(said.get("oneroster.version", ""), delta)
