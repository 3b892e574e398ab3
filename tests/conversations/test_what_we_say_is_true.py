"""What Aho tells a teacher or a parent about others is so; and a room that was left is nobody's to ask."""

from collections.abc import Callable

from bot.acts.roll import staff
from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import HEMI, MERE, PRIYA
from tests.ground.school import STAFF, School


def test_a_room_that_was_left_is_not_asked(open_school: Callable[..., School]) -> None:
    """Between preview and Send the office moved Ms Tane to Room 2: her tap sends nothing to Room 5."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    teacher.says("/ask")
    teacher.says("What did you read?")
    moved = STAFF.replace("Ms Tane,teacher,Room 5", "Ms Tane,teacher,Room 2")
    assert school.act(lambda desk: staff.apply(desk, moved)).done
    teacher.taps("Send")
    mere.never_heard("What did you read?")


def test_a_teacher_is_not_told_that_words_go_where_they_cannot(open_school: Callable[..., School]) -> None:
    """Priya said STOP. "Your answer goes to Priya" would leave the teacher waiting for her."""
    school = open_school(roll_csv=IN_ENGLISH)
    priya, teacher = school.sms(PRIYA).forgets(), school.teacher()
    priya.says("He is shy today")
    priya.says("STOP")
    teacher.replies_to("He is shy", "Thank you")
    teacher.hears("Nobody there can be reached by phone right now")


def test_nobody_is_said_to_see_what_does_not_reach_them(open_school: Callable[..., School]) -> None:
    """Hemi said STOP before Mere answered: he cannot see her words, and she is not told that he can."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    asks(school, "What did you read?")
    hemi.says("STOP")
    mere.says("The one about the eel")
    mere.never_heard("Hemi can see it too")


def test_a_command_is_not_words_for_the_teacher(open_school: Callable[..., School]) -> None:
    """An old link that opens with "/start hello", or a command that we do not know, is nothing the family said."""
    school = open_school(roll_csv=IN_ENGLISH)
    teacher, mere = school.teacher(), school.on_telegram(MERE, 777_001, "Mere")
    mere.starts("hello")
    mere.says("/settings")
    teacher.hears_nothing()
