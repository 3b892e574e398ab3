"""A bare number belongs to what its writer answers: what they quote, what came last, what they have really read."""

from collections.abc import Callable

from bot.simulated import Fault
from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA
from tests.conversations.test_at_the_door import ASKED, code_from, knocks
from tests.conversations.unhappy import WITH_KORO
from tests.ground.school import School


def test_a_number_that_quotes_a_prompt_lets_nobody_in(open_school: Callable[..., School]) -> None:
    """Hemi quotes "How many books?" and writes 1: that says nothing about Nana, who stands at the door."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana, teacher = school.on_telegram(HEMI, 777_004, "Hemi"), school.sms(NANA), school.teacher()
    asks(school, "How many books did you read?")
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    hemi.replies_to("How many books", "1")
    nana.never_heard("let you in")
    teacher.hears("Hemi (father of Tama, Room 5): 1")


def test_a_teachers_number_that_quotes_a_family_sends_no_prompt(open_school: Callable[..., School]) -> None:
    """A preview is open; the teacher quotes Mere's question and answers 1. Nothing goes to the whole room."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("How many towels should he bring?")
    teacher.says("/ask")
    teacher.says("What did you read?")
    teacher.replies_to("How many towels", "1")
    mere.never_heard("What did you read?")
    mere.hears("about Tama: 1")


def test_a_teachers_number_that_quotes_a_family_takes_no_prompt_back(
    open_school: Callable[..., School],
) -> None:
    """For an hour after sending, "Take it back" is open: an answer "1" to a family is no tap on it."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("How many towels should he bring?")
    teacher.says("/ask")
    teacher.says("What did you read?")
    teacher.taps("Send")
    teacher.replies_to("How many towels", "1")
    teacher.never_heard("Taken back")
    mere.hears("about Tama: 1")


def test_a_number_after_a_prompt_changes_no_language(open_school: Callable[..., School]) -> None:
    """LANGUAGE was asked, then a prompt came: "2" may be the answer to that, as it is for the door."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("LANGUAGE")
    school.passes(minutes=5)
    asks(school, "How many books did you read?")
    mere.says("2")
    teacher.hears("Mere (mother of Tama, Room 5): 2")


def test_a_number_lets_nobody_in_who_was_not_asked_about_yet(open_school: Callable[..., School]) -> None:
    """The carrier does not take our texts for a while: the question is due, and nobody has read it."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    code = code_from(hemi)
    asks(school, "How many books did you read?")
    hemi.forgets()
    school.fault("sms", Fault("rate_limit", 3600.0))
    school.sms(ANNA).says("WHO")  # Twilio asks us to slow down
    knocks(nana, code, "Nana Aroha")
    hemi.hears_nothing()
    hemi.says("1")
    school.passes(hours=2)
    nana.never_heard("let you in")


def test_the_number_before_the_name_still_answers_the_door(open_school: Callable[..., School]) -> None:
    """On a shared phone we ask for the name first: the "2" before it was for the door, not for the teacher."""
    school = open_school(roll_csv=WITH_KORO)
    phone, teacher, nana = school.sms(HEMI).forgets(), school.teacher(), school.sms(NANA)
    phone.says("FAMILY")
    phone.says("Hemi")
    knocks(nana, _code(phone), "Nana Aroha")
    school.passes(hours=2)
    phone.says("2")
    phone.says("Hemi")
    teacher.hears_nothing()


def _code(phone) -> str:  # type: ignore[no-untyped-def]
    from tests.conversations.test_at_the_door import CODE

    found = CODE.search(phone.hears("pass this code on"))
    assert found is not None
    return found[0]
