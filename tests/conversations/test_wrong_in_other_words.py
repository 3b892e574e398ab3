"""“You have the wrong number” in a sentence; and “wrong”, which is most often the answer to something."""

from collections.abc import Callable

import pytest

from bot.store.tables import contact, inbox
from tests.conversations.at_school import IN_ENGLISH, asks, counted
from tests.conversations.conftest import HEMI, MERE
from tests.ground.school import School

Open = Callable[..., School]
ASKED = "is this still the right phone for our messages?"
SORRY = "Sorry you have the wrong number"


def in_state(school: School, state: str) -> int:
    return counted(school, contact, contact.c.state == state)


def test_a_sentence_is_asked_about_and_names_nobody(open_school: Open) -> None:
    """Holds `_doubtful` in wrong.py, `theirs` in still_yours.yes, and that a second such sentence is a no."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    asks(school, "What did you read?")
    hemi.forgets(), mere.forgets()
    for phone in (hemi, mere):
        phone.says(SORRY)
        assert "Tama" not in phone.hears(ASKED, "1 Yes\n2 No")
        phone.hears_nothing()
    assert in_state(school, "quarantined") == 2
    assert counted(school, inbox, inbox.c.state == "waiting") == 2
    teacher.hears_nothing()
    asks(school, "What did you sing?")
    hemi.hears_nothing()
    hemi.says("1")  # theirs after all: nothing that they wrote is lost, and it is not asked again
    hemi.hears("We go on writing to you here.")
    hemi.hears("Ms Tane has your words about Tama.")
    teacher.hears(f"Hemi (father of Tama, Room 5): {SORRY}")
    mere.says("I told you, this is the wrong number!!")
    mere.hears("Sorry to have bothered you.")
    assert (in_state(school, "wrong"), in_state(school, "quarantined")) == (1, 0)


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_a_bare_wrong_is_an_answer(open_school: Open, channel: str) -> None:
    """Holds `_may_answer`: after a prompt by text message, and in a chat of theirs at any time."""
    school = open_school(roll_csv=IN_ENGLISH)
    teacher = school.teacher()
    mere = school.sms(MERE) if channel == "sms" else school.on_telegram(MERE, 901, "Mere")
    if channel == "sms":
        asks(school, "Is seven times eight 54: right or wrong?")
    mere.forgets().says("Wrong")
    mere.hears("Ms Tane")
    teacher.hears("Mere (mother of Tama, Room 5): Wrong")
    if channel == "sms":  # in capitals it may be either: it is asked
        mere.says("WRONG")
        mere.hears(ASKED)
        mere.says("1")
        teacher.hears("Mere (mother of Tama, Room 5): WRONG")
    assert in_state(school, "wrong") == 0
    mere.says("Wrong number")
    mere.hears("Sorry to have bothered you.")
    assert in_state(school, "wrong") == 1


def test_in_a_childs_turn_it_is_the_childs_word(open_school: Open) -> None:
    """Holds turn_at in wrong.py: a child writes "wrong", and whole sentences with it."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    for words in ("PASS", "wrong", "Wrong number", SORRY, "PASS"):
        mere.says(words)
    mere.hears("Tama wrote this", f"wrong\nWrong number\n{SORRY}")
    assert in_state(school, "wrong") == in_state(school, "quarantined") == 0
    teacher.hears_nothing()
