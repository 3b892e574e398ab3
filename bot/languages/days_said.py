"""Days that somebody speaks of in a sentence: today, tomorrow, Friday, 20/12, "until Friday", "Monday to Wednesday"."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from bot.languages import next_week, typed_dates
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, Language, language

DAY = dt.timedelta(days=1)
#: Further ahead, a date without a year was last month's: nobody speaks of it here.
AHEAD = 60
_TYPED = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,}"
)
_MARK = re.compile(r"day(\d{8})")
#: What may stand between "until" and its day.
_SMALL = {"the", "on", "next", "this", "coming"}
_SHORT = ("mon", "tue", "wed", "thu", "fri")
_ALSO_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_WEEK = {"all week", "this week", "rest of the week", "rest of this week", "whole week"}
_NEXT_WEEK = re.compile(r"(?<!\S)next week(?!\S)")
_WELL = ("better", "fine", "return", "returns", "returning", "start", "starts")
_FRIDAY = 4
WEEK = 7 * DAY


@dataclass(frozen=True)
class _Place:
    begins: int
    ends: int
    day: dt.date
    weekday: bool = False  #: by its name alone, so that the week is ours to find


def days(text: str, tag: str, today: dt.date) -> tuple[dt.date, ...]:
    """The days, each once, in order: a stretch as all of its days, weekends and holidays too. None is said: empty.

    "Until Friday" begins today and holds Friday; "back on Friday" does not. What lies behind us is no such day.
    """
    said = fold(_TYPED.sub(lambda typed: _marked(typed[0], tag, today), text.casefold()))
    found: dict[dt.date, None] = {}
    last: dt.date | None = None
    for it in _with_next(said, _places(said, tag, today), tag, today):
        before = _before(said[: it.begins], tag)
        if before == "since":
            continue
        if before == "back":
            found.update(dict.fromkeys(_stretch(last or today, it.day - DAY)))
        elif before == "until":
            if it.weekday and last and it.day < last:  # "Monday to Wednesday", said on a Tuesday
                it = replace(it, day=it.day + WEEK)
            found.update(dict.fromkeys(_stretch(last or today, it.day)))
        else:
            found[it.day] = None
        last = it.day
    if not found and language(tag).script == "Latn":
        found = dict.fromkeys(_weeks(said, tag, today))
    return tuple(sorted(it for it in found if today <= it <= today + DAY * AHEAD))


def in_doubt(text: str, tag: str) -> bool:
    """Whether the days that are found may be a week off: "next Friday" is not the same Friday to everybody."""
    return next_week.is_said(fold(text), tag)


def _weeks(said: str, tag: str, today: dt.date) -> list[dt.date]:
    """Whole weeks, where no day is named: "all week", "next week", "back next week"."""
    friday = max(today, _monday(today) + DAY * _FRIDAY)
    found = _stretch(today, friday) if any(f" {it} " in f" {said} " for it in _WEEK) else []
    if mark := _NEXT_WEEK.search(said):
        before = said[: mark.start()].split()
        if _before(said[: mark.start()], tag) or before[-1:] and before[-1] in _WELL:
            found += _stretch(today, friday)
        else:
            monday = _monday(today) + WEEK
            found += _stretch(monday, monday + DAY * _FRIDAY)
    return found


def _with_next(said: str, places: list[_Place], tag: str, today: dt.date) -> list[_Place]:
    """With the days that "next" puts into the next week."""
    named = [it for it in places if it.weekday]
    days = [(it.begins, it.ends, it.day.weekday()) for it in named]
    moved = next_week.of_next_week(said, tag, days, today.weekday())
    theirs = {named[number].begins for number in moved}
    return [
        replace(it, day=_monday(today) + WEEK + DAY * it.day.weekday()) if it.begins in theirs else it
        for it in places
    ]


def _monday(day: dt.date) -> dt.date:
    return day - DAY * day.weekday()


def _marked(typed: str, tag: str, today: dt.date) -> str:
    day = typed_dates.date(typed, tag, today)
    return f" day{day:%Y%m%d} " if day else typed


def _stretch(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + DAY * n for n in range(min((last - first).days, AHEAD) + 1)]


def _places(said: str, tag: str, today: dt.date) -> list[_Place]:
    found = [_Place(it.start(), it.end(), dt.date.fromisoformat(it[1])) for it in _MARK.finditer(said)]
    for known in dict.fromkeys((tag, ENGLISH)):
        words, pattern = _named(known)
        for it in pattern.finditer(said):
            ahead = words[it[0]]
            day = today + DAY * ahead if ahead < _WEEKDAY else _coming(today, ahead - _WEEKDAY)
            if not any(other.begins < it.end() and it.start() < other.ends for other in found):
                found.append(_Place(it.start(), it.end(), day, weekday=ahead >= _WEEKDAY))
    return sorted(found, key=lambda it: it.begins)


def _coming(today: dt.date, weekday: int) -> dt.date:
    return today + DAY * ((weekday - today.weekday()) % 7)


_WEEKDAY = 10  #: in `_named`: from here on it is a day of the week, below it so many days from today


@cache
def _named(tag: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """The words for days, folded, and a pattern that finds them, the longest first."""
    known = language(tag)
    words = {fold(it): 0 for it in known.today} | {fold(it): 1 for it in known.tomorrow}
    words |= {fold(it): _WEEKDAY + number for number, it in enumerate(known.days)}
    if tag == ENGLISH:
        words |= {it: _WEEKDAY + number for number, it in enumerate(_SHORT)}
        words |= {it: _WEEKDAY + number for it, number in _ALSO_SHORT.items()}
    return words, _whole(known, words)


@cache
def _until(tag: str) -> re.Pattern[str]:
    """One of the words for "until", or "back" or "since" in English, at the very end."""
    words = {fold(it): "until" for it in language(tag).until}
    return re.compile(rf"(?:^|\s)({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})$")


def _before(said: str, tag: str) -> str:
    """What stands before a day: "until", "back", "since", or nothing of these."""
    words = said.split()
    while words and words[-1] in _SMALL:
        words.pop()
    if words and words[-1] in ("back", "since"):
        return words[-1]
    plain = " ".join(words)
    for known in dict.fromkeys((tag, ENGLISH)):
        if not language(known).until:
            continue
        if language(known).script == "Latn":
            if _until(known).search(plain):
                return "until"
        elif plain.replace(" ", "").endswith(
            tuple(fold(it).replace(" ", "") for it in language(known).until)
        ):
            return "until"
    return ""


def _whole(known: Language, words: dict[str, int]) -> re.Pattern[str]:
    """Whole words, where they are set apart."""
    every = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\S)(?:{every})(?!\S)" if known.script == "Latn" else every)
