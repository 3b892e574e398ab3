"""What "next" says of the days that somebody names: "next Thursday and Friday", "Monday to Wednesday next week".

People do not agree which Thursday "next Thursday" is; whoever notes it asks first. In English it is taken for the next
week's; in other languages for the one that comes, which is not today.
"""

import re
from collections.abc import Sequence
from functools import cache

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, language

#: What may stand between "next", or "next week", and its day; between a day and "next week"; between two of its days.
_TO_ITS_DAY = {"on", "from", "the"}
_TO_ITS_WEEK = {"of", "the", "in", "de"}
_JOINED = {"and", "or", "to", "until", "till", "til", "thru", "through"}


def is_said(said: str, tag: str) -> bool:
    """Whether "next" stands in it at all. `said` is folded, here and below."""
    return any(_pattern(it, week).search(said) for it in {tag, ENGLISH} for week in (True, False))


def of_next_week(said: str, tag: str, days: Sequence[tuple[int, int, int]], today: int) -> set[int]:
    """Which of these days of the week (where each begins and ends, and its number), in their order, are the next
    week's: the one beside "next", and those that are counted on with it. `today`: the number of today."""
    found: set[int] = set()
    weeks = [it for known in {tag, ENGLISH} for it in _pattern(known, week=True).finditer(said)]
    marks = [*weeks, *_pattern(ENGLISH, week=False).finditer(said)]
    others = [] if tag == ENGLISH else [*_pattern(tag, week=False).finditer(said)]
    for number, (begins, ends, weekday) in enumerate(days):
        if any(_before(said, it, begins) for it in marks):
            found |= _on(said, days, number, 1)
        if any(_after(said, it, ends) for it in weeks):
            found |= _on(said, days, number, -1)
        if weekday == today and any(_before(said, it, begins) or _after(said, it, ends) for it in others):
            found.add(number)
    return found


def _before(said: str, mark: re.Match[str], begins: int) -> bool:
    return mark.start() < begins <= mark.end() or (
        mark.end() < begins and set(said[mark.end() : begins].split()) <= _TO_ITS_DAY
    )


def _after(said: str, mark: re.Match[str], ends: int) -> bool:
    return ends <= mark.start() and set(said[ends : mark.start()].split()) <= _TO_ITS_WEEK


def _on(said: str, days: Sequence[tuple[int, int, int]], number: int, step: int) -> set[int]:
    """From this day on, in that direction, as long as they are counted up: "Friday and Monday" is of two weeks."""
    found = {number}
    while 0 <= number + step < len(days):
        first, then = sorted((number, number + step))
        between = said[days[first][1] : days[then][0]].split()
        if not set(between) <= _JOINED or days[first][2] >= days[then][2]:
            break
        number += step
        found.add(number)
    return found


@cache
def _pattern(tag: str, week: bool) -> re.Pattern[str]:
    known = language(tag)
    words = sorted(map(fold, known.next_week if week else known.next), key=len, reverse=True)
    if not words:
        return re.compile(r"(?!)")
    every = "|".join(map(re.escape, words))
    return re.compile(rf"(?<!\S)(?:{every})(?!\S)" if known.script == "Latn" else every)
