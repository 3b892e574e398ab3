"""The school's TOML file, read strictly: a key that nobody knows is a typing mistake, and is called one."""

import itertools
import re
import tomllib
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.acts.school_keeping import keeping_in
from bot.acts.school_keys import BadSchool, Table
from bot.acts.school_keys import bad as _bad
from bot.acts.school_keys import clock as _time
from bot.acts.school_keys import day_of_week as _day_of_week
from bot.acts.school_keys import listed as _list
from bot.acts.school_keys import number as _number
from bot.acts.school_keys import only as _only
from bot.acts.school_keys import table as _table
from bot.acts.school_keys import words as _words
from bot.acts.school_texts import texts_in
from bot.acts.school_translation import translating
from bot.languages.registry import ENGLISH, find
from bot.model.school import RING, WAIT, Activities, Calendar, Hours, School, Span
from bot.pace.days import knows_place

__all__ = ["BadSchool", "school_in", "school_of"]


def school_in(text: str) -> School:
    try:
        top = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as trouble:
        raise BadSchool(f"this is not TOML: {trouble}") from None
    return school_of(top)


def school_of(top: Table) -> School:
    """The school in these keys: of a file, or of a form on the School page. Raises BadSchool."""
    _only(top, "", "name key address privacy_contact office_number emergency_line languages reply_cost urgent_at_night "
                   "time term closure hours sms cost activities translation keep")  # fmt: skip
    return School(
        id=0,
        key=_key(top),
        name=_words(top, "name"),
        address=_words(top, "address"),
        privacy_contact=_words(top, "privacy_contact"),
        office_number=_number(top, "office_number"),
        emergency_line=_number(top, "emergency_line", "111"),
        reply_cost=_words(top, "reply_cost", "standard"),
        texts=texts_in(top),
        languages=_languages(top),
        calendar=_calendar(top),
        activities=_activities(_table(top, "activities", "days at rooms")),
        translating=translating(top),
        keeping=keeping_in(top),
        urgent_at_night=_at_night(top),
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


def _at_night(top: Table) -> str:
    chosen = _words(top, "urgent_at_night", WAIT)
    if chosen not in (WAIT, RING):
        _bad("urgent_at_night", f'is "{chosen}"', f'write "{WAIT}" or "{RING}"')
    return chosen


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
    days = [_day_of_week(name, "activities.days") for name in _list(ideas, "activities.days")]
    at = _time(ideas["at"], "activities.at") if "at" in ideas else plain.at
    return Activities(tuple(sorted(set(days))), at, tuple(_list(ideas, "activities.rooms")))
