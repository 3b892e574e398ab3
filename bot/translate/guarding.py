"""What no machine may touch: covered before it goes, uncovered when it comes back, each exactly once.

Names are covered too, so that no child's name travels to a translator.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.translate.finding import Guarded, Span, found, loose

__all__ = ["Covered", "Guarded", "Span", "cover", "has_words", "spans", "uncover"]

#: Letters that begin no word in the languages we know. Whichever is not in the words is taken.
_MARKS = ("XQ", "ZQ", "QZ", "QX", "ZX", "JQ")
_A = ord("A")
#: A translation is longer than its original, but not without end.
_GROWTH, _ROOM = 8, 200


@dataclass(frozen=True)
class Covered:
    words: str  #: as the engine gets them
    mark: str
    spans: tuple[Span, ...]  #: in the order of their covers
    joined: frozenset[tuple[int, int]]  #: covers that touched each other in the original


def spans(words: str, source: str, target: str, guarded: Guarded) -> tuple[Span, ...]:
    """What has to stay, in the order in which it stands; none overlaps another."""
    return tuple(sorted(found(words, source, target, guarded), key=lambda it: it.start))


def cover(words: str, spans: Sequence[Span]) -> Covered | None:
    """None where no cover could be told from the words themselves."""
    mark = next((it for it in _MARKS if it.casefold() not in words.casefold()), None)
    if mark is None or len(spans) > 26 * 26:
        return None
    parts, at = [], 0
    for number, span in enumerate(spans):
        parts += [words[at : span.start], _cover(mark, number)]
        at = span.end
    joined = {(n, n + 1) for n in range(len(spans) - 1) if spans[n].end == spans[n + 1].start}
    return Covered("".join([*parts, words[at:]]), mark, tuple(spans), frozenset(joined))


def has_words(covered: Covered) -> bool:
    """Whether anything is left that a machine could translate."""
    return any(letter.isalpha() for letter in _covers(covered.mark).sub("", covered.words))


def uncover(covered: Covered, made: str) -> str | None:
    """The engine's words with everything back in its place; None when it did not keep to the rules.

    Each cover exactly once, nothing that looks like half of one, and no link, number or keyword of its own.
    """
    made = unicodedata.normalize("NFC", "".join(_sound(made))).strip()
    covers = _covers(covered.mark)
    back = [_number(it) for it in covers.findall(made)]
    if not made or sorted(back) != list(range(len(covered.spans))):
        return None
    if len(made) > len(covered.words) * _GROWTH + _ROOM:
        return None
    bare = covers.sub(" ", made)
    if covered.mark.casefold() in bare.casefold() or loose(bare):
        return None
    for before, after in itertools.pairwise(back):  # two numbers that meet would be a third one
        if (before, after) not in covered.joined:
            pair = _cover(covered.mark, before) + _cover(covered.mark, after)
            made = made.replace(pair, f"{_cover(covered.mark, before)} {_cover(covered.mark, after)}")
    return covers.sub(lambda it: covered.spans[_number(it[1])].back, made)


def _sound(made: str) -> Iterable[str]:
    """Without control characters, which no phone shows and some carriers refuse."""
    return (it for it in made if it in "\n\t" or unicodedata.category(it) not in ("Cc", "Cs", "Co", "Cn"))


def _cover(mark: str, number: int) -> str:
    """Letters alone, so that no engine counts with them."""
    return f"{mark}{chr(_A + number // 26)}{chr(_A + number % 26)}{mark[0]}"


def _covers(mark: str) -> re.Pattern[str]:
    return re.compile(f"{mark}([A-Z][A-Z]){mark[0]}")


def _number(letters: str) -> int:
    return (ord(letters[0]) - _A) * 26 + ord(letters[1]) - _A
