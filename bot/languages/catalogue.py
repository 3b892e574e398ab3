"""Aho's own words, said in a person's language. The .po files are read as they are: nothing is compiled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from gettext import c2py
from pathlib import Path
from sys import intern

from bot.languages import cheaper, po_files
from bot.languages.directions import Embed, as_typed
from bot.languages.placeholders import fill, same_placeholders, wanted
from bot.languages.registry import ENGLISH, LANGUAGES
from bot.languages.segments import plain
from bot.languages.values import Value, said


@dataclass(frozen=True, slots=True)
class Status:
    """How far a language is: of `total` words so many `translated`, so many `left_in_english` on purpose."""

    tag: str
    total: int
    translated: int
    left_in_english: int
    draft: bool
    checked_by: str | None

    @property
    def percent(self) -> int:
        """Of all words, those that are translated or left in English on purpose; rounded down."""
        return 100 * (self.translated + self.left_in_english) // max(self.total, 1)

    @property
    def percent_left(self) -> float:
        return round(100 * self.left_in_english / max(self.total, 1), 1)


class Catalogues:
    """The words of every language. Where a translation is missing, a guess or broken, English is said."""

    def __init__(self, folder: Path) -> None:
        self._words: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._plural = {tag: _rule(known.plural) for tag, known in LANGUAGES.items()}
        self._status: dict[str, Status] = {}
        for tag in LANGUAGES:
            path = folder / f"{tag}.po"
            if tag != ENGLISH and path.exists():
                self._words[tag], self._status[tag] = _read(tag, path, path.stat().st_mtime_ns)

    @classmethod
    def load(cls, folder: Path) -> "Catalogues":
        """The catalogues in `folder`; a file that has not changed is read once in a process."""
        return cls(folder)

    def has(self, tag: str, msgid: str) -> bool:
        """Can `msgid` be said in `tag` itself? English always can."""
        return tag == ENGLISH or msgid in self._words.get(tag, {})

    def forms(self, tag: str, msgid: str) -> tuple[str, ...]:
        """The translation as it stands, a form for each plural; empty where English is said."""
        return self._words.get(tag, {}).get(msgid, ())

    def say(self, tag: str, msgid: str, values: Mapping[str, Value] | None = None, embed: Embed = as_typed, *,
            doubled: bool = False) -> str:  # fmt: skip
        """`msgid` in the language `tag`, or in English. KeyError where a value that it needs is missing.

        `embed`: how a name or a link stands in it, on a channel that knows how. `doubled`: our own words with double
        vowels for macrons; what people wrote is filled in as it is.
        """
        if not self.has(tag, msgid):
            tag = ENGLISH
        words = msgid if tag == ENGLISH else self._words[tag][msgid][0]
        return self._filled(cheaper.doubled(words) if doubled else words, tag, values or {}, embed)

    def say_plural(
        self, tag: str, one: str, many: str, count: int, values: Mapping[str, Value] | None = None
    ) -> str:
        """The form for `count` in the language `tag`, or in English; `{count}` is filled in by itself."""
        if not self.has(tag, one):
            tag = ENGLISH
        forms = (one, many) if tag == ENGLISH else self._words[tag][one]
        words = forms[min(self._plural.get(tag, self._plural[ENGLISH])(count), len(forms) - 1)]
        return self._filled(words, tag, {"count": count, **(values or {})}, as_typed)

    def status(self, tag: str) -> Status:
        """How far the language `tag` is. One that has no file yet has no words: everything is said in English."""
        total = max((known.total for known in self._status.values()), default=0)
        if tag == ENGLISH:
            return Status(ENGLISH, total, total, 0, draft=False, checked_by=LANGUAGES[ENGLISH].checked_by)
        return self._status.get(tag) or Status(tag, total, 0, 0, draft=True, checked_by=None)

    def _filled(self, words: str, tag: str, values: Mapping[str, Value], embed: Embed) -> str:
        """Only what these words have a place for is said: the same values go with many sentences."""
        inner = partial(self.say, embed=embed)
        return fill(words, {name: said(values[name], tag, inner, embed) for name in wanted(words)})


def _rule(plural: str) -> Callable[[int], int]:
    """The rule of a Plural-Forms header; gettext reads it with its own small parser, never as Python."""
    return c2py(plural.partition("plural=")[2].strip("; "))


@lru_cache(maxsize=64)
def _read(tag: str, path: Path, _changed: int) -> tuple[Mapping[str, tuple[str, ...]], Status]:
    file = po_files.read(path)
    tidy = plain if LANGUAGES[tag].script == "Latn" else str
    messages = po_files.entries(file.catalog)
    words = {
        intern(po_files.ids(message)[0]): tuple(map(tidy, po_files.forms(message)))
        for message in messages
        if po_files.forms(message) and same_placeholders(po_files.ids(message), po_files.forms(message))
    }
    left = sum(po_files.left_in_english(message) and not po_files.forms(message) for message in messages)
    draft = file.fields.get("X-Aho-Status") != "checked"
    return words, Status(tag, len(messages), len(words), left, draft, LANGUAGES[tag].checked_by)
