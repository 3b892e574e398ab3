"""Series in TOML files: those that come with Aho, and whatever a school writes. Read strictly."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from bot.languages.registry import ENGLISH, find
from bot.languages.segments import LONGEST
from bot.model.chat import Wording
from bot.model.series import Part, PartKind, Series

SUBJECTS = ("reading", "writing", "maths", "talk", "wellbeing")
MOST_PARTS = 200
NAME, ABOUT, CHOICE, CHOICES = 80, 300, 40, 6  # the longest that a page, and a text, has room for

Table = Mapping[str, Any]


class BadSeries(ValueError):
    """One line: which file, which entry, what is wrong with it and what to write instead."""


@cache
def shelf() -> tuple[Series, ...]:
    """Every series that comes with Aho, by the names of its files: a series' key, that never changes."""
    files = sorted((Path(__file__).parent / "series").glob("*.toml"))
    return tuple(series_in(it.read_text(encoding="utf-8"), it.name, it.stem) for it in files)


def on_shelf(key: str) -> Series | None:
    return next((it for it in shelf() if it.key == key), None)


def series_in(text: str, file: str, key: str = "") -> Series:
    """The series in a TOML text; `file` is how it is called in what is said about it. Raises BadSeries."""
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise BadSeries(f"{file}: this is not TOML ({trouble}); please look at that line") from None
    _only(file, "the file", top, "series", "part")
    head = top.get("series")
    if not isinstance(head, dict):
        _bad(file, "series", "is not there", "begin the file with a line [series]")
    _only(file, "series", head, "name", "subject", "ages", "about", "drafts")
    parts = top.get("part")
    if not isinstance(parts, list) or not parts or not all(isinstance(it, dict) for it in parts):
        _bad(file, "part", "there is none", "begin each text with a line [[part]]")
    if len(parts) > MOST_PARTS:
        _bad(file, "part", f"there are {len(parts)}", f"{MOST_PARTS} are the most")
    drafts = _tags(file, "series.drafts", head.get("drafts", []))
    return Series(
        _line(file, "series.name", head.get("name"), NAME),
        _subject(file, head.get("subject")),
        _ages(file, head.get("ages")),
        tuple(_part(file, f"part {number}", it, drafts) for number, it in enumerate(parts, 1)),
        _line(file, "series.about", head["about"], ABOUT) if head.get("about") else "",
        key,
    )


def written(it: Series) -> str:
    """The series as a TOML file, to be kept, passed on and read again."""
    lines = ["[series]", f"name = {_quoted(it.name)}", f"subject = {_quoted(it.subject)}",
             f"ages = [{it.ages[0]}, {it.ages[1]}]"]  # fmt: skip
    lines += [f"about = {_quoted(it.about)}"] if it.about else []
    for part in it.parts:
        drafts = [_quoted(word.language) for word in part.wordings if word.made_by != "person"]
        lines += ["", "[[part]]", f"kind = {_quoted(part.kind)}"]
        lines += [f"drafts = [{', '.join(drafts)}]"] if drafts else []
        lines += ["[part.wording]", *(f"{it.language} = {_quoted(it.words)}" for it in part.wordings)]
        if part.choices:
            lines += ["[part.choices]"]
            lines += [f"{tag} = [{', '.join(map(_quoted, words))}]" for tag, words in part.choices.items()]
    return "\n".join(lines) + "\n"


def _part(file: str, entry: str, table: Table, drafts: list[str]) -> Part:
    _only(file, entry, table, "kind", "drafts", "wording", "choices")
    kind = table.get("kind")
    if kind not in list(PartKind):
        _bad(
            file,
            f"{entry}, kind",
            f"is {kind!r}" if kind else "is not there",
            f"write one of: {', '.join(PartKind)}",
        )
    drafts = _tags(file, f"{entry}, drafts", table["drafts"]) if "drafts" in table else drafts
    words = table.get("wording")
    if not isinstance(words, dict) or ENGLISH not in words:
        _bad(file, f"{entry}, wording", "has no English", 'write at least en = "…" under [part.wording]')
    worded = {_tag(file, f"{entry}, wording", tag): (tag, it) for tag, it in words.items()}
    wordings = tuple(
        Wording(
            tag,
            _line(file, f"{entry}, wording.{as_given}", said, LONGEST),
            made_by="draft" if tag in drafts else "person",
        )
        for tag, (as_given, said) in sorted(worded.items(), key=lambda it: it[0] != ENGLISH)
    )
    choices = table.get("choices", {})
    if not isinstance(choices, dict):
        _bad(
            file,
            f"{entry}, choices",
            "is not by language",
            'write e.g. en = ["Yes", "Not yet"] under [part.choices]',
        )
    return Part(PartKind(kind), wordings, {
        _tag(file, f"{entry}, choices", tag): _choices(file, f"{entry}, choices.{tag}", it)
        for tag, it in choices.items()
    })  # fmt: skip


def _choices(file: str, entry: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not 2 <= len(given) <= CHOICES:
        _bad(file, entry, "are not a few choices", f'write from 2 to {CHOICES}, e.g. ["Yes", "Not yet"]')
    return tuple(_line(file, entry, it, CHOICE) for it in given)


def _line(file: str, entry: str, given: object, longest: int) -> str:
    if not isinstance(given, str) or not given.strip():
        _bad(file, entry, "is empty", 'write words between quotes, e.g. "…"')
    words = " ".join(given.split())
    if len(words) > longest:
        _bad(file, entry, f"has {len(words)} characters", f"{longest} are the most")
    return words


def _subject(file: str, given: object) -> str:
    if given not in SUBJECTS:
        _bad(file, "series.subject", f"is {given!r}", f"write one of: {', '.join(SUBJECTS)}")
    return str(given)


def _ages(file: str, given: object) -> tuple[int, int]:
    two = isinstance(given, list) and len(given) == 2 and all(type(it) is int for it in given)
    if not two or not 0 <= given[0] <= given[1] <= 20:  # type: ignore[index]
        _bad(file, "series.ages", "are not a youngest and an oldest", "write e.g. ages = [5, 7]")
    return given[0], given[1]  # type: ignore[index]


def _tags(file: str, entry: str, given: object) -> list[str]:
    if not isinstance(given, list):
        _bad(file, entry, "is not a list of languages", 'write e.g. ["mi", "sm"]')
    return [_tag(file, entry, it) for it in given]


def _tag(file: str, entry: str, given: object) -> str:
    known = find(given) if isinstance(given, str) else None
    if known is None:
        _bad(file, entry, f"Aho does not know the language {given!r}",
             'write tags from "python3 -m bot languages", e.g. mi')  # fmt: skip
    return known.tag


def _only(file: str, entry: str, table: Table, *known: str) -> None:
    for key in table:
        if key not in known:
            _bad(file, f"{entry}, {key}", "is not a key that Aho knows", f"use one of: {', '.join(known)}")


def _quoted(words: str) -> str:
    """As a TOML string on one line."""
    escaped = "".join(_ESCAPES.get(it, it) if it >= " " else f"\\u{ord(it):04x}" for it in words)
    return f'"{escaped}"'


def _bad(file: str, entry: str, wrong: str, instead: str) -> NoReturn:
    raise BadSeries(f"{file}: {entry}: {wrong}; {instead}")


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\x7f": "\\u007f"}
