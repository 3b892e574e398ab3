"""A date as people text it: 20/12, 20.12.2026, 20 Dec, 2026-12-20; and how long a pause lasts: 2 weeks, a month."""

import datetime as dt
import re

from bot.languages import lengths
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, language

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\.?$")
_NAMED = re.compile(r"(\d{1,2})\.?(?:st|nd|rd|th)? (\D+?)(?: (\d{4}))?$")
_NUMBERED = {word: number for number, word in enumerate(language(ENGLISH).numbers, 1)}
_WORDS = {"a": 1, "an": 1, **_NUMBERED}
_SPAN = re.compile(rf"(\d{{1,2}}|{'|'.join(_WORDS)}) ?(day|week|wk|month|mth)s?$")
_SHORTEST = 3  #: letters of a month's name
_LONG = {"day": 1, "week": 7, "wk": 7, "month": 30, "mth": 30}
#: What people are polite with, and what says nothing more about how long.
_AFTER = (" please", " pls", " thanks", " thank you")


def date(text: str, tag: str, today: dt.date) -> dt.date | None:
    """The day that all of `text` is, this year's or the next one's where no year is said; None where it is no day.

    Days come before months, as everybody here writes them.
    """
    said = text.strip().casefold()
    if found := _ISO.match(said):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(said):
        return _next(int(found[1]), int(found[2]), found[3], today)
    if (found := _NAMED.match(said)) and (month := _month(found[2], tag)):
        return _next(int(found[1]), month, found[3], today)
    return None


def days(text: str, tag: str) -> int | None:
    """How many days "2 weeks", "a month" or "10 days" are, in English or as it is said in the language `tag`."""
    found = _SPAN.match(" ".join(text.casefold().split()))
    if found is None:
        return lengths.days(text, tag) or lengths.days(text, ENGLISH)
    many = _WORDS.get(found[1]) or int(found[1])
    return many * _LONG[found[2]] or None


def last_day(text: str, tag: str, today: dt.date) -> dt.date | None:
    """The last day of "2 weeks", "for six weeks please", "20/12" or "until 20 Dec"; None where it says none."""
    said = _bare(text, tag)
    many = days(said, tag)
    return today + dt.timedelta(days=many) if many else date(said, tag, today)


def is_span(text: str, tag: str) -> bool:
    """Whether it says how long, or until which day."""
    return last_day(text, tag, dt.date.min) is not None


def _bare(text: str, tag: str) -> str:
    """Without "for" or "until" before it, and without a "please" after it."""
    said = " ".join(text.casefold().split()).rstrip(".! ")
    for after in _AFTER:
        said = said.removesuffix(after)
    for before in ("for", *language(ENGLISH).until, *language(tag).until):
        if said.startswith(f"{before.casefold()} "):
            return said[len(before) :].strip()
    return said


def _month(word: str, tag: str) -> int | None:
    said = fold(word)
    for known in (language(tag), language(ENGLISH)):
        for number, name in enumerate(known.months, 1):
            if len(said) >= _SHORTEST and fold(name).startswith(said):
                return number
    return None


def _next(day: int, month: int, year: str | None, today: dt.date) -> dt.date | None:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _made(today.year, month, day)
    return found if found is None or found >= today else _made(today.year + 1, month, day)


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
