from datetime import UTC, date, time, timedelta
from itertools import pairwise

import pytest

from bot.pace.schedule import due_days, local, occurrence
from tests.pace.school_days import AUCKLAND, SCHOOL, at

CHATHAM = "Pacific/Chatham"


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        (date(2026, 9, 27), time(2, 30), AUCKLAND, "2026-09-26 14:00"),  # 2:30 is not there: 3:00
        (date(2027, 9, 26), time(2, 0), AUCKLAND, "2027-09-25 14:00"),
        (date(2026, 9, 27), time(3, 0), AUCKLAND, "2026-09-26 14:00"),
        (date(2026, 9, 27), time(1, 59), AUCKLAND, "2026-09-26 13:59"),
        (date(2026, 4, 5), time(2, 30), AUCKLAND, "2026-04-04 13:30"),  # twice there: the first
        (date(2027, 4, 4), time(2, 0), AUCKLAND, "2027-04-03 13:00"),
        (date(2026, 4, 5), time(3, 0), AUCKLAND, "2026-04-04 15:00"),
        (date(2026, 9, 27), time(3, 15, 20), CHATHAM, "2026-09-26 14:00"),
        (date(2026, 4, 5), time(3, 0), CHATHAM, "2026-04-04 13:15"),
        (date(2026, 8, 10), time(8), "Pacific/Niue", "2026-08-10 19:00"),
    ],
)
def test_the_nights_when_clocks_change(day: date, clock: time, zone: str, utc: str) -> None:
    assert occurrence(day, clock, zone) == at(utc, "UTC")
    assert occurrence(day, clock, zone).tzinfo is UTC


@pytest.mark.parametrize(
    "zone", [AUCKLAND, CHATHAM, "Pacific/Niue", "Pacific/Apia", "Australia/Lord_Howe", "America/Havana"]
)
def test_each_local_date_has_one_moment(zone: str) -> None:
    for clock in (time(0), time(2, 30), time(10)):
        moments = [occurrence(date(2026, 1, 1) + timedelta(days=n), clock, zone) for n in range(731)]
        dates = [local(moment, zone).date() for moment in moments]
        assert dates == [date(2026, 1, 1) + timedelta(days=n) for n in range(731)]
        assert all(a < b for a, b in pairwise(moments))


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local(at("2026-08-10 10:00").replace(tzinfo=None), AUCKLAND)


def test_activities_fall_on_their_days_in_term_and_never_in_a_closure() -> None:
    wednesday_and_saturday = (2, 5)
    due = due_days(SCHOOL, wednesday_and_saturday, date(2026, 8, 5), date(2026, 8, 15))
    assert due == (date(2026, 8, 8), date(2026, 8, 15)), "the 5th was before; the 12th is the tangi"
    assert due_days(SCHOOL, wednesday_and_saturday, date(2026, 7, 3), date(2026, 7, 19)) == ()
    assert due_days(SCHOOL, (0,), date(2026, 5, 31), date(2026, 6, 8)) == (date(2026, 6, 8),), (
        "King's Birthday"
    )
    assert due_days(SCHOOL, (), date(2026, 8, 5), date(2026, 8, 15)) == ()
    assert due_days(SCHOOL, (2,), date(2026, 8, 5), date(2026, 8, 5)) == ()
