"""Home activities from the library: on the school's days, once a local date, within the family's cap."""

from collections.abc import Callable

from bot.library import activities
from bot.store.tables import prompt
from tests.conversations.at_school import WITH_NANA, asks, at, choose_weekly, count, counted, school_with
from tests.conversations.conftest import ANNA, MERE, NANA, ROHAN, SINA
from tests.ground.school import School

SATURDAY = '[activities]\ndays = ["Saturday"]\nat = "10:00"\n'
IDEA = "An idea from Harakeke School for"


def test_on_saturday_at_ten_once_a_date_to_everybody_who_wants_them(
    open_school: Callable[..., School],
) -> None:
    """Holds jobs/prompts.send_activity: UNIQUE(series, number), the library's order, weekly=0, STORIES members."""
    school = open_school(roll_csv=WITH_NANA.replace("Lagi,Sina,mother,020 000 00002,en", "Lagi,Sina,mother,020 000 00002,sm"),
                         toml=school_with(SATURDAY))  # fmt: skip
    mere, anna, nana, sina, rohan = (school.sms(it).forgets() for it in (MERE, ANNA, NANA, SINA, ROHAN))
    choose_weekly(school, "Rohan", 0)
    school.goes_to(day=28, hour=9, minute=59)
    mere.hears_nothing()
    school.goes_to(hour=10)
    first, second = (it.wordings for it in activities()[:2])
    anna.hears(f"{IDEA} Ruby and Jack: {first[0].words}")
    mere.hears(f"{IDEA} Tama: {first[0].words}")
    nana.hears(f"{IDEA} Tama: {first[0].words}")  # let in for stories and activities
    sina.hears(next(it.words for it in first if it.language == "sm"))
    school.goes_to(hour=10, minute=1)
    school.goes_to(hour=23)
    school.goes_to(days=1, hour=9, minute=30)
    for phone in (mere, anna, nana, sina, rohan):
        phone.hears_nothing()
    assert counted(school, prompt) == 1
    school.goes_to(days=6, hour=11)  # the next Saturday, a little late
    anna.hears(f"{IDEA} Ruby and Jack: {second[0].words}")
    anna.hears_nothing()
    assert counted(school, prompt) == 2


def test_no_idea_in_holidays_nor_beyond_three_a_week_and_a_teachers_question_counts(
    open_school: Callable[..., School],
) -> None:
    """Holds held_by_cap over prompts and ideas together, and lets_prompts on the local date."""
    term = "[[term]]\nfirst = 2026-10-12\nlast = 2026-12-16\n"
    daily = '[activities]\ndays = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]\nat = "15:00"\n'
    school = open_school(toml=school_with(term, daily), at=at(7, 21, month=12))
    anna, rohan = school.sms(ANNA), school.sms(ROHAN)
    school.goes_to(days=1, hour=10)
    choose_weekly(school, "Rohan", 1)
    asks(school, "What did you read?")
    for _day in range(5):
        school.goes_to(hour=15, minute=5)
        school.goes_to(days=1, hour=12)
    assert count(anna, IDEA) == 2  # and one question: three
    assert count(rohan, IDEA) == 0  # one a week, and the question was it
    assert school.clock.at.astimezone(at(1, 1).tzinfo).weekday() == 6
    for _day in range(7):  # Tuesday and Wednesday are the last of term
        school.goes_to(days=1, hour=15, minute=5)
    assert count(anna, IDEA) == 4
    assert count(rohan, IDEA) == 1
