"""A spreadsheet's grid as rows of cells, forgiving what spreadsheets do to it."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.acts.roll.files import csv_text
from bot.acts.roll.files.grid import Grid, Line
from bot.acts.roll.files.headings import UnknownHeadings, means
from bot.acts.roll.naming import BadRoll, Refuse

#: A name that stands in two columns.
HALVES = {"child": ("child_first", "child_last"), "adult": ("adult_first", "adult_last")}
PARTS = tuple(part for both in HALVES.values() for part in both)
LEAST = ("room", "child")
LONGEST = 100  #: characters in a cell that we read; a name that long is an unclosed quote


@dataclass(frozen=True)
class Cells:
    """One row: cells by the names of their columns, NFC, edges and doubled spaces gone, else as typed."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    rows: tuple[Cells, ...]
    ignored: tuple[str, ...]  #: headings of columns that nobody asked for


def text_of(content: bytes) -> str:
    """The text of a CSV file. Raises BadRoll when it is no text."""
    return csv_text.text_of(content)[0]


def read(source: str | Grid, needed: Sequence[str], optional: Sequence[str], refuse: Refuse,
         chosen: Mapping[str, str] | None = None) -> Sheet:  # fmt: skip
    """The rows under the headings. Raises BadRoll when the file as a whole cannot be understood.

    `chosen`: which of our columns each heading is, as somebody said; then only a room and a child are needed.
    """
    grid = csv_text.grid(source) if isinstance(source, str) else source
    if not any(heading.strip() for heading in grid.headings):
        raise BadRoll(f"the first line is empty; it needs {', '.join(needed)}")
    columns = _columns(grid.headings, needed, optional, chosen)
    known = {*needed, *optional}
    rows = []
    for line in grid.lines:
        if (why := _spoilt(grid, line, columns, known)) is not None:
            refuse(line.number, *why)
        elif cells := _cells(line.number, line.values, columns, known, refuse):
            rows.append(cells)
    ignored = (
        name for name, kind in zip(grid.headings, columns, strict=True) if kind not in known and name.strip()
    )
    return Sheet(tuple(rows), tuple(ignored))


def _spoilt(grid: Grid, line: Line, columns: Sequence[str], known: Collection[str]) -> tuple[str, str] | None:
    """A column and why its cell cannot be read; cells that nobody asked for may be as they like."""
    for place, column in enumerate(columns):
        if column in known and (why := grid.spoilt.get((line.number, place))):
            return column, why
    return None


def _columns(headings: Sequence[str], needed: Sequence[str], optional: Sequence[str],
             chosen: Mapping[str, str] | None) -> list[str]:  # fmt: skip
    columns = means(headings, (*needed, *optional), chosen)
    given = {*columns, *(whole for whole, halves in HALVES.items() if halves[0] in columns)}
    missing = [name for name in (LEAST if chosen else needed) if name not in given]
    if missing:
        raise UnknownHeadings(
            f"the first line has no column called {', '.join(missing)}; it needs {', '.join(needed)}"
            + (f" (and may have {', '.join(it for it in optional if it not in PARTS)})" if optional else ""),
            headings,
            columns,
        )
    for name in (*needed, *optional):
        if columns.count(name) > 1:
            raise BadRoll(f"the column {name} is there twice; keep one of them")
    return columns


def _cells(line: int, values: Sequence[str], columns: Sequence[str], known: Collection[str],
           refuse: Refuse) -> Cells | None:  # fmt: skip
    if not any(value.strip() for value in values):
        return None
    if any(value.strip() for value in values[len(columns) :]):
        refuse(
            line,
            "",
            "has more cells than there are headings; put quotation marks around a cell with a comma in it",
        )
        return None
    pairs = zip(columns, values, strict=False)
    # A page of medical notes that nobody asked for keeps no child out, and is not carried on.
    cells = {column: _tidy(value) for column, value in pairs if column in known}
    for whole, (first, last) in HALVES.items():
        if whole not in cells and first in cells:
            cells[whole] = f"{cells[first]} {cells.get(last, '')}".strip()
    for column, value in cells.items():
        if any(unicodedata.category(character) == "Cc" for character in value):
            refuse(line, column, "has a character in it that nobody can see; type the cell anew")
            return None
        if len(value) > LONGEST:
            refuse(line, column, f"is longer than {LONGEST} characters; is a quotation mark missing?")
            return None
    return Cells(line, cells)


def _tidy(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())
