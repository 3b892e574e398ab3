"""A wish in a sentence: "pls stop sending me these", "sorry, you have the wrong number". Heard as a question to ask,
never as a STOP or a WRONG by itself.

What each language says for it is in the registry, under `stopping` and `wrong_number`. A false friend ("make him stop
texting me") costs its writer one question, and none of their words.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from bot.languages.folding import fold, openings, words_in
from bot.languages.registry import ENGLISH, LANGUAGES, Language, language

_GAP = re.compile(r"…|\.\.\.")
#: What may stand where a phrase has "…": up to four words; or so many letters, where words are not set apart.
_WORDS, _LETTERS = r"(?: \S+){0,4} ", ".{0,20}?"
#: Whoever is not the person we think says so in few words: a story of a wrong number is longer.
_MOST = 12


def wants_to_stop(text: str, language_tag: str, switched_on: Collection[str] = ()) -> bool:
    """Does `text` say that our texts should stop: in the writer's language, in English, or in a `switched_on` one?"""
    said, tags = fold(text), {language_tag, ENGLISH, *switched_on} & LANGUAGES.keys()
    return any(_phrases(tag).found(said) for tag in tags)


def says_wrong_number(text: str, language_tag: str, switched_on: Collection[str] = ()) -> bool:
    """Does a short `text` say that we write to somebody else: "you have the wrong number", "wrong number mate"?"""
    said, tags = fold(text), {language_tag, ENGLISH, *switched_on} & LANGUAGES.keys()
    if len(said.split()) > _MOST:
        return False
    return any(_strangers(tag).found(said) or _with_a_word(tag, said) for tag in tags)


@dataclass(frozen=True)
class Fragments:
    """What may be found in a sentence of one language."""

    spaced: bool  #: its words are set apart
    every: re.Pattern[str] | None
    openings: frozenset[str]  #: where words are set apart: with which word each begins

    def found(self, said: str) -> re.Match[str] | None:
        """The first of them in `said`, which is folded; where words are not set apart, without its spaces."""
        if self.every is None or not self.may_be_in(said):
            return None
        return self.every.search(said if self.spaced else said.replace(" ", ""))

    def may_be_in(self, said: str) -> bool:
        """Every message is looked through for them, and hardly one holds any: the pattern costs ten times this look."""
        return not self.spaced or not self.openings.isdisjoint(words_in(said))


@cache
def _phrases(tag: str) -> Fragments:
    return fragments(language(tag), language(tag).stopping)


@cache
def _strangers(tag: str) -> Fragments:
    return fragments(language(tag), language(tag).wrong_number)


def _with_a_word(tag: str, said: str) -> bool:
    """A keyword of two words, and one word more: "wrong number sorry", "ua sese le numera"."""
    first, last = said.partition(" ")[0], said.rpartition(" ")[2]
    return any(said in (f"{it} {last}", f"{first} {it}") for it in _several(tag))


@cache
def _several(tag: str) -> tuple[str, ...]:
    return tuple(fold(it) for it in language(tag).keywords.get("WRONG", ()) if " " in it)


def fragments(known: Language, phrases: Sequence[str]) -> Fragments:
    """Any of these fragments of a sentence in that language."""
    spaced = known.script == "Latn"
    every = "|".join(_pattern(phrase, spaced) for phrase in phrases)
    first = openings(map(fold, phrases))
    if not every:
        return Fragments(spaced, None, first)
    return Fragments(spaced, re.compile(rf"(?<!\S)(?:{every})(?!\S)" if spaced else every), first)


def _pattern(phrase: str, spaced: bool) -> str:
    parts = [fold(part) for part in _GAP.split(phrase)]
    if not all(parts):
        raise ValueError(f"registry.toml: nothing to hear in “{phrase}”")
    if spaced:
        return _WORDS.join(map(re.escape, parts))
    return _LETTERS.join(re.escape(part.replace(" ", "")) for part in parts)
