"""Days, times and lists of names as a reader of each language writes them. Nothing costs SMS silently."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from babel.lists import format_list

from bot.languages.registry import language
from bot.languages.segments import plain

# What stands between a day and its hour, where it is not a comma.
MANY = 3  #: days; more are said as a stretch
_BETWEEN = {"Hans": " ", "Hant": " ", "Kore": " ", "Arab": "، "}


def day(when: dt.date, tag: str) -> str:
    """ "Tuesday 24 November": no year, for days that are near."""
    known = language(tag)
    weekday, month = known.days[when.weekday()], known.months[when.month - 1]
    return plain(known.day.format(weekday=weekday, day=when.day, month=month))


def days(when: Sequence[dt.date], tag: str) -> str:
    """Each by its name; of many, the first and the last."""
    if len(when) > MANY:
        return f"{day(when[0], tag)} - {day(when[-1], tag)}"
    return listed([day(it, tag) for it in when], tag)


def time(when: dt.time, tag: str) -> str:
    """ "3:30 pm", or "15:30" where the language writes that."""
    known = language(tag)
    return plain(
        known.clock.format(
            hour12=when.hour % 12 or 12,
            hour24=f"{when.hour:02}",
            minute=f"{when.minute:02}",
            half=known.halves[when.hour // 12],
        )
    )


def moment(when: dt.datetime, zone: dt.tzinfo, tag: str) -> str:
    """ "Tuesday 24 November, 3:30 pm" in `zone`. `when` is aware; a naive one is a ValueError."""
    if when.tzinfo is None:
        raise ValueError("a moment needs its zone")
    local = when.astimezone(zone)
    between = _BETWEEN.get(language(tag).script, ", ")
    return day(local, tag) + between + time(local.time(), tag)


def listed(names: Sequence[str], tag: str) -> str:
    """ "Mere, Tama and Sione". The names stay as they were given; only what stands between them is ours."""
    known = language(tag)
    if len(names) < 2:
        return "".join(names)
    if known.joined is None:
        return "".join(it if isinstance(it, str) else names[it] for it in _joined(len(names), tag))
    between = known.joined.replace("{0}", "").replace("{1}", "")
    return ", ".join(names[:-1]) + between + names[-1]


@lru_cache(maxsize=512)
def _joined(many: int, tag: str) -> tuple[int | str, ...]:
    """So many names, as their places, with what stands between them. A name that looks like a pattern is no pattern."""
    marks = [chr(0xE000 + number) for number in range(many)]
    pattern = plain(format_list(marks, locale=language(tag).babel))
    return tuple(ord(mark) - 0xE000 if mark in marks else mark for mark in pattern)
