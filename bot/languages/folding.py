"""Folding: two ways of typing one word become equal. For matching only; what is kept is never folded."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# The ʻokina, fakauʻa and glottal stop, as phones and keyboards really write them.
_GLOTTALS = dict.fromkeys(map(ord, "ʻʼʽʹˈˊˋ‘’‛′'`´ꞌꞋ＇"))

# Marks that people leave out. The vowel signs of Hindi are marks too, and are letters: they stay.
_BLOCKS = ((0x0300, 0x036F), (0x0640, 0x0640), (0x064B, 0x0652), (0x093C, 0x093C), (0xFE00, 0xFE0F))
_LEFT_OUT = frozenset(chr(code) for first, last in _BLOCKS for code in range(first, last + 1))


@lru_cache(maxsize=64)  # each reader of one message folds it once more
def fold(text: str) -> str:
    """`text` without case, macrons, ʻokina, punctuation, invisible characters and doubled spaces."""
    bare = unicodedata.normalize("NFKD", text.translate(_GLOTTALS)).casefold()
    bare = unicodedata.normalize("NFKD", bare).translate(_GLOTTALS)
    return " ".join(unicodedata.normalize("NFC", bare.translate(_KNOWN)).split())


@lru_cache(maxsize=64)  # each list of phrases is held against the same words
def words_in(folded: str) -> frozenset[str]:
    """The words of what has been folded. A phrase whose first word is not among them is not in it."""
    return frozenset(folded.split())


def openings(folded: Iterable[str]) -> frozenset[str]:
    """The first words of phrases that have been folded: see `words_in`."""
    return frozenset(it.split()[0] for it in folded)


class _Known(dict[int, str]):
    """What becomes of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = _folded(chr(code))
        if len(self) < _MOST:
            self[code] = found
        return found


def _folded(character: str) -> str:
    if character in _LEFT_OUT:
        return ""
    category = unicodedata.category(character)
    # Sk holds skin tones, Cf joiners and directional marks, Me the frame of a keycap digit.
    if category in {"Sk", "Cf", "Me"}:
        return ""
    return " " if category[0] in "PZC" else character


_KNOWN = _Known()
_MOST = 5000  #: characters remembered: every alphabet that families here write in, and no attacker's whole Unicode
