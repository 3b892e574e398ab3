"""A language's file as a spreadsheet, for translators who would rather not see a .po file; and back, without loss."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from babel.messages.catalog import Catalog, Message

from bot.languages import po_files
from bot.languages.placeholders import same_placeholders
from bot.languages.po_files import LEFT_IN_ENGLISH, PoFile
from bot.languages.registry import Language
from bot.languages.segments import plain

ENGLISH, MANY, LEFT, UNSURE, NOTES = (
    "English",
    "English, more than one",
    "left in English",
    "unsure",
    "your notes",
)
ABOUT, FILES = "about it", "where in the code"
YES = "yes"

# What a spreadsheet program would take for a formula is written with an apostrophe before it, which import takes away.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Taken:
    """`file` with the sheet's words in it; where there are `problems` it is to be left alone."""

    file: PoFile
    changed: int
    problems: tuple[str, ...] = ()


def exported(known: Language, file: PoFile) -> str:
    """The sheet, beginning with the mark by which spreadsheet programs know UTF-8."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(_columns(known))
    for message in po_files.entries(file.catalog):
        sheet.writerow(_safe(cell) for cell in _row(known, message))
    return "\ufeff" + out.getvalue()


def taken(known: Language, file: PoFile, sheet: bytes) -> Taken:
    """Reads a sheet that somebody has worked on. Sentences that it leaves out stay as they are."""
    try:
        rows = _rows(known, sheet)
        seen: dict[str, int] = {}
        problems: list[str] = []
        catalog = _copied(file)
        changed = 0
        for line, row in rows:
            message = catalog.get(row[ENGLISH])
            before = seen.setdefault(row[ENGLISH], line)
            if message is None:
                problems.append(f"line {line}: “{row[ENGLISH][:60]}” is none of Aho's sentences")
            elif before != line:
                problems.append(f"line {line}: this sentence stands in line {before} already")
            else:
                told, wrong = _told(known, message, row)
                problems += [f"line {line}: {why}" for why in wrong]
                changed += _put(message, told)
    except (ValueError, csv.Error) as unreadable:
        return Taken(file, 0, (str(unreadable),))
    return Taken(replace(file, catalog=catalog), changed, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Told:
    forms: tuple[str, ...]
    comments: tuple[str, ...]
    unsure: bool


def _translations(known: Language) -> list[str]:
    forms = number_of_forms(known)
    return [known.english_name, *(f"{known.english_name}, form {number}" for number in range(2, forms + 1))]


def number_of_forms(known: Language) -> int:
    """How many plural forms the language has: 1 in Chinese, 2 in English, 6 in Arabic."""
    found = re.search(r"nplurals\s*=\s*(\d+)", known.plural)
    return int(found[1]) if found else 2


def _columns(known: Language) -> list[str]:
    return [ENGLISH, MANY, *_translations(known), LEFT, UNSURE, NOTES, ABOUT, FILES]


def _row(known: Language, message: Message) -> Iterator[str]:
    ours = po_files.ids(message)
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    comments = list(message.user_comments)
    left = LEFT_IN_ENGLISH in comments
    yield ours[0]
    yield ours[1] if len(ours) > 1 else ""
    yield from (*forms, *[""] * number_of_forms(known))[: number_of_forms(known)]
    yield YES if left else ""
    yield YES if message.fuzzy else ""
    yield "\n".join(it for it in comments if it != LEFT_IN_ENGLISH)
    yield "\n".join(message.auto_comments)
    yield " ".join(path for path, _line in message.locations)


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plainly(cell: str) -> str:
    cell = cell.replace("\r\n", "\n")
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _rows(known: Language, sheet: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = sheet.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("this is not UTF-8: please save it as “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    head = next(lines, [])
    missing = [it for it in (ENGLISH, *_translations(known), LEFT, UNSURE) if it not in head]
    if missing:
        raise ValueError(
            f"the first line does not name the column “{missing[0]}”: was this sheet made by export?"
        )
    found = []
    for cells in lines:
        if any(it.strip() for it in cells):
            row = dict(zip(head, map(_plainly, cells), strict=False))
            found.append((lines.line_num, {**dict.fromkeys(_columns(known), ""), **row}))
    return found


def _copied(file: PoFile) -> Catalog:
    """The same entries once more: a sheet with mistakes in it changes nothing."""
    return po_files.parsed(po_files.written(file.head, file.catalog)).catalog


def _told(known: Language, message: Message, row: Mapping[str, str]) -> tuple[_Told, list[str]]:
    plural = not isinstance(message.id, str)
    columns = _translations(known)
    tidy = plain if known.script == "Latn" else str
    cells = [tidy(row[it]) for it in columns]
    forms, spare = (cells, []) if plural else (cells[:1], cells[1:])
    wrong = []
    if any(it.strip() for it in spare):
        wrong.append(f"“{columns[1]}” is only for sentences with a number in them")
    if any(forms) and not all(forms):
        wrong.append(f"all {len(columns)} forms are needed, or none")
    elif any(forms) and not same_placeholders(po_files.ids(message), tuple(forms)):
        wrong.append("the words in {braces} must stay as they are in the English")
    marks = {name: row[name].strip().casefold() for name in (LEFT, UNSURE)}
    wrong += [f"“{name}” is yes or empty" for name, mark in marks.items() if mark not in (YES, "")]
    notes = [it for it in row[NOTES].split("\n") if it.strip()]
    comments = [*([LEFT_IN_ENGLISH] if marks[LEFT] else []), *notes]
    return _Told(tuple(forms), tuple(comments), bool(marks[UNSURE])), wrong


def _put(message: Message, told: _Told) -> bool:
    before = (message.string, list(message.user_comments), message.fuzzy)
    message.string = told.forms[0] if isinstance(message.id, str) else told.forms
    message.user_comments = list(told.comments)
    message.flags.discard("fuzzy")
    if told.unsure:
        message.flags.add("fuzzy")
    return before != (message.string, message.user_comments, message.fuzzy)
