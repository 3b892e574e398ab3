"""A wish in a sentence: "pls stop sending me these". Heard as a question to ask, never as a STOP by itself.

What each language says for it is in the registry, under `stopping`. A false friend ("make him stop texting me")
costs its writer one question; whatever they wrote has reached the teacher all the same.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, Language, language

_GAP = re.compile(r"…|\.\.\.")
#: What may stand where a phrase has "…": up to four words; or so many letters, where words are not set apart.
_WORDS, _LETTERS = r"(?: \S+){0,4} ", ".{0,20}?"


def wants_to_stop(text: str, language_tag: str, switched_on: Collection[str] = ()) -> bool:
    """Does `text` say that our texts should stop: in the writer's language, in English, or in a `switched_on` one?"""
    apart = fold(text)
    together = apart.replace(" ", "")
    tags = {language_tag, ENGLISH, *switched_on} & LANGUAGES.keys()
    return any(
        phrases.search(apart if spaced else together) for spaced, phrases in map(_phrases, tags) if phrases
    )


@cache
def _phrases(tag: str) -> tuple[bool, re.Pattern[str] | None]:
    """Whether its words are set apart, and all of its phrases as one pattern; None where it has none."""
    return fragments(language(tag), language(tag).stopping)


def fragments(known: Language, phrases: Sequence[str]) -> tuple[bool, re.Pattern[str] | None]:
    """A pattern that finds any of these fragments of a sentence in that language; whether its words are set apart."""
    spaced = known.script == "Latn"
    every = "|".join(_pattern(phrase, spaced) for phrase in phrases)
    if not every:
        return spaced, None
    return spaced, re.compile(rf"(?<!\S)(?:{every})(?!\S)" if spaced else every)


def _pattern(phrase: str, spaced: bool) -> str:
    parts = [fold(part) for part in _GAP.split(phrase)]
    if not all(parts):
        raise ValueError(f"registry.toml: nothing to hear in “{phrase}”")
    if spaced:
        return _WORDS.join(map(re.escape, parts))
    return _LETTERS.join(re.escape(part.replace(" ", "")) for part in parts)
