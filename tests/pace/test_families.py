from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.school import Calendar, Hours
from bot.pace.families import Reach, next_open, open_now, window_end
from tests.pace.school_days import ALWAYS_TERM, AUCKLAND, SCHOOL, at

NIUE, RAROTONGA, CHATHAM, APIA = "Pacific/Niue", "Pacific/Rarotonga", "Pacific/Chatham", "Pacific/Apia"

# What is written, when, and when it goes out, by the school's clock.
NEXT = [
    ("a weekday morning", Reach.PROMPTS, "2026-08-10 07:59", "2026-08-10 08:00"),
    ("in the day", Reach.PROMPTS, "2026-08-10 12:34", "2026-08-10 12:34"),
    ("its last minute", Reach.PROMPTS, "2026-08-10 19:59", "2026-08-10 19:59"),
    ("the evening", Reach.PROMPTS, "2026-08-10 20:00", "2026-08-11 08:00"),
    ("Friday night", Reach.PROMPTS, "2026-08-07 21:00", "2026-08-08 09:00"),
    ("Sunday night", Reach.PROMPTS, "2026-08-09 19:00", "2026-08-10 08:00"),
    ("the night clocks go back", Reach.PROMPTS, "2026-04-04 22:00", "2026-04-20 08:00"),
    ("words, that night", Reach.WORDS, "2026-04-04 22:00", "2026-04-05 09:00"),
    ("words, the night clocks go forward", Reach.WORDS, "2026-09-26 22:00", "2026-09-27 09:00"),
    ("words, clocks back in 2027", Reach.WORDS, "2027-04-03 22:00", "2027-04-04 09:00"),
    ("words, clocks forward in 2027", Reach.WORDS, "2027-09-25 22:00", "2027-09-26 09:00"),
    ("the eve of a holiday inside term", Reach.PROMPTS, "2026-05-31 20:00", "2026-06-02 08:00"),
    ("notice on that holiday", Reach.NOTICE, "2026-06-01 10:00", "2026-06-02 08:00"),
    ("words on that holiday", Reach.WORDS, "2026-06-01 10:00", "2026-06-01 10:00"),
    ("chosen holidays too", Reach.HOLIDAYS, "2026-06-01 10:00", "2026-06-01 10:00"),
    ("Matariki 2027", Reach.PROMPTS, "2027-06-25 10:00", "2027-06-26 09:00"),
    ("Easter 2027 with its Tuesday", Reach.PROMPTS, "2027-03-29 10:00", "2027-03-31 08:00"),
    ("notice on Easter Tuesday", Reach.NOTICE, "2027-03-30 10:00", "2027-03-30 10:00"),
    ("the last evening of term", Reach.PROMPTS, "2026-07-03 20:30", "2026-07-20 08:00"),
    ("notice in the holidays", Reach.NOTICE, "2026-07-07 10:00", "2026-07-07 10:00"),
    ("chosen, in the holidays", Reach.HOLIDAYS, "2026-07-07 10:00", "2026-07-07 10:00"),
    ("before a tangi", Reach.PROMPTS, "2026-08-11 20:00", "2026-08-14 08:00"),
    ("chosen holidays are no closures", Reach.HOLIDAYS, "2026-08-12 10:00", "2026-08-14 08:00"),
    ("words in a closure", Reach.WORDS, "2026-08-12 10:00", "2026-08-12 10:00"),
    ("summer", Reach.PROMPTS, "2026-12-18 10:00", "2027-02-03 08:00"),
]


@pytest.mark.parametrize(("when", "reach", "written", "goes"), NEXT, ids=[row[0] for row in NEXT])
def test_when_it_goes_out(when: str, reach: Reach, written: str, goes: str) -> None:
    assert next_open(at(written), SCHOOL, reach=reach) == at(goes)
    assert open_now(at(written), SCHOOL, reach=reach) is (written == goes)


def test_the_readers_clock_counts_not_the_schools() -> None:
    noon = at("2026-08-11 12:00")  # Tuesday at the school, Monday on Niue and Rarotonga
    assert next_open(noon, SCHOOL, NIUE, Reach.WORDS) == noon == at("2026-08-10 13:00", NIUE)
    evening = at("2026-08-11 19:30")
    assert open_now(evening, SCHOOL)
    assert not open_now(evening, SCHOOL, CHATHAM), "a quarter past eight there"
    assert not open_now(evening, SCHOOL, APIA), "half past eight there"
    morning = at("2026-08-10 07:30")  # Monday morning at the school: Sunday, half past nine, in Rarotonga
    assert not open_now(morning, SCHOOL)
    assert open_now(morning, SCHOOL, RAROTONGA)
    assert at("2026-08-09 09:30", RAROTONGA) == morning


