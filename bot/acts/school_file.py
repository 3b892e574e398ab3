"""The school's TOML file, read strictly: a key that nobody knows is a typing mistake, and is called one."""

import itertools
import re
import tomllib
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.acts.school_reading import BadSchool, Table
from bot.acts.school_reading import bad as _bad
from bot.acts.school_reading import items as _list
from bot.acts.school_reading import only as _only
from bot.acts.school_reading import table as _table
from bot.acts.school_reading import words as _words
from bot.acts.school_translation import translating
from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, find
from bot.model.school import Activities, Calendar, Hours, School, Span
from bot.pace.days import knows_place

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def school_in(text: str) -> School:
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise BadSchool(f"this is not TOML: {trouble}") from None
    _only(top, "", "name key address privacy_contact office_number emergency_line languages reply_cost "
                   "time term closure hours cost activities translation")  # fmt: skip
    cost = _table(top, "cost", "segment_price_cents monthly_segment_ceiling")
    return School(
        id=0,
        key=_key(top),
        name=_words(top, "name"),
        address=_words(top, "address"),
        privacy_contact=_words(top, "privacy_contact"),
        office_number=_number(top, "office_number"),
        emergency_line=_number(top, "emergency_line", "111"),
        reply_cost=_words(top, "reply_cost", "standard"),
        segment_price_cents=float(_amount(cost, "cost.segment_price_cents", 0, (int, float))),
        segment_ceiling=int(_amount(cost, "cost.monthly_segment_ceiling", 5000, (int,))),
        languages=_languages(top),
        calendar=_calendar(top),
        activities=_activities(_table(top, "activities", "days at rooms")),
        translating=translating(top),
    )


def _calendar(top: Table) -> Calendar:
    when = _table(top, "time", "zone region anniversary")
    hours = _table(top, "hours", "weekdays weekends office")
    plain = Calendar()
    anniversary = when.get("anniversary")
    if anniversary is not None and type(anniversary) is not date:
        _bad("time.anniversary", "is not a day", "write it without quotes, e.g. 2027-02-01")
    terms = _spans(top, "term")
    for earlier, later in itertools.pairwise(terms):
        if later.first <= earlier.last:
            _bad("term", f"the one from {later.first} begins before the one to {earlier.last} ends",
                 "write terms that do not overlap")  # fmt: skip
    return Calendar(
        zone=_zone(when),
        region=_region(when, plain.country),
        anniversary=anniversary,
        terms=terms,
        closures=_spans(top, "closure"),
        weekdays=_hours(hours, "weekdays", plain.weekdays),
        weekends=_hours(hours, "weekends", plain.weekends),
        office=_hours(hours, "office", plain.office),
    )


def _key(top: Table) -> str:
    key = _words(top, "key")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", key):
        _bad("key", "is not a short plain word", 'write small letters, digits and hyphens, e.g. "harakeke"')
    return key


def _zone(when: Table) -> str:
    zone = _words(when, "time.zone", "Pacific/Auckland")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _bad("time.zone", f'there is no time zone "{zone}"', 'write one like "Pacific/Auckland"')
    return zone


def _region(when: Table, country: str) -> str:
    region = _words(when, "time.region", "") if when.get("region") else ""
    if not knows_place(country, region):
        _bad(
            "time.region",
            f'"{region}" has no public holidays of its own',
            'write one like "AUK" or "WGN", or leave it out',
        )
    return region


def _languages(top: Table) -> tuple[str, ...]:
    tags = []
    for name in _list(top, "languages"):
        known = find(name)
        if known is None:
            _bad(
                "languages",
                f'Aho does not know "{name}"',
                'write tags or names from "python3 -m bot languages"',
            )
        tags.append(known.tag)
    return tuple(dict.fromkeys([ENGLISH, *tags]))


def _spans(top: Table, key: str) -> tuple[Span, ...]:
    rows = top.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        _bad(key, "is not a list of days", f"begin each with a line [[{key}]]")
    return tuple(sorted((_span(row, key) for row in rows), key=lambda span: span.first))


def _span(row: Table, key: str) -> Span:
    _only(row, f"{key}.", "first last name")
    first, last = row.get("first"), row.get("last", row.get("first") if key == "closure" else None)
    if type(first) is not date or type(last) is not date:
        _bad(key, "needs a first and a last day", "write them without quotes, e.g. first = 2027-02-02")
    if last < first:
        _bad(key, f"the one from {first} ends before it begins", f"write a last day from {first} on")
    return Span(first, last, _words(row, f"{key}.name", ""))


def _hours(hours: Table, key: str, usual: Hours) -> Hours:
    given = hours.get(key)
    if given is None:
        return usual
    if not isinstance(given, list) or len(given) != 2:
        _bad(f"hours.{key}", "is not a pair of times", 'write e.g. ["08:00", "20:00"]')
    opens, closes = (_time(part, f"hours.{key}") for part in given)
    if opens >= closes:
        _bad(
            f"hours.{key}", "closes before it opens", 'write the earlier time first, e.g. ["08:00", "20:00"]'
        )
    return Hours(opens, closes)


def _activities(ideas: Table) -> Activities:
    plain = Activities()
    names = {fold(day): number for number, day in enumerate(DAYS)}
    days = []
    for name in _list(ideas, "activities.days"):
        if fold(name) not in names:
            _bad("activities.days", f'"{name}" is not a day', 'write e.g. ["Saturday"]')
        days.append(names[fold(name)])
    at = _time(ideas["at"], "activities.at") if "at" in ideas else plain.at
    return Activities(tuple(sorted(set(days))), at, tuple(_list(ideas, "activities.rooms")))


def _number(table: Table, key: str, usual: str | None = None) -> str:
    """As families will read it; they must be able to call it."""
    written = _words(table, key, usual)
    if sum(letter.isdigit() for letter in written) < 3:
        _bad(key, f'"{written}" is not a number that one can call', f'write e.g. "{usual or "09 555 0100"}"')
    return written


def _amount(table: Table, key: str, usual: int, kinds: tuple[type, ...]) -> Any:
    value = table.get(key.rpartition(".")[2], usual)
    if type(value) not in kinds or not 0 <= value < 1_000_000:
        whole = "" if float in kinds else "whole "
        _bad(key, "is not an amount", f"write a {whole}number from 0 on, e.g. {usual or 11}")
    return value


def _time(value: object, key: str) -> time:
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if type(value) is time and value.tzinfo is None:
        return value.replace(second=0, microsecond=0)
    _bad(key, f'"{value}" is not a time', 'write e.g. "08:00"')
