"""Days of the week as people list them: Friday, "Fri & Sat", "Mondays, Wednesdays"."""

import re

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, language

_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b)\s*|\s+")
_POLITE = ("on", "only", "just", "please", "and")
_SHORTEST = 3  #: letters of an English day's name; in other languages they begin too much alike


def weekdays(text: str, tag: str) -> tuple[int, ...] | None:
    """The days, 0 is Monday, each once, in order; None where there is anything else in it."""
    words = [fold(it) for it in _BETWEEN.split(text.strip().rstrip(".!")) if it]
    found = [_day(it, tag) for it in words if it not in _POLITE]
    return tuple(sorted({it for it in found if it is not None})) if found and None not in found else None


def _day(word: str, tag: str) -> int | None:
    for number, name in enumerate(language(tag).days):
        if word == fold(name):
            return number
    for number, name in enumerate(language(ENGLISH).days):
        if len(word) >= _SHORTEST and f"{fold(name)}s".startswith(word):
            return number
    return None
