"""The registry: one entry for each language Aho can write, read from `registry.toml` on import."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale

from bot.languages.folding import fold

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language as Aho knows it. `babel` is None where Babel has no data: never parse `tag` as a locale."""

    tag: str
    own_name: str
    english_name: str
    also: tuple[str, ...]
    direction: str
    script: str
    plural: str
    babel: str | None
    own_days: tuple[str, ...]  #: Monday first; empty where Babel's are the right ones
    own_months: tuple[str, ...]
    day: str
    clock: str
    halves: tuple[str, str]
    joined: str | None
    numbers: tuple[str, ...]
    thanks: tuple[str, ...]
    keywords: Mapping[str, tuple[str, ...]]
    stopping: tuple[str, ...]
    wrong_number: tuple[str, ...]
    absent: tuple[str, ...]
    unwell: tuple[str, ...]
    today: tuple[str, ...]
    tomorrow: tuple[str, ...]
    until: tuple[str, ...]
    next: tuple[str, ...]
    next_week: tuple[str, ...]
    ordinary: tuple[str, ...]
    orthography: str
    orthographies: tuple[str, ...]
    cheaper: tuple[str, ...]
    unreviewed: tuple[str, ...]
    checked_by: str | None
    complete: bool

    @property
    def days(self) -> tuple[str, ...]:
        return self.own_days or _names(self.babel, "days")

    @property
    def months(self) -> tuple[str, ...]:
        return self.own_months or _names(self.babel, "months")

    @property
    def web(self) -> str:
        """Its name in HTML: zh-Hans, where gettext has zh_Hans."""
        return self.tag.replace("_", "-")


def language(tag: str) -> Language:
    """The language called `tag`; English for a tag that is not in the registry."""
    return LANGUAGES.get(tag) or LANGUAGES[ENGLISH]


def find(words: str) -> Language | None:
    """The language that somebody named by its tag, own name or English name; None if there is none."""
    return _BY_NAME.get(fold(words))


def read(path: Path) -> Mapping[str, Language]:
    """The languages of the file at `path`, by tag. ValueError or KeyError where an entry is not whole."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({tag: _language(tag, entry) for tag, entry in entries.items()})


def _language(tag: str, entry: Mapping[str, Any]) -> Language:
    for kind in ("days", "months"):
        if kind not in entry and "babel" not in entry:
            raise ValueError(f"registry.toml: {tag} has no Babel data: it has to name its own {kind}")
    orthographies = tuple(entry.get("orthographies", (entry["orthography"],)))
    _never_stripped(tag, entry["orthography"], orthographies)
    return Language(
        tag=tag,
        own_name=entry["own_name"],
        english_name=entry["english_name"],
        also=tuple(entry.get("also", ())),
        direction=entry.get("direction", "ltr"),
        script=entry["script"],
        plural=entry["plural"],
        babel=entry.get("babel"),
        own_days=tuple(entry.get("days", ())),
        own_months=tuple(entry.get("months", ())),
        day=entry["day"],
        clock=entry["clock"],
        halves=tuple(entry.get("halves", ("am", "pm"))),
        joined=entry.get("joined"),
        numbers=tuple(entry.get("numbers", ())),
        thanks=tuple(entry.get("thanks", ())),
        keywords=MappingProxyType({name: tuple(words) for name, words in entry.get("keywords", {}).items()}),
        stopping=tuple(entry.get("stopping", ())),
        wrong_number=tuple(entry.get("wrong_number", ())),
        absent=tuple(entry.get("absent", ())),
        unwell=tuple(entry.get("unwell", ())),
        today=tuple(entry.get("today", ())),
        tomorrow=tuple(entry.get("tomorrow", ())),
        until=tuple(entry.get("until", ())),
        next=tuple(entry.get("next", ())),
        next_week=tuple(entry.get("next_week", ())),
        ordinary=tuple(entry.get("ordinary", ())),
        orthography=entry["orthography"],
        orthographies=orthographies,
        cheaper=tuple(entry.get("cheaper", ())),
        unreviewed=tuple(entry.get("unreviewed", ())),
        checked_by=entry.get("checked_by"),
        complete=entry.get("complete", False),
    )


def _never_stripped(tag: str, usual: str, allowed: tuple[str, ...]) -> None:
    """The length of a vowel is a part of the word: double vowels are an orthography, no macrons at all is none."""
    if usual not in allowed:
        raise ValueError(f"registry.toml: {tag} does not allow its own orthography")
    if usual.startswith("macron") and "plain" in allowed:
        raise ValueError(f"registry.toml: {tag} is written with macrons, which nobody may strip")


@lru_cache(maxsize=64)
def _names(babel: str | None, kind: str) -> tuple[str, ...]:
    """Babel's, looked up when a reader first needs them: of one language they take a megabyte."""
    names = getattr(Locale.parse(babel or ENGLISH), kind)["format"]["wide"]
    return tuple(names[number] for number in sorted(names))


LANGUAGES: Mapping[str, Language] = read(Path(__file__).with_name("registry.toml"))

_BY_NAME = {
    fold(name): known
    for known in LANGUAGES.values()
    for name in (known.tag, known.own_name, known.english_name, *known.also)
}
