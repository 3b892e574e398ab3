from datetime import time

import pytest

from bot.model.school import Calendar, Hours
from bot.pace.teachers import answer_by, closed_period, next_office, open_now
from tests.pace.school_days import SCHOOL, at

# When the words arrive, when a teacher is told, and by when the family has an answer.
TURNS = [
    ("in office hours", "2026-08-10 10:00", "2026-08-10 10:00", "2026-08-11 16:30"),
    ("before school", "2026-08-10 06:00", "2026-08-10 08:00", "2026-08-11 16:30"),
    ("in the evening", "2026-08-04 21:00", "2026-08-05 08:00", "2026-08-06 16:30"),
    ("as the office closes", "2026-08-04 16:30", "2026-08-05 08:00", "2026-08-06 16:30"),
    ("on Friday, in time", "2026-08-07 16:29", "2026-08-07 16:29", "2026-08-10 16:30"),
    ("on Saturday", "2026-08-08 10:00", "2026-08-10 08:00", "2026-08-11 16:30"),
    ("over the King's Birthday", "2026-05-29 18:00", "2026-06-02 08:00", "2026-06-03 16:30"),
    ("before a tangi", "2026-08-11 10:00", "2026-08-11 10:00", "2026-08-14 16:30"),
    ("in a tangi", "2026-08-12 10:00", "2026-08-14 08:00", "2026-08-17 16:30"),
    ("in the holidays", "2026-07-08 10:00", "2026-07-20 08:00", "2026-07-21 16:30"),
    ("over Easter Tuesday", "2027-03-25 17:00", "2027-03-31 08:00", "2027-04-01 16:30"),
    ("over the change of clocks", "2026-09-25 12:00", "2026-09-25 12:00", "2026-10-12 16:30"),
]


@pytest.mark.parametrize(("when", "written", "told", "answered"), TURNS, ids=[row[0] for row in TURNS])
def test_a_turn(when: str, written: str, told: str, answered: str) -> None:
    assert next_office(at(written), SCHOOL) == at(told)
    assert answer_by(at(written), SCHOOL) == at(answered)
    assert open_now(at(written), SCHOOL) is (written == told)
    assert (closed_period(at(written), SCHOOL) is None) is (written == told)


def test_a_closed_period_has_one_name_and_the_next_another() -> None:
    friday_night, sunday, early_monday = "2026-08-07 17:00", "2026-08-09 12:00", "2026-08-10 07:59"
    weekend = {closed_period(at(words), SCHOOL) for words in (friday_night, sunday, early_monday)}
    assert len(weekend) == 1
    assert None not in weekend
    assert closed_period(at("2026-08-10 16:30"), SCHOOL) not in weekend | {None}


def test_a_night_in_which_the_clocks_change_is_one_period() -> None:
    always = Calendar()
    twice = [at("2026-04-05 02:30", fold=fold) for fold in (0, 1)]
    night = {closed_period(moment, always) for moment in (*twice, at("2026-04-05 12:00"))}
    assert night == {"until 2026-04-08"}, "Sunday, Easter Monday, Easter Tuesday"


def test_an_office_that_never_opens_again_promises_nothing() -> None:
    after_all_terms = at("2027-07-03 10:00")
    assert next_office(after_all_terms, SCHOOL) is None
    assert answer_by(after_all_terms, SCHOOL) is None
    assert answer_by(at("2027-07-02 10:00"), SCHOOL) is None
    assert closed_period(after_all_terms, SCHOOL) == "until further notice"


def test_office_hours_that_end_before_they_begin_are_no_hours() -> None:
    assert next_office(at("2026-08-10 07:00"), Calendar(office=Hours(time(16), time(8)))) is None
