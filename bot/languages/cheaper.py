"""Wordings that say the same in fewer segments, where a language allows them.

They are offered to whoever wrote the words, and never applied by themselves: a macron is part of the word. Double
vowels are an orthography of te reo Māori in its own right, that of Waikato-Tainui for one; where a school writes so,
it says so in its file.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.languages.registry import language
from bot.languages.segments import plain

PLAIN_MARKS = "plain marks"  #: straight quotes, plain dashes and spaces
DOUBLE_VOWELS = "double vowels"

_DOUBLE = dict(zip("āēīōūĀĒĪŌŪ", ("aa", "ee", "ii", "oo", "uu", "Aa", "Ee", "Ii", "Oo", "Uu"), strict=True))


@dataclass(frozen=True)
class Offer:
    """Another way to write somebody's words. `kinds`: what it changes."""

    kinds: tuple[str, ...]
    words: str


def offers(words: str, tag: str, double_vowels: Collection[str]) -> list[Offer]:
    """The other ways, the smallest change first; none that leaves the words as they are.

    `double_vowels`: the languages that the school writes so.
    """
    allowed = language(tag).cheaper
    ways: list[tuple[str, ...]] = []
    if PLAIN_MARKS in allowed:
        ways.append((PLAIN_MARKS,))
    if DOUBLE_VOWELS in allowed and tag in double_vowels:
        ways += [(DOUBLE_VOWELS,), *((*way, DOUBLE_VOWELS) for way in ways)]
    words = unicodedata.normalize("NFC", words)
    found = {words: ()} | {_changed(words, way): way for way in reversed(ways)}
    return [Offer(way, it) for way in ways for it in found if found[it] == way and it != words]


def doubled(words: str) -> str:
    """Long vowels as two letters: "Māori" is "Maaori", "MĀORI" is "MAAORI". Nothing is left out."""
    words = unicodedata.normalize("NFC", words)
    found = []
    for place, letter in enumerate(words):
        both = _DOUBLE.get(letter, letter)
        beside = words[place - 1 : place] + words[place + 1 : place + 2]
        shouted = letter in _DOUBLE and letter.isupper() and any(it.isalpha() for it in beside)
        found.append(both.upper() if shouted and not any(it.islower() for it in beside) else both)
    return "".join(found)


def _changed(words: str, way: tuple[str, ...]) -> str:
    words = plain(words) if PLAIN_MARKS in way else words
    return doubled(words) if DOUBLE_VOWELS in way else words
