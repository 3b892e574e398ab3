"""How long somebody means, in their own words' order: "2 weeks", "e rua wiki", "vaiaso e 2", أسبوعين, 两周."""

import re
from collections.abc import Sequence
from functools import cache

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, language

#: "Mo", "te", "por": what stands beside a number and its unit and says nothing of how long.
_PARTICLE = 4
_TOGETHER = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_DIGITS = re.compile(r"\d{1,2}$")
#: Chinese "… please", "… , shall we", after a length.
_POLITE = ("吧", "好吗", "好嗎", "谢谢", "謝謝", "可以吗", "可以嗎")


def days(text: str, tag: str) -> int | None:
    """How many days all of `text` is in the language `tag`; None where it says no length."""
    if runs_together(tag):
        return _run_together("".join(fold(text).split()), tag)
    said = fold(text)
    if said in _spans(tag):
        return _spans(tag)[said]
    words = _TOGETHER.sub(" ", said).split()
    numbers = [it for it in words if _number(it, tag)]
    units = [it for it in words if it in _units(tag)]
    others = [it for it in words if it not in numbers and it not in units]
    if len(numbers) != 1 or len(units) != 1 or any(len(it) > _PARTICLE for it in others):
        return None
    if words.index(numbers[0]) > words.index(units[0]) and not language(tag).number_after:
        return None  # "tháng 2", "día 2": which month or day it is, and not how many
    return _number(numbers[0], tag) * _units(tag)[units[0]]


def holds_one(words: Sequence[str], tag: str) -> bool:
    """Whether these folded words, few as they are, speak of how long: a digit, a number first, or one and its unit."""
    if any(sign.isdigit() for it in words for sign in it):
        return True
    tags = dict.fromkeys((tag, ENGLISH))
    if any(_number(words[0], it) for it in tags):
        return True
    numbered = any(_number(word, it) for word in words for it in tags)
    measured = any(
        word.removesuffix("s") in _units(it) or word in _units(it) for word in words for it in tags
    )
    return (numbered and measured) or days(" ".join(words), tag) is not None


def holds_a_unit(rest: str, tag: str) -> bool:
    """Whether what runs together speaks of how long: a digit, or a number and its unit anywhere."""
    said = "".join(fold(rest).split())
    if any(it.isdigit() for it in said) or any(it in said for it in _spans(tag)):
        return True
    return any(number + unit in said for number in _numbers(tag) for unit in _units(tag))


def runs_together(tag: str) -> bool:
    """Whether the language sets no spaces between its words."""
    return tag in LANGUAGES and LANGUAGES[tag].script in ("Hans", "Hant")


def _run_together(said: str, tag: str) -> int | None:
    for after in _POLITE:
        said = said.removesuffix(after)
    if said in _spans(tag):
        return _spans(tag)[said]
    for unit in sorted(_units(tag), key=len, reverse=True):
        if said.endswith(unit):
            return _number(said.removesuffix(unit), tag) * _units(tag)[unit] or None
    return None


def _number(word: str, tag: str) -> int:
    """The number that a word is; 0 where it is none."""
    if _DIGITS.match(word):
        return int(word)
    return _numbers(tag).get(word, 0)


@cache
def _numbers(tag: str) -> dict[str, int]:
    return {fold(word): number for number, word in enumerate(language(tag).numbers, 1)}


@cache
def _units(tag: str) -> dict[str, int]:
    return {fold(word): many for word, many in language(tag).units.items()}


@cache
def _spans(tag: str) -> dict[str, int]:
    return {fold(words): many for words, many in language(tag).spans.items()}
