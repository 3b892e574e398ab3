"""An hour as people text it: 5pm, 17:00, 5.30 pm; and a bare 5, which nobody means before breakfast."""

import datetime as dt
import re

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])?\.?(?:m\.?)?")
_BREAKFAST = 7


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
