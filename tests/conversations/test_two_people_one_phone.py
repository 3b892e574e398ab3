"""One handset, two people: what one of them was asked about themselves, the other does not answer."""

from collections.abc import Callable

import pytest

from tests.conversations.at_school import IN_ENGLISH, named
from tests.conversations.conftest import HEMI
from tests.ground.school import Person, School

ONE_PHONE = IN_ENGLISH + "Room 5,Tama,Nana Aroha,grandmother,020 000 00004,en,home\n"


def who_is(school: School, name: str) -> tuple[str, bool]:
    """Their language, and whether they have paused."""
    it = school.act(lambda desk: named(desk, name))
    return it.language, it.paused_until is not None


@pytest.fixture
def school(open_school: Callable[..., School]) -> School:
    return open_school(roll_csv=ONE_PHONE)


def nana_has_it_after(school: School, *words: str) -> Person:
    phone = school.sms(HEMI)
    phone.says("this is Hemi")
    for it in words:
        phone.says(it)
    phone.forgets().says("this is Nana Aroha")
    return phone.forgets()


def test_words_under_his_question_are_hers(school: School) -> None:
    """Holds Talk.asked_them: "I will pick Tama up at 2" is for the school, and no way of anybody's."""
    phone, teacher = nana_has_it_after(school, "MYWAY"), school.teacher()
    phone.says("I will pick Tama up at 2")
    teacher.hears("Nana Aroha (grandmother of Tama, Room 5): I will pick Tama up at 2")
    phone.never_heard("In your own words: I will pick")


@pytest.mark.parametrize(("asks", "answer"), [("PAUSE", "1"), ("LANGUAGE", "2")])
@pytest.mark.parametrize("by", ["Hemi", "Nana Aroha"])
def test_a_number_under_his_question_is_asked_whose_it_is(
    school: School, asks: str, answer: str, by: str
) -> None:
    """Holds _answers_for_another: has the phone gone back to him? Only his own answer counts, and her number is words."""
    before = who_is(school, "Nana Aroha")
    phone = nana_has_it_after(school, asks)
    his = who_is(school, "Hemi")
    phone.says(answer)
    phone.hears("More than one person uses this phone. What is your name?")
    phone.says(by)
    assert who_is(school, "Nana Aroha") == before
    phone.never_heard("In your own words")
    if by == "Hemi":
        phone.hears("All right. Text START" if asks == "PAUSE" else "te reo Māori")
    elif asks == "LANGUAGE":
        assert who_is(school, "Hemi") == his


def test_one_a_day_says_for_whom_it_holds(school: School) -> None:
    """Holds `by_itself` in handlers/whanau/digest.py: what comes under his name does not keep to her hour."""
    phone = nana_has_it_after(school)
    phone.says("DIGEST 5pm")
    phone.hears("One message a day, at 5:00", "What comes for Hemi on this phone still comes by itself.")
