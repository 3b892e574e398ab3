"""On which days the texts of a series go, and what becomes of those whose day has passed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.series import CatchUp, Rhythm
from bot.pace.rhythms import Step, next_after, next_day, planned, step, taken_up, week_of_term
from bot.pace.schedule import local, occurrence
from tests.pace.school_days import ALWAYS_TERM, AUCKLAND, SCHOOL, at

MON_WED_FRI = Rhythm(time(15, 30), days=(0, 2, 4))
WEEKS = Rhythm(time(15, 30), days=(0, 2, 4), weeks=(2, 11))


def test_term_weeks_count_from_the_week_in_which_the_term_begins() -> None:
    assert week_of_term(date(2026, 10, 12), SCHOOL) == 1
    assert week_of_term(date(2026, 10, 18), SCHOOL) == 1
    assert week_of_term(date(2026, 10, 19), SCHOOL) == 2
    assert week_of_term(date(2027, 4, 27), SCHOOL) == 1  # a Tuesday
    assert week_of_term(date(2027, 5, 3), SCHOOL) == 2
    assert week_of_term(date(2026, 10, 3), SCHOOL) is None


def test_a_term_is_planned_with_its_holidays_in_words() -> None:
    """Holds why_quiet: "No text on Mon 26 Oct: Labour Day"."""
    found = planned(WEEKS, SCHOOL, date(2026, 10, 1), 30)
    assert found[0].day == date(2026, 10, 19)
    assert [(it.day, it.why) for it in found if it.why][:1] == [(date(2026, 10, 26), "Labour Day")]
    assert sum(not it.why for it in found) == 30
    # Weeks 2 to 10 of this term hold 25 texts: the rest goes in the next one, never in the summer.
    assert not [it for it in found if date(2026, 12, 18) < it.day < date(2027, 2, 8)]
    assert found[-1].day > date(2027, 2, 8)


def test_a_closure_says_its_own_name_and_the_holidays_are_no_day_of_the_rhythm() -> None:
    found = {it.day: it.why for it in planned(MON_WED_FRI, SCHOOL, date(2026, 8, 10), 2)}
    assert found == {date(2026, 8, 10): "", date(2026, 8, 12): "tangi", date(2026, 8, 14): ""}
    assert next_day(MON_WED_FRI, SCHOOL, date(2026, 9, 26)) == date(2026, 10, 12)


def test_outside_of_terms_too_when_it_is_chosen_but_never_on_a_public_holiday() -> None:
    always = Rhythm(time(10), days=(0, 4), in_terms=False)
    days = [it.day for it in planned(always, SCHOOL, date(2026, 12, 18), 4) if not it.why]
    assert days == [date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 8), date(2027, 1, 11)]


def test_single_dates_and_a_first_day() -> None:
    dates = Rhythm(time(9), dates=(date(2026, 11, 3), date(2026, 10, 26), date(2026, 10, 20)))
    assert [(it.day.day, it.why) for it in planned(dates, SCHOOL, date(2026, 10, 1), 5)] == [
        (20, ""), (26, "Labour Day"), (3, "")]  # fmt: skip
    assert next_day(Rhythm(time(9), days=(2,), begins=date(2026, 11, 1)), SCHOOL, date(2026, 10, 14)) == date(
        2026, 11, 4
    )


def test_no_day_is_known_when_the_terms_have_run_out() -> None:
    assert next_day(MON_WED_FRI, SCHOOL, date(2027, 7, 3)) is None


def test_on_the_day_it_is_on_time_until_midnight() -> None:
    wednesday = date(2026, 10, 14)
    assert step(MON_WED_FRI, SCHOOL, CatchUp.SKIP, wednesday, at("2026-10-14 23:59")) == Step(
        0, wednesday, date(2026, 10, 16)
    )
    assert step(MON_WED_FRI, SCHOOL, CatchUp.SKIP, wednesday, at("2026-10-14 15:29")) == Step(
        0, None, wednesday
    )


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (CatchUp.SKIP, Step(3, None, date(2026, 10, 21))),
        (CatchUp.NEWEST, Step(2, date(2026, 10, 20), date(2026, 10, 21))),
        (CatchUp.GO_ON, Step(0, None, date(2026, 10, 21))),
    ],
)
def test_what_becomes_of_three_that_passed_while_it_was_down(rule: CatchUp, found: Step) -> None:
    """Down from Wednesday 14th to Tuesday 20th: Wednesday, Friday and Monday were missed."""
    assert step(MON_WED_FRI, SCHOOL, rule, date(2026, 10, 14), at("2026-10-20 09:00")) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (CatchUp.SKIP, Step(3, date(2026, 10, 21), date(2026, 10, 23))),
        (CatchUp.NEWEST, Step(3, date(2026, 10, 21), date(2026, 10, 23))),
        (CatchUp.GO_ON, Step(0, date(2026, 10, 21), date(2026, 10, 23))),
    ],
)
def test_todays_own_is_on_time_whatever_was_missed(rule: CatchUp, found: Step) -> None:
    assert step(MON_WED_FRI, SCHOOL, rule, date(2026, 10, 14), at("2026-10-21 16:00")) == found


def test_what_was_due_earlier_today_has_passed_when_it_is_taken_up_by_hand() -> None:
    monday, now = date(2026, 10, 19), at("2026-10-19 16:00")
    assert taken_up(MON_WED_FRI, SCHOOL, CatchUp.SKIP, monday, now) == Step(1, None, date(2026, 10, 21))
    assert taken_up(MON_WED_FRI, SCHOOL, CatchUp.GO_ON, monday, now) == Step(0, None, date(2026, 10, 21))
    assert taken_up(MON_WED_FRI, SCHOOL, CatchUp.NEWEST, monday, now) == Step(0, monday, date(2026, 10, 21))
    assert taken_up(MON_WED_FRI, SCHOOL, CatchUp.SKIP, monday, at("2026-10-19 15:00")).next_day == monday


@given(
    start=st.dates(date(2026, 9, 20), date(2027, 5, 1)),
    minutes=st.lists(st.integers(1, 60 * 24 * 5), min_size=1, max_size=60),
    rule=st.sampled_from(CatchUp),
    clock=st.times(time(0), time(23, 59)).map(lambda it: it.replace(second=0, microsecond=0)),
)
def test_however_the_looks_fall_no_date_is_named_twice_and_places_only_grow(
    start: date, minutes: list[int], rule: CatchUp, clock: time
) -> None:
    """Over the nights when the clocks change too: a date is named once, and only when its moment has come."""
    rhythm = Rhythm(clock, days=(0, 2, 4, 6))
    since, now = next_day(rhythm, ALWAYS_TERM, start), at(f"{start} 00:00")
    named: list[date] = []
    for wait in minutes:
        now += timedelta(minutes=wait)
        assert since is not None
        if occurrence(since, clock, AUCKLAND) > now:
            continue
        todo = step(rhythm, ALWAYS_TERM, rule, since, now)
        assert todo.left_out >= 0
        if todo.goes_on:
            named.append(todo.goes_on)
            assert todo.goes_on == local(now, AUCKLAND).date()
        since = todo.next_day
        assert since is not None
        assert occurrence(since, clock, AUCKLAND) > now
    assert named == sorted(set(named))


def test_across_the_night_when_clocks_go_forward_half_past_two_still_comes_once() -> None:
    rhythm = Rhythm(time(2, 30), days=(6,))
    assert next_after(rhythm, ALWAYS_TERM, at("2026-09-26 12:00")) == date(2026, 9, 27)
    assert step(rhythm, ALWAYS_TERM, CatchUp.SKIP, date(2026, 9, 27), at("2026-09-27 03:00")).goes_on == date(
        2026, 9, 27
    )
