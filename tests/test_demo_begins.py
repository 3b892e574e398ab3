"""When the demo begins: on whatever day and at whatever hour somebody tries it, there is something to see."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acts import schools
from bot.demo import FOLDER, DemoClock, _in_school_hours
from bot.pace import families, teachers

SCHOOL = schools.read(FOLDER / "school.toml")
HERE = ZoneInfo(SCHOOL.calendar.zone)


def begins(wall: str) -> str:
    """When the demo begins, for somebody who starts it at this moment of the school's own wall clock."""
    started = datetime.fromisoformat(wall).replace(tzinfo=HERE).astimezone(UTC)
    return f"{_in_school_hours(started, SCHOOL).astimezone(HERE):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("started", "begun"),
    [
        ("2026-11-26 11:40", "Thu 2026-11-26 11:40"),  # inside a school day: it is now
        ("2026-11-26 09:00", "Thu 2026-11-26 09:00"),
        ("2026-11-26 15:00", "Thu 2026-11-26 15:00"),
        ("2026-11-26 00:01", "Thu 2026-11-26 09:00"),  # before it: the same morning
        ("2026-11-26 08:10", "Thu 2026-11-26 09:00"),  # also once the office has opened
        ("2026-11-26 15:01", "Fri 2026-11-27 09:00"),  # too late for the teacher to hear much: the next one
        ("2026-11-27 16:00", "Mon 2026-11-30 09:00"),  # a Friday
        ("2026-11-27 23:59", "Mon 2026-11-30 09:00"),
        ("2026-11-28 11:00", "Mon 2026-11-30 09:00"),  # a Saturday
        ("2026-12-24 11:00", "Thu 2026-12-24 11:00"),  # the demo has no terms
        ("2026-12-24 18:00", "Tue 2026-12-29 09:00"),  # Christmas, a weekend, Boxing Day on its Monday
        ("2027-01-01 11:00", "Tue 2027-01-05 09:00"),  # New Year, a weekend, the day after on its Monday
        ("2026-04-03 11:00", "Wed 2026-04-08 09:00"),  # Good Friday; Tuesday after Easter is the schools' own
        ("2026-04-05 02:30", "Wed 2026-04-08 09:00"),  # Easter Sunday, an hour that came twice
        ("2026-09-27 02:30", "Mon 2026-09-28 09:00"),  # an hour that never was
    ],
)
def test_it_begins_in_a_school_day(started: str, begun: str) -> None:
    assert begins(started) == begun


@settings(max_examples=40)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_on_any_day_of_these_years_teacher_and_families_can_hear_each_other(started: datetime) -> None:
    """Never before now, and an hour and a half of office hours are left."""
    begun = _in_school_hours(started, SCHOOL)
    assert started <= begun < started + timedelta(days=14)
    assert time(9) <= begun.astimezone(HERE).time() <= time(15)
    for moment in (begun, begun + timedelta(minutes=89)):
        assert teachers.open_now(moment, SCHOOL.calendar)
        assert families.open_now(moment, SCHOOL.calendar)


def test_its_clock_goes_on_from_there_and_only_forward() -> None:
    real = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
    clock = DemoClock(lambda: real, _in_school_hours(real, SCHOOL))
    assert clock.now().astimezone(HERE).date() == date(2026, 11, 30)
    clock.forward(-60)
    assert clock.now().astimezone(HERE).time() == time(9)
    real += timedelta(minutes=5)
    clock.forward(600)
    assert clock.now().astimezone(HERE).time() == time(9, 15)
