"""An hour as people text it: 5pm, 17:00, 5.30 pm, and a bare 5, which nobody means before breakfast; and a span."""

import datetime as dt
import re

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])?\.?(?:m\.?)?")
_BREAKFAST = 7
_SPAN = re.compile(r"(.+?) ?(?:-|–| to | until | till | and ) ?(.+)")
_TIME_WORDS = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\.?)?|to|until|till|and|after|before|from|between|at|only|please)(?!\w)"
)
_POLITE = re.compile(r"^(?:only |from |between )+|(?: please| only)+$")


def time(text: str) -> dt.time | None:
    """The time that all of `text` is."""
    found = _TIME.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and hour < _BREAKFAST:
        hour += 12
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def span(text: str, first: dt.time, last: dt.time) -> tuple[dt.time, dt.time] | None:
    """From when to when all of `text` says: 10-14, "9.30 to 2.30", "after 5pm", "before 9".

    `first` and `last`: where the day begins and ends. None where it says no such thing, or ends before it begins.
    """
    said = _POLITE.sub("", " ".join(text.casefold().split()).rstrip(".!"))
    opens: dt.time | None = first
    closes: dt.time | None = last
    if said.startswith("after "):
        opens = time(said.removeprefix("after "))
    elif said.startswith("before "):
        closes = time(said.removeprefix("before "))
    elif found := _SPAN.fullmatch(said):
        opens, closes = time(found[1]), time(found[2])
    else:
        return None
    return (opens, closes) if opens and closes and opens < closes else None


def speaks_of_time_alone(text: str) -> bool:
    """Whether nothing else is in it: "9pm", "9pm - 11pm", "before 5"; not "Running 10 min late"."""
    rest = _TIME_WORDS.sub("", text.casefold())
    return any(it.isdecimal() for it in text) and not rest.strip(" -–.,!")
