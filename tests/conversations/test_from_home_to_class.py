"""What a family knows goes to class and back: they are asked, and without a yes nothing is used."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.acts import in_class
from bot.model.chat import Ears, Wording
from bot.store import messages, offerings
from bot.store.tables import class_use, permission
from tests.conversations.at_school import IN_ENGLISH, counted, named
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_answers_that_wait import TEACHER, last
from tests.ground.school import School

Open = Callable[..., School]
PIT = "We measure the hangi pit by my dads arm"


def does(school: School, deed: Callable[..., Any], said: Any, *more: Any) -> Any:
    done = school.act(lambda desk: deed(desk, named(desk, TEACHER), said, *more))
    school.passes(seconds=1)
    return done


def test_a_note_is_asked_about_allowed_used_and_told_back(open_school: Open) -> None:
    """Holds bot/acts/in_class.py. Hemi hears of none of it: Mere's words were for the school alone."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    mere.says(PIT)
    mere.hears("Only the school sees this.")
    said = last(school)
    assert does(school, in_class.use, said, ()) == "no"
    assert does(school, in_class.ask_family, said) and does(school, in_class.ask_family, said)
    mere.hears(f'Ms Tane, Harakeke School: thank you for "{PIT}". May I use it in class?',
               "1 Yes, name us", "2 Yes, no name", "3 Just for you")  # fmt: skip
    mere.hears_nothing()
    mere.says("2")
    mere.hears("Thank you. Ms Tane may use it in class, and says no name.")
    assert does(school, in_class.use, said, ()) == "used"
    line = [Wording("en", "Room 5 measured the pit in arms, then in cm.")]
    assert does(school, in_class.use, said, line) == "returned"
    assert does(school, in_class.use, said, line) == "returned", "a second click says nothing twice"
    mere.hears(
        "about Tama: it went to class. Room 5 measured the pit in arms, then in cm. Anything to correct or add?"
    )
    mere.hears_nothing()
    hemi.hears_nothing()
    assert school.act(lambda desk: messages.one(desk.db, said["id"])["ears"]) == Ears.WRITER
    assert school.act(lambda desk: offerings.of_message(desk.db, said["id"]))["said"] == "unnamed"


def test_all_under_that_question_shows_nothing_at_home(open_school: Open) -> None:
    """Holds Screen.anything_to_choose_since: "All of it" is for class; what Hemi may read is another matter."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    mere.says(PIT)
    assert does(school, in_class.ask_family, last(school))
    mere.hears("Text ALL to show it to Hemi.")
    mere.hears("May I use it in class?")
    mere.says("All")
    hemi.hears_nothing()


def test_on_telegram_it_has_buttons_and_the_line_hangs_under_what_they_gave(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.on_telegram(MERE, 777_001, "Mere")
    mere.says("SHARE: " + PIT)
    said = last(school)
    assert does(school, in_class.ask_family, said)
    mere.taps("Yes, name us")
    mere.hears("may say that it came from you")
    assert does(school, in_class.use, said, [Wording("en", "We measured too.")]) == "returned"
    mere.hears("it went to class. We measured too.")
    given, told = (
        next(it for it in mere.screen if it.text.startswith(words)) for words in ("SHARE", "Ms Tane, Hara")
    )
    answered = next(it for it in mere.screen if "it went to class" in it.text)
    assert answered.replies_to == given.key and told


def test_no_answer_and_just_for_you_are_a_no(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    mere.says(PIT)
    said = last(school)
    does(school, in_class.ask_family, said)
    assert does(school, in_class.use, said, ()) == "no"
    mere.says("3")
    mere.hears("All right. It stays with Ms Tane.")
    assert does(school, in_class.use, said, ()) == "no"
    assert counted(school, permission) == counted(school, class_use) == 0


def test_the_database_itself_refuses_a_use_without_a_yes(open_school: Open) -> None:
    """Holds class_use.permission_id: what no code may forget, no code can."""
    school = open_school(roll_csv=IN_ENGLISH)
    school.sms(MERE).says(PIT)
    said = last(school)
    does(school, in_class.mark, said)
    for missing in (None, 12345):
        with pytest.raises(IntegrityError):
            school.act(lambda desk, missing=missing: offerings.use(
                desk.db, desk.school.id, missing, named(desk, TEACHER).id, None, desk.now))  # fmt: skip
    assert counted(school, class_use) == 0


def test_whoever_else_holds_the_phone_cannot_say_yes(open_school: Open) -> None:
    """Holds the look at `whose`: it was not theirs to give."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    mere.says(PIT)
    said = last(school)
    does(school, in_class.ask_family, said)

    def by_another(desk: Any) -> bool:
        from bot.store import questions

        asked = questions.by_id(desk.db, offerings.of_message(desk.db, said["id"])["question_id"], said["contact_id"],
                                desk.now)  # fmt: skip
        assert asked is not None
        return in_class.answered(desk, named(desk, "Hemi"), asked, "named")

    assert not school.act(by_another)
    assert counted(school, permission) == 0