def test_weekend_hours_are_the_readers_weekend() -> None:
    saturday_there = at("2026-08-08 08:30", NIUE)  # Sunday, half past seven, at the school
    assert next_open(saturday_there, SCHOOL, NIUE) == at("2026-08-08 09:00", NIUE)


def test_a_closure_counts_where_the_school_is() -> None:
    """The tangi is on the 12th and 13th at the school: a day sooner on Niue, half a day in London."""
    assert open_now(at("2026-08-10 19:59", NIUE), SCHOOL, NIUE)
    assert not open_now(at("2026-08-11 12:00", NIUE), SCHOOL, NIUE), "the 12th at the school"
    assert open_now(at("2026-08-13 12:00", NIUE), SCHOOL, NIUE), "the 14th at the school"
    london = "Europe/London"  # the school's midnight is one in the afternoon there
    assert window_end(at("2026-08-11 12:59", london), SCHOOL, london) == at("2026-08-12 00:00")
    assert next_open(at("2026-08-11 13:00", london), SCHOOL, london) == at("2026-08-13 13:00", london)
    words_end = window_end(at("2026-08-11 12:59", london), SCHOOL, london, Reach.WORDS)
    assert words_end == at("2026-08-11 20:00", london)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-08-10 08:00", "2026-08-10 20:00"),
        ("2026-08-10 19:59", "2026-08-10 20:00"),
        ("2026-08-08 09:00", "2026-08-08 19:00"),
        ("2026-08-10 20:00", None),
        ("2026-08-08 08:59", None),
    ],
)
def test_a_text_lives_until_its_window_ends(moment: str, end: str | None) -> None:
    assert window_end(at(moment), SCHOOL) == (at(end) if end else None)


def test_nothing_is_promised_when_nothing_opens() -> None:
    assert next_open(at("2027-07-03 10:00"), SCHOOL) is None, "the terms have run out"
    never = replace(ALWAYS_TERM, weekdays=Hours(time(20), time(8)), weekends=Hours(time(9), time(9)))
    assert next_open(at("2026-08-10 10:00"), never, reach=Reach.WORDS) is None


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_open(at("2026-08-10 10:00").replace(tzinfo=None), SCHOOL)


moments = st.integers(0, 485 * 24 * 60).map(lambda n: at("2026-01-01 00:00") + timedelta(minutes=n))
zones = st.sampled_from([AUCKLAND, NIUE, RAROTONGA, CHATHAM, APIA, "Europe/London", "Australia/Lord_Howe"])
ODD = replace(SCHOOL, weekdays=Hours(time(2, 30), time(21)), weekends=Hours(time(0), time(23, 59)))


@settings(max_examples=80, deadline=None)
@given(moments, zones, st.sampled_from(list(Reach)), st.sampled_from([SCHOOL, ALWAYS_TERM, ODD]))
def test_the_next_opening_is_open_and_the_first(
    moment: datetime, zone: str, reach: Reach, calendar: Calendar
) -> None:
    opens = next_open(moment, calendar, zone, reach)
    assert opens is not None
    assert opens >= moment
    assert open_now(opens, calendar, zone, reach)
    assert next_open(opens, calendar, zone, reach) == opens
    end = window_end(opens, calendar, zone, reach)
    assert end is not None
    assert end > opens
    assert not open_now(end, calendar, zone, reach)
    between = min(opens, moment + timedelta(days=10)) - moment
    for step in range(25):
        assert not open_now(moment + between * step / 25, calendar, zone, reach) or opens == moment


@settings(max_examples=80, deadline=None)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=20)), zones, st.sampled_from(list(Reach)))
def test_later_words_never_go_out_sooner(moment: datetime, wait: timedelta, zone: str, reach: Reach) -> None:
    sooner = next_open(moment, SCHOOL, zone, reach)
    later = next_open(moment + wait, SCHOOL, zone, reach)
    assert sooner is not None
    assert later is not None
    assert sooner <= later
