"""Excel's `.xlsx`, by openpyxl, which is an extra. What Excel made of a cell is explained, never guessed back."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from bot.acts.roll.files import headings
from bot.acts.roll.files.grid import MOST_ROWS, TOO_MANY, Grid, Line
from bot.acts.roll.naming import BadRoll

MARK = "xl/workbook.xml"
MOST_COLUMNS, MOST_SHEETS = 200, 20
NOT_HERE = (
    'Excel files need one more part here: python3 -m pip install "aho[xlsx]". Or save the file as "CSV UTF-8" and '
    "bring that"
)
A_DATE = "Excel has made a date of this; make the column Text, then type it anew"
A_FAULT = "Excel shows an error here instead of words; type the cell anew"
ROUNDED = (
    "Excel has kept this as a rounded number (as 2.1E+10), so its last digits are lost; make the column Text, then "
    "type the number anew"
)


def grid(content: bytes) -> Grid:
    """The sheet that looks most like a roll. Raises BadRoll, also when openpyxl is not installed."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise BadRoll(NOT_HERE) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of styles that we do not look at
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            best = _best(book.worksheets)
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise BadRoll(
            'the Excel file is damaged; open it in Excel and save it once more, or as "CSV UTF-8"'
        ) from None
    if best is None or not best.headings:
        raise BadRoll("the Excel file has no rows in it")
    return best


def _best(sheets: Sequence[Any]) -> Grid | None:
    """One is held at a time, beside the best so far."""
    best, left = None, MOST_ROWS
    for it in sheets[:MOST_SHEETS]:
        rows = _rows(it, left)
        left -= len(rows)
        found = _sheet(it.title if len(sheets) > 1 else "", rows)
        if best is None or headings.recognised(found.headings) > headings.recognised(best.headings):
            best = found
    if best is not None and len(sheets) > MOST_SHEETS:
        said = f"only the first {MOST_SHEETS} of the file's {len(sheets)} sheets were looked at"
        return replace(best, warnings=(said,))
    return best


def _rows(sheet: Any, most: int) -> list[tuple[int, Sequence[Any]]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what the file says about its own size may be wrong
    rows: list[tuple[int, Sequence[Any]]] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        if values.count(None) == len(values):
            continue  # one bold cell at the foot of a sheet makes a million of these
        if len(rows) == most:
            raise BadRoll(TOO_MANY)
        rows.append((number, values))
    return rows


def _sheet(name: str, rows: Sequence[tuple[int, Sequence[Any]]]) -> Grid:
    top = headings.top([[_words(value) for value in values] for _, values in rows[: headings.TITLES]])
    spoilt, lines = {}, []
    for number, values in rows[top + 1 :]:
        for place, value in enumerate(values):
            if why := _spoilt(value):
                spoilt[number, place] = why
        lines.append(Line(number, tuple(map(_words, values))))
    first = [_words(value) for value in rows[top][1]] if rows else []
    while first and not first[-1].strip():
        first.pop()
    return Grid(tuple(first), tuple(_cut(lines, len(first))), name, spoilt=spoilt)


def _cut(lines: Iterable[Line], width: int) -> Iterable[Line]:
    """Excel keeps empty cells beyond the last column."""
    for line in lines:
        values = list(line.values)
        while len(values) > width and not values[-1].strip():
            values.pop()
        yield Line(line.number, tuple(values))


def _words(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else ("yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _spoilt(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return A_DATE
    if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper():
        return A_FAULT
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and value >= 1e9
        and value % 100_000 == 0
    ):
        return ROUNDED
    return ""
