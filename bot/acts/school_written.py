"""A school written down again as the keys of its TOML file: what is read from them is the same school."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from bot.acts.school_keeping import KEYS
from bot.acts.school_keys import DAYS
from bot.model.school import Activities, Calendar, Hours, School, Span, Texts, Translating


def table_of(it: School) -> dict[str, Any]:
    """The keys of the file that would make this school: `school_of(table_of(it)) == it`, its id apart."""
    days = it.calendar
    top: dict[str, Any] = {
        "name": it.name,
        "key": it.key,
        "address": it.address,
        "privacy_contact": it.privacy_contact,
        "office_number": it.office_number,
        "emergency_line": it.emergency_line,
        "languages": list(it.languages),
        "reply_cost": it.reply_cost,
        "urgent_at_night": it.urgent_at_night,
        "time": _time(days),
        "term": [_span(span) for span in days.terms],
        "closure": [_span(span) for span in days.closures],
        "hours": {name: _hours(getattr(days, name)) for name in ("weekdays", "weekends", "office")},
        "sms": _sms(it.texts),
        "activities": _activities(it.activities),
        "keep": {name: getattr(it.keeping, field) for name, field in KEYS.items()},
    }
    if it.translating.on:
        top["translation"] = _translation(it.translating)
    return top


def toml_of(top: Mapping[str, Any]) -> str:
    """These keys as TOML: plain ones first, then each part under its own heading."""
    return "\n".join(_lines(top, "")).strip() + "\n"


def _time(days: Calendar) -> dict[str, Any]:
    found: dict[str, Any] = {"zone": days.zone}
    if days.region:
        found["region"] = days.region
    if days.anniversary:
        found["anniversary"] = days.anniversary
    return found


def _span(it: Span) -> dict[str, Any]:
    return {**({"name": it.name} if it.name else {}), "first": it.first, "last": it.last}


def _hours(it: Hours) -> list[str]:
    return [_clock(it.opens), _clock(it.closes)]


def _clock(it: time) -> str:
    return it.strftime("%H:%M")


def _sms(it: Texts) -> dict[str, Any]:
    found: dict[str, Any] = {} if it.tariff is None else {"tariff": f"{it.tariff:f}"}
    found |= {"currency": it.currency, "monthly_segments": it.monthly_segments}
    if it.double_vowels:
        found["double_vowels"] = list(it.double_vowels)
    found["digest"] = {"day": DAYS[it.digest_day], "at": _clock(it.digest_at)}
    if it.rooms:
        found["rooms"] = dict(it.rooms)
    return found


def _activities(it: Activities) -> dict[str, Any]:
    return {"days": [DAYS[day] for day in it.days], "at": _clock(it.at), "rooms": list(it.rooms)}


def _translation(it: Translating) -> dict[str, Any]:
    found: dict[str, Any] = {"engine": it.engine or "none", "wait_seconds": it.wait_seconds}
    if it.own_server:
        found["own_server"] = True
    for name in ("not_overseas", "glossary", "delicate"):
        if listed := getattr(it, name):
            found[name] = list(listed)
    if it.te_reo:
        who, _comma, day = it.te_reo.rpartition(", ")
        found["te_reo"] = {"decided_by": who, "on": date.fromisoformat(day)}
    if it.engines:
        found["languages"] = {tag: engine or "none" for tag, engine in it.engines}
    if it.people:
        found["people"] = [{"name": name, "languages": [tag]} for name, tag in it.people]
    return found


def _lines(table: Mapping[str, Any], heading: str) -> list[str]:
    plain = {key: value for key, value in table.items() if not _is_part(value)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in table.items():
        name = f"{heading}{_key(key)}"
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, f"{name}.")]
        elif _is_part(value):
            for row in value:
                lines += ["", f"[[{name}]]", *_lines(row, f"{name}.")]
    return lines


def _is_part(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, Sequence) and bool(value) and all(isinstance(it, Mapping) for it in value)
    )


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            # JSON's escapes are TOML's too, but for one letter that TOML wants escaped and JSON does not.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case list() | tuple():
            return f"[{', '.join(_value(it) for it in value)}]"
    raise ValueError(f"not a value of a school's file: {type(value).__name__}")
