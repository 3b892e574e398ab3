"""One person's words in another person's language; or, honestly, not.

A human wording comes first, then the school's phrase book, then the engine that the school has chosen. What a
machine may not touch is covered before it goes and must come back exactly once; else the original goes instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.languages.short_answers import is_short_reply
from bot.translate import guarding, phrases
from bot.translate.guarding import Guarded
from bot.translate.phrases import Phrase

__all__ = ["Engine", "Guarded", "Phrase", "Translated", "Trouble", "Untranslated", "translate"]

PERSON, PHRASE_BOOK, MACHINE = "person", "phrase book", "machine"


@dataclass(frozen=True)
class Translated:
    words: str
    made_by: str  #: "person", "phrase book" or "machine"
    engine: str = ""  #: which machine, by its key in the register


@dataclass(frozen=True)
class Untranslated:
    """`why` is for the school to read; `again_after` in seconds, None: asking again would not help."""

    why: str
    again_after: float | None = None


@dataclass(frozen=True)
class Trouble:
    """What an engine answers when it cannot: an expected failure is a value."""

    why: str
    again_after: float | None = None


class Engine(Protocol):
    """One translator. What it is given has its guarded words covered; it may be slow, and it may be wrong."""

    key: str  #: its name in the register

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        """`source` and `target` are our own tags. Never raises for what a server or a model may do."""
        ...

    async def close(self) -> None: ...


async def translate(words: str, source: str, target: str, *, human: Mapping[str, str] | None = None,
                    book: Sequence[Phrase] = (), guarded: Guarded | None = None,
                    engine: Engine | None = None) -> Translated | Untranslated:  # fmt: skip
    """`human`: wordings that people made, by language. `book`: the school's reviewed pairs. `engine`: None: off."""
    guarded = guarded or Guarded()
    if written := (human or {}).get(target):
        return Translated(written, PERSON)
    if source == target:
        return Untranslated("it is in that language already")
    spans = guarding.spans(words, source, target, guarded)
    if said := phrases.said(words, source, target, book, spans):
        return Translated(said, PHRASE_BOOK)
    if is_short_reply(words, source):
        return Untranslated("a short reply stays as it is")
    if engine is None:
        return Untranslated("no translator is switched on for it")
    covered = guarding.cover(words, spans)
    if covered is None or not guarding.has_words(covered):
        return Untranslated("there is nothing in it for a machine")
    made = await engine.translate(covered.words, source, target)
    if isinstance(made, Trouble):
        return Untranslated(made.why, made.again_after)
    back = guarding.uncover(covered, made)
    if back is None:
        return Untranslated("the machine lost a name, a number or a word that has to stay")
    return Translated(back, MACHINE, engine.key)
