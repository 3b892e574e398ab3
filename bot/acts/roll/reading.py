"""A spreadsheet's text as rows of cells, forgiving what spreadsheets do to it."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.acts.roll.naming import BadRoll, Refuse
from bot.languages.folding import fold

LONGEST = 100  #: characters in a cell; a name that long is an unclosed quote


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
    """The text of a file. Raises BadRoll when it is not UTF-8: a guess would spoil macrons."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRoll(
            'the file is not UTF-8, so names with macrons would be spoilt; in Excel, save it as "CSV UTF-8"'
        ) from None


def read(text: str, needed: Sequence[str], optional: Sequence[str], refuse: Refuse) -> Sheet:
    """The rows under the headings. Raises BadRoll when the file as a whole cannot be understood."""
    first, text = _without_hint(text.removeprefix("\ufeff"))
    table = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        headings = next(table, [])
        if not any(heading.strip() for heading in headings):
            raise BadRoll(f"the first line is empty; it needs {', '.join(needed)}")
        columns = _columns(headings, needed, optional)
        rows, before = [], table.line_num
        for values in table:
            if cells := _cells(first + before + 1, values, columns, refuse):
                rows.append(cells)
            before = table.line_num
    except csv.Error as trouble:
        raise BadRoll(f"line {first + table.line_num}: a quotation mark is not closed ({trouble})") from None
    known = {*needed, *optional}
    return Sheet(
        tuple(rows), tuple(name for name, kind in zip(headings, columns, strict=True) if kind not in known)
    )


def _without_hint(text: str) -> tuple[int, str]:
    """Excel may say its delimiter on a line of its own: how many lines that took, and the rest."""
    start, _, rest = text.partition("\n")
    return (1, rest) if start.strip().strip('"').lower() in ("sep=,", "sep=;", "sep=") else (0, text)


def _delimiter(text: str) -> str:
    headings = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=headings.count)


def _columns(headings: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> list[str]:
    columns = [fold(heading).replace(" ", "_") for heading in headings]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise BadRoll(
            f"the first line has no column called {', '.join(missing)}; it needs {', '.join(needed)}"
            + (f" (and may have {', '.join(optional)})" if optional else "")
        )
    for name in (*needed, *optional):
        if columns.count(name) > 1:
            raise BadRoll(f"the column {name} is there twice; keep one of them")
    return columns


def _cells(line: int, values: Sequence[str], columns: Sequence[str], refuse: Refuse) -> Cells | None:
    if not any(value.strip() for value in values):
        return None
    if any(value.strip() for value in values[len(columns) :]):
        refuse(
            line,
            "",
            "has more cells than there are headings; put quotation marks around a cell with a comma in it",
        )
        return None
    cells = {column: _tidy(value) for column, value in zip(columns, values, strict=False)}
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
