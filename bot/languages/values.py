"""Values: what goes into our own words. Kept as JSON, and said in the reader's language when sent."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.languages import dates
from bot.languages.directions import Embed
from bot.languages.registry import language

Value = str | int | Mapping[str, Any]


def said(value: Value, tag: str, say: Callable[[str, str, Mapping[str, Value]], str], embed: Embed) -> str:
    """`value` for a reader of `tag`: text as typed, and what is structured in that language's own way.

    `embed` sets apart what is not in the reader's language: text, names, languages.

    {"weekdays": [0, 4]} · {"dates": ["2026-11-26", "2026-11-27"]} ·
    {"day": "2026-11-24"} · {"time": "15:30"} · {"names": ["Mere", "Tama"]} · {"language": "sm"} ·
    {"moment": "2026-11-24T02:30:00+00:00", "zone": "Pacific/Auckland"} · {"words": msgid, "values": {…}}.
    Anything else is a ValueError.
    """
    match value:
        case str() | int():
            return embed(str(value), tag)
        case {"day": str(day)}:
            return dates.day(dt.date.fromisoformat(day), tag)
        case {"dates": list(days) | tuple(days)}:
            return dates.days([dt.date.fromisoformat(it) for it in days], tag)
        case {"weekdays": list(days) | tuple(days)}:
            return dates.listed([language(tag).days[it] for it in days], tag)
        case {"time": str(time)}:
            return dates.time(dt.time.fromisoformat(time), tag)
        case {"moment": str(moment), "zone": str(zone)}:
            return dates.moment(dt.datetime.fromisoformat(moment), ZoneInfo(zone), tag)
        case {"names": list(names) | tuple(names)}:
            return dates.listed([embed(str(name), tag) for name in names], tag)
        case {"words": str(words)}:
            return say(tag, words, value.get("values", {}))
        case {"language": str(named)}:
            return embed(language(named).own_name, tag)
    raise ValueError(f"not a value that can be said: {type(value).__name__}")
