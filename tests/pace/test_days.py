from datetime import date

import pytest

from bot.model.school import Calendar
from bot.pace.days import is_closed, is_public_holiday, is_school_day, is_school_holiday, is_term, knows_place
from tests.pace.school_days import ALWAYS_TERM, SCHOOL

PUBLIC = [
    (date(2026, 2, 6), "Waitangi"),
    (date(2026, 4, 3), "Good Friday"),
    (date(2026, 4, 25), "Anzac Day, a Saturday"),
    (date(2026, 4, 27), "its Monday"),
    (date(2026, 7, 10), "Matariki"),
    (date(2027, 6, 25), "Matariki"),
    (date(2027, 2, 8), "Waitangi's Monday"),
    (date(2026, 1, 26), "Auckland's anniversary"),
]


@pytest.mark.parametrize(("day", "why"), PUBLIC)
def test_public_holidays(day: date, why: str) -> None:
    assert is_public_holiday(day, SCHOOL), why
    assert not is_school_day(day, ALWAYS_TERM), why


def test_an_anniversary_belongs_to_its_region() -> None:
    assert not is_public_holiday(date(2026, 1, 26), Calendar(region="WGN"))
    assert is_public_holiday(date(2026, 1, 19), Calendar(region="WGN"))


@pytest.mark.parametrize("region", ["WKO", "BOP", "GIS", "TAS", "MWT"])
def test_where_the_library_has_no_anniversary_the_school_says_it(region: str) -> None:
    day = date(2026, 1, 26)
    assert not is_public_holiday(day, Calendar(region=region)), "then the school's own setting is not needed"
    assert is_public_holiday(day, Calendar(region=region, anniversary=day))
    assert not is_public_holiday(date(2027, 1, 26), Calendar(region=region, anniversary=day))


def test_easter_tuesday_is_a_holiday_for_schools_only() -> None:
    tuesday = date(2027, 3, 30)
    assert is_term(tuesday, SCHOOL), "in 2027 Easter falls inside the term"
    assert is_school_holiday(tuesday, SCHOOL)
    assert not is_public_holiday(tuesday, SCHOOL)
    assert not is_school_day(tuesday, SCHOOL)
    assert is_school_day(date(2027, 3, 31), SCHOOL)
    assert is_school_holiday(date(2011, 4, 26), ALWAYS_TERM), "Anzac Day and Easter Monday shared a day"
    assert not is_school_holiday(tuesday, Calendar(country="WS"))


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 7, 3), True),
        (date(2026, 7, 4), False),
        (date(2026, 7, 19), False),
        (date(2026, 7, 20), True),
        (date(2026, 8, 8), True),
        (date(2026, 12, 25), False),
    ],
)
def test_terms_hold_their_first_and_last_day_and_their_weekends(day: date, term: bool) -> None:
    assert is_term(day, SCHOOL) is term
    assert is_term(day, ALWAYS_TERM), "without terms, every week is term"


def test_a_closure_holds_both_its_ends() -> None:
    closed = [n for n in range(10, 16) if is_closed(date(2026, 8, n), SCHOOL)]
    assert closed == [12, 13]
    assert [n for n in range(10, 17) if is_school_day(date(2026, 8, n), SCHOOL)] == [10, 11, 14]


def test_a_place_nobody_knows_is_said_so_not_taken_for_a_place_without_holidays() -> None:
    assert knows_place("NZ", "WKO")
    assert knows_place("WS")
    assert knows_place("NZ")
    assert not knows_place("NZ", "XYZ")
    assert not knows_place("XX")
    assert not knows_place("")
    with pytest.raises(ValueError, match="NZ XYZ"):
        is_public_holiday(date(2026, 8, 10), Calendar(region="XYZ"))
