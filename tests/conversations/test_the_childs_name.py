"""Two children, one phone: the name in the words says which, where it surely does; else we ask."""

from collections.abc import Callable

import pytest

from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import ANNA
from tests.conversations.unhappy import DAN, WITH_DAN
from tests.ground.school import STAFF, School


def test_the_name_in_the_words_places_them_and_is_remembered_for_an_hour(school: School) -> None:
    """Holds placing._by_name and questions.settled; two names are no answer to "which child"."""
    anna, tane, other = school.sms(ANNA).forgets(), school.teacher(), school.teacher("Mr Fuimaono", 555_002)
    anna.says("jack has a sore foot")
    anna.hears("Mr Fuimaono has your words about Jack.")
    other.hears("jack has a sore foot")
    school.passes(minutes=58)
    anna.says("He cannot run today")
    other.hears("He cannot run today")
    anna.hears_nothing()
    anna.says("Jack and Ruby are tired")
    assert "3 Both" in anna.hears("Who is this about?")
    anna.says("3")
    tane.hears("are tired")
    other.hears("are tired")
    school.passes(hours=2)
    anna.says("Ruby: kei te pai ia")
    anna.hears("Ms Tane has your words about Ruby.")
    tane.hears("Ruby: kei te pai ia")
    school.passes(minutes=61)
    anna.says("She forgot her lunch")
    anna.hears("Who is this about?")


def test_words_that_name_another_child_are_no_sure_answer(open_school: Callable[..., School]) -> None:
    """Dan is in Ruby's home, not in Jack's. What names Jack under a question about Ruby does not reach Dan unasked."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan, tane = school.sms(ANNA).forgets(), school.sms(DAN).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    asks(school, "What did you read?")
    dan.forgets()
    anna.forgets().says("Jack has nits again")
    assert "1 Ruby" in anna.hears("Who is this about?", "2 Jack")
    anna.says("2")
    other.hears("Anna (mother of Jack, Room 2): Jack has nits again")
    anna.says("Jack: and he coughs")
    other.hears("Jack: and he coughs")
    anna.says("Ruby read The Eel")
    tane.hears("Ruby read The Eel")
    tane.never_heard("nits", "coughs")
    dan.never_heard("nits", "coughs")


def test_a_question_for_both_is_answered_for_the_one_that_is_named_on_telegram_too(school: School) -> None:
    anna = school.on_telegram(ANNA, 777_003, "Anna")
    tane, other = school.teacher(), school.teacher("Mr Fuimaono", 555_002)
    asks(school, "What did you sing?", in_rooms=("Room 5", "Room 2"))
    assert "Ruby and Jack" in anna.hears("What did you sing?")
    anna.hears_nothing()  # once, for both
    anna.says("Jack sang the moon song")
    anna.hears("about Jack")
    other.hears("Jack sang the moon song")
    tane.never_heard("moon song")
    anna.replies_to("What did you sing?", "RUBY: the eel song")
    tane.hears("RUBY: the eel song")


def test_a_child_with_a_grown_ups_name_is_not_guessed(open_school: Callable[..., School]) -> None:
    """Holds placing._may_be_a_grown_up: "Anna picks her up" is not about little Anna."""
    school = open_school(roll_csv=IN_ENGLISH.replace(",Ruby,", ",Anna,"))
    anna, tane = school.sms(ANNA).forgets(), school.teacher()
    anna.says("Please tell him Anna picks him up")
    anna.hears("Who is this about?")
    tane.hears_nothing()


@pytest.mark.parametrize(("teacher", "words"), [
    ("Grace Fuimaono", "Thanks Grace, that was kind"), ("Grace Fuimaono", "Grace,\nhe liked the trip"),
    ("Whaea Grace", "Hi Grace, he is well again"),
])  # fmt: skip
def test_a_teachers_name_is_not_taken_for_a_childs(
    open_school: Callable[..., School], teacher: str, words: str
) -> None:
    """Holds namesakes.at_school, for letters to her too; the teacher is Jack's, and teaches his sister nothing."""
    school = open_school(
        roll_csv=IN_ENGLISH.replace(",Ruby,", ",Grace,"), staff_csv=STAFF.replace("Mr Fuimaono", teacher)
    )
    anna, tane, other = school.sms(ANNA).forgets(), school.teacher(), school.teacher(teacher, 555_002)
    anna.says(words)
    assert "2 Jack" in anna.hears("Who is this about?", "1 Grace")
    anna.says("2")
    other.hears(words[-9:])
    tane.never_heard(words[-9:])
    asks(school, "What did you read?", in_rooms=("Room 2",), by=teacher)
    anna.forgets().says("Grace: the one about nits")  # an answer for Jack's teacher, or Grace's news?
    anna.hears("Who is this about?", "1 Jack", "2 Grace")
