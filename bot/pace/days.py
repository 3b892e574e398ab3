"""What kind of day it is at the school. Days are local dates of the school's own zone."""

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, ModuleType

import holidays

from bot.model.school import Calendar

# A school asks for one country, each of them a file. Their package, when it is run, brings all 250, with 8 MB: so it
# is only said where it is.
_COUNTRIES = ModuleType("holidays.countries")
_COUNTRIES.__path__ = [str(Path(holidays.__file__).parent / "countries")]
sys.modules.setdefault(_COUNTRIES.__name__, _COUNTRIES)

EASTER_MONDAY = "Easter Monday"


def is_public_holiday(day: date, calendar: Calendar) -> bool:
    """True on the country's and the region's days off, those moved to a Monday included, and on the
    school's own anniversary day. Raises ValueError for a place that `knows_place` does not know.
    """
    return day == calendar.anniversary or day in _named_days(calendar.country, calendar.region, day.year)


def is_term(day: date, calendar: Calendar) -> bool:
    """True inside a term, its weekends included; without any terms, always."""
    return not calendar.terms or any(term.first <= day <= term.last for term in calendar.terms)


def is_school_holiday(day: date, calendar: Calendar) -> bool:
    """True outside the terms, and on Easter Tuesday in New Zealand: a day off for schools alone."""
    return not is_term(day, calendar) or _is_easter_tuesday(day, calendar)


def is_closed(day: date, calendar: Calendar) -> bool:
    """True in a closure that the school has declared: a tangi, a storm, a day for teachers only."""
    return any(closure.first <= day <= closure.last for closure in calendar.closures)


@lru_cache(maxsize=1024)  # of the same few days it is asked at every message
def is_school_day(day: date, calendar: Calendar) -> bool:
    """True when children and teachers are at school."""
    return day.weekday() < 5 and lets_prompts(day, calendar)


def lets_prompts(day: date, calendar: Calendar) -> bool:
    """True when the school may ask something of families, weekends in term included."""
    return not (
        is_closed(day, calendar) or is_school_holiday(day, calendar) or is_public_holiday(day, calendar)
    )


def why_quiet(day: date, calendar: Calendar) -> str:
    """In words, why the school asks nothing of families on this day: "Labour Day"; empty where it may."""
    for closure in calendar.closures:
        if closure.first <= day <= closure.last:
            return closure.name or "the school is closed"
    if day == calendar.anniversary:
        return "the anniversary day"
    if name := _named_days(calendar.country, calendar.region, day.year).get(day):
        return name
    return "school holidays" if is_school_holiday(day, calendar) else ""


def knows_place(country: str, region: str = "") -> bool:
    """Whether public holidays are known here: to be asked before a calendar is kept.

    A known region may still lack its anniversary day (Waikato, Bay of Plenty, Gisborne, Tasman,
    Manawatū-Whanganui): that is what the calendar's own `anniversary` is for.
    """
    try:
        holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return False
    return True


def public_holidays(year: int, calendar: Calendar) -> list[tuple[date, str]]:
    """The public holidays of a year by name, the school's own anniversary day among them."""
    named = dict(_named_days(calendar.country, calendar.region, year))
    own = calendar.anniversary
    if own is not None and own.year == year:
        named.setdefault(own, "The school's own anniversary day")
    return sorted(named.items())


def _is_easter_tuesday(day: date, calendar: Calendar) -> bool:
    if calendar.country != "NZ" or day.weekday() != 1:
        return False
    # In some years Anzac Day shares its Monday with Easter, and the name holds both.
    before = _named_days(calendar.country, calendar.region, day.year).get(day - timedelta(days=1), "")
    return EASTER_MONDAY in before


@lru_cache(maxsize=256)
def _named_days(country: str, region: str, year: int) -> Mapping[date, str]:
    try:
        return MappingProxyType(dict(holidays.country_holidays(country, subdiv=region or None, years=year)))
    except NotImplementedError:
        raise ValueError(f"no public holidays are known for {country} {region}".rstrip()) from None
