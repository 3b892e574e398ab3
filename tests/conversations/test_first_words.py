"""The first turn: greeted, asked, answered, heard."""

from tests.conversations.conftest import ANNA, HEMI, MERE
from tests.ground.school import School


def test_a_number_from_the_roll_is_first_told_who_writes_and_names_no_child(school: School) -> None:
    mere = school.sms(MERE)
    english = mere.hears("Harakeke School", "STOP", "LANGUAGE", "111", "09 555 0100", "/privacy")
    assert "Tama" not in english
    mere.hears("Harakeke School")  # and in her own language
    mere.hears_nothing()


def test_a_teacher_asks_and_a_mother_answers_in_her_own_words(school: School) -> None:
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    teacher.says("/ask")
    teacher.hears("What would you like to ask?")
    teacher.says("What did your child read this week?\nmi: He aha te pukapuka i pānuitia e tō tamaiti?")
    teacher.hears("SMS", "He aha te pukapuka")
    teacher.taps("Send")
    mere.hears("He aha te pukapuka i pānuitia e tō tamaiti?", "Harakeke School", "Ms Tane", "Tama")
    hemi.hears("What did your child read this week?", "Mere will see it too")
    mere.says("I pānui māua i te pukapuka mō te tuna")
    mere.hears("Ms Tane", "Tama")
    teacher.hears("Mere (mother of Tama, Room 5): I pānui māua i te pukapuka mō te tuna")
    hemi.hears("Mere", "I pānui māua i te pukapuka mō te tuna")
    teacher.replies_to("I pānui māua", "Ka pai Mere! Which page was best?")
    mere.hears("Ka pai Mere! Which page was best?", "Ms Tane")
    hemi.hears("Which page was best?")


def test_with_two_children_it_is_asked_once_and_remembered(school: School) -> None:
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("She has a sore foot today")
    anna.hears("Who is this about?", "1 Ruby", "2 Jack", "3 Both")
    teacher.hears_nothing()
    anna.says("1")
    anna.hears("Ms Tane", "Ruby")
    teacher.hears("Anna (mother of Ruby, Room 5): She has a sore foot today")
    anna.says("She will bring her shoes")
    teacher.hears("She will bring her shoes")
