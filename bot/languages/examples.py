"""What usually stands in a placeholder: for counting what a sentence of ours takes by SMS, never for sending."""

import datetime as dt

from bot.languages import dates
from bot.languages.placeholders import fill, placeholders
from bot.languages.registry import language

_DAY, _TIME = dt.date(2026, 11, 24), dt.time(8, 30)
_MOMENT = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)

#: In plain letters: what a count then shows as costly is the sentence's own. People's own words come on top.
_USUAL = {
    "school": "Harakeke School", "teacher": "Ms Tane", "teachers": "Ms Tane", "child": "Tama", "children": "Tama",
    "relation": "mother", "room": "Room 5", "rooms": "Room 5", "office": "09 555 0100", "emergency": "111",
    "number": "+64 20 000 0001", "link": "https://aho.school.example/privacy", "code": "K7MQ2X", "words": "",
    "word": "STOP", "tag": "mi", "channel": "SMS", "count": "2", "segments": "2", "left": "40", "phones": "24",
    "people": "24", "missed": "1", "sample": "",
}  # fmt: skip


def filled(words: str, tag: str) -> str:
    """`words`, in the language `tag`, as it usually reads. ValueError where its placeholders are broken."""
    own = {
        "day": dates.day(_DAY, tag), "time": dates.time(_TIME, tag), "moment": dates.moment(_MOMENT, dt.UTC, tag),
        "language": language(tag).own_name,
    }  # fmt: skip
    return fill(words, {name: own.get(name) or _USUAL.get(name, "Mere") for name in placeholders(words)})
