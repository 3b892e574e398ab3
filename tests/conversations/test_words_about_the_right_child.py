"""Two could be meant: ask, never guess; and what was answered counts."""

from collections.abc import Callable

from bot.acts import greeting, roll
from bot.model.people import Scope
from tests.conversations.at_school import IN_ENGLISH, asks, let_in
from tests.conversations.conftest import ANNA, MERE
from tests.conversations.unhappy import DAN, WITH_DAN, WITHOUT_JACK, sends_photo
from tests.ground.school import School


def test_the_child_that_was_named_weighs_more_than_a_prompt_that_came_between(
    open_school: Callable[..., School],
) -> None:
    """Anna says Jack. That a prompt about Ruby came meanwhile must not carry it to Ruby's teacher and father."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan, teacher = school.sms(ANNA).forgets(), school.sms(DAN).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    anna.says("He has nits again")
    anna.hears("Who is this about?")
    asks(school, "What did you read?")
    anna.says("Jack")
    dan.never_heard("nits")
    teacher.never_heard("nits")
    other.hears("Anna (mother of Jack, Room 2): He has nits again")


def test_words_about_a_child_that_left_go_to_no_other_child(open_school: Callable[..., School]) -> None:
    """The roll ended Jack's lane between our question and the answer "2": Ruby's teacher is not meant."""
    school = open_school(roll_csv=WITH_DAN)
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("He has nits")
    anna.hears("2 Jack")
    school.act(lambda desk: roll.apply(desk, WITHOUT_JACK, greeting.greet, end_missing=True))
    anna.says("2")
    teacher.never_heard("nits")


def test_quoting_what_came_about_a_child_that_left_means_no_other_child(
    open_school: Callable[..., School],
) -> None:
    """Nor does quoting the old prompt about Jack make it an answer that Ruby's father hears."""
    school = open_school(roll_csv=WITH_DAN)
    dan, teacher = school.sms(DAN).forgets(), school.teacher()
    anna = school.on_telegram(ANNA, 777_003, "Anna")
    asks(school, "What did you read?")  # it tells her that Dan hears her answers about Ruby
    asks(school, "How is his cough?", in_rooms=("Room 2",), by="Mr Fuimaono")
    school.act(lambda desk: roll.apply(desk, WITHOUT_JACK, greeting.greet, end_missing=True))
    anna.replies_to("How is his cough?", "Worse, and he wheezes")
    dan.never_heard("wheezes")
    teacher.never_heard("wheezes")


def test_a_teachers_photo_for_a_family_is_not_about_the_teachers_own_child(
    open_school: Callable[..., School],
) -> None:
    """A teacher who is somebody's family too quotes Mere's words and answers with a photo: it was for Mere."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 2,Pipi,Wiremu,father,020 000 00042,en,home\n")
    let_in(school, "Ms Tane", "Wiremu", Scope.EVERYTHING)
    mere, teacher, other = school.sms(MERE), school.teacher(), school.teacher("Mr Fuimaono", 555_002)
    mere.says("Did he hurt his knee?")
    sends_photo(school, teacher, quoting="hurt his knee", caption="Tama's knee, cleaned up")
    other.never_heard("Tama's knee")
