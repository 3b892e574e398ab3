"""CSV as spreadsheets write it: with a comma or something else, in UTF-8 or something older."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.acts.roll.files.grid import MOST_ROWS, TOO_MANY, Grid, Line
from bot.acts.roll.naming import BadRoll

DELIMITERS = ",;\t|"
HINTS = ("sep=,", "sep=;", "sep=|", "sep=")
OLD = (
    "the file is in an old Windows encoding, not in UTF-8: look at the names below. Letters with macrons cannot be in "
    'such a file; where they became "?" or plain letters, save the file as "CSV UTF-8" and bring it again'
)


def text_of(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what is to be said about it. Raises BadRoll where it is no text at all."""
    text, warnings = _decoded(content)
    if "\0" in text:
        raise BadRoll(
            'the file is not UTF-8, so names with macrons would be spoilt; in Excel, save it as "CSV UTF-8"'
        )
    return text, warnings


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """With a NUL in it where it is no text at all."""
    for mark in ("utf-8-sig", "utf-16"):
        if mark == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(mark), ()
        except UnicodeDecodeError:
            continue
    try:
        return content.decode("cp1252"), (OLD,)
    except UnicodeDecodeError:
        return "\0", ()


def grid(text: str, warnings: tuple[str, ...] = ()) -> Grid:
    first, text = _without_hint(text.removeprefix("\ufeff"))
    delimiter = _delimiter(text)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    swallowed: list[str] = []
    before = 0
    try:
        headings = next(table, [])
        before = table.line_num
        for values in table:
            if len(lines) == MOST_ROWS:
                raise BadRoll(TOO_MANY)
            line = Line(first + before + 1, tuple(values))
            if table.line_num > before + 1:
                swallowed += _swallowed(line, headings, delimiter)
            lines.append(line)
            before = table.line_num
    except csv.Error as trouble:
        raise BadRoll(f"line {first + table.line_num}: a quotation mark is not closed ({trouble})") from None
    return Grid(tuple(headings), tuple(lines), warnings=(*warnings, *swallowed))


def _swallowed(line: Line, headings: Sequence[str], delimiter: str) -> Iterable[str]:
    """A cell may hold several lines; one with a row's worth of delimiters in it may have eaten that row."""
    for heading, value in zip(headings, line.values, strict=False):
        if len(value.splitlines()) > 1 and value.count(delimiter) >= max(1, len(headings) - 1):
            yield f'line {line.number}: the cell under "{heading}" goes over several lines; is a quotation mark missing there?'


def _without_hint(text: str) -> tuple[int, str]:
    """Excel may say its delimiter on a line of its own: how many lines that took, and the rest."""
    start, _, rest = text.partition("\n")
    return (1, rest) if start.strip().strip('"').lower() in HINTS else (0, text)


def _delimiter(text: str) -> str:
    headings = text.lstrip().split("\n", 1)[0]
    return max(DELIMITERS, key=headings.count)
