"""Words that wait for the morning are judged by the morning: who belongs, whose phone it is, what is still news."""

from collections.abc import Callable

from bot.acts import linking, schools
from bot.simulated import Fault
from bot.store import lanes
from tests.conversations.at_school import IN_ENGLISH, asks, at, named, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA
from tests.conversations.test_at_the_door import ASKED, code_from, knocks
from tests.ground.school import School

TERMS = """
[[term]]
name = "Term 4"
first = 2026-10-12
last = 2026-11-20
"""
NEXT = """
[[term]]
name = "Summer"
first = 2026-11-30
last = 2026-12-18
"""


def leaves_every_home(school: School, name: str) -> None:
    def ended(desk) -> None:  # type: ignore[no-untyped-def]
        for it in lanes.lanes_of(desk.db, named(desk, name).id, desk.now):
            lanes.end_membership(desk.db, it.membership_id, desk.now)

    school.act(ended)


def test_a_guardian_who_left_overnight_is_not_asked_who_may_come_in(
    open_school: Callable[..., School],
) -> None:
    """Holds `lanes` in inviting.knock and Gate.OWN in last_look._children."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    code = code_from(hemi)
    school.goes_to(hour=21)
    knocks(nana, code, "Nana Aroha")
    leaves_every_home(school, "Hemi")
    school.goes_to(days=1, hour=9)
    hemi.never_heard(ASKED, "Tama?")


def test_a_newcomer_whose_place_was_taken_back_overnight_is_not_told_that_they_are_in(
    open_school: Callable[..., School],
) -> None:
    """Holds `opened` in inviting.tell: the text that waits for the morning names a child."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    school.goes_to(hour=21)
    hemi.says("1")
    hemi.hears("Nana Aroha is in")
    leaves_every_home(school, "Nana Aroha")
    school.goes_to(days=1, hour=9)
    nana.never_heard("Tama", "has let you in")


def test_a_chat_that_was_handed_on_overnight_hears_nothing_of_the_families(
    open_school: Callable[..., School],
) -> None:
    """Holds `owners` in store/calling.py: what waits for a teacher is checked by phone, not only by name."""
    school = open_school(roll_csv=IN_ENGLISH)
    chat, mere = school.teacher("Ms Tane", 555_005), school.sms(MERE).forgets()
    school.goes_to(hour=20)
    mere.says("He was sick on the bus")

    def code(desk) -> str:  # type: ignore[no-untyped-def]
        return linking.staff_link(desk, named(desk, "Mr Fuimaono").id)[0]

    chat.starts(school.act(code))
    school.goes_to(days=1, hour=9)
    chat.never_heard("sick on the bus")


def test_a_new_chat_takes_the_place_of_the_old_one(open_school: Callable[..., School]) -> None:
    """Holds unlink in linking.tie: a teacher's lost phone does not go on reading."""
    school = open_school(roll_csv=IN_ENGLISH)
    old, new, mere = (
        school.teacher("Ms Tane", 555_005),
        school.teacher("Ms Tane", 555_006),
        school.sms(MERE).forgets(),
    )
    mere.says("He was sick on the bus")
    new.hears("He was sick on the bus")
    old.never_heard("sick on the bus")
    old.says("/ask")
    old.hears("we do not know yours")


def test_when_the_terms_have_run_out_words_to_a_teacher_wait_and_are_not_lost(
    open_school: Callable[..., School],
) -> None:
    """Holds due_or_ask_again, and LOOK_AGAIN in last_look: the school writes its next terms later."""
    school = open_school(at=at(24, 10), roll_csv=IN_ENGLISH, toml=school_with(TERMS))
    teacher, mere = school.teacher(), school.sms(MERE).forgets()
    mere.says("He has moved up to chapter books")
    mere.hears("Ms Tane has your words")
    school.goes_to(days=1, hour=9)
    teacher.hears_nothing()
    later = schools.read(school_with(TERMS, NEXT))
    school.act(lambda desk: schools.apply(desk.db, later, desk.now))
    school.goes_to(day=30, hour=8, minute=1)
    teacher.hears("He has moved up to chapter books")


def test_an_answer_held_up_by_its_carrier_does_not_come_at_night(open_school: Callable[..., School]) -> None:
    """Holds STILL_NOW in last_look: "now" is over after an hour; a first word at night still has its answer at once."""
    school = open_school(at=at(24, 19, 50), roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    school.fault("sms", Fault("rate_limit", 3 * 3600.0))
    anna.says("WHO")
    anna.hears_nothing()
    school.goes_to(hour=23, minute=30)
    anna.hears_nothing()
    school.goes_to(days=1, hour=8)
    anna.hears("About Ruby")
    school.goes_to(hour=23)
    anna.says("WHO")
    anna.hears("About Ruby")


def test_a_long_question_loses_its_end_and_not_the_words_about_who_hears(
    open_school: Callable[..., School],
) -> None:
    """Holds the cut inside the frame in rendering.render: who counts as told has been told."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    asks(school, "What did you read? " * 100)
    heard = mere.hears(
        "What did you read?", "If you answer, Hemi will see it too.", "The rest is here for a week"
    )
    assert len(heard) <= 1600
    mere.says("The one about the eel")
    hemi.hears("Mere about Tama: The one about the eel")


def test_a_teacher_who_types_what_the_button_says_is_not_stopped(school: School) -> None:
    """Holds `labels` in talk.hear: "Cancel" is a carrier's stop word, and here it is an answer."""
    teacher, anna, mere = school.teacher(), school.sms(ANNA).forgets(), school.sms(MERE)
    teacher.says("/ask")
    teacher.says("What did you read?")
    teacher.hears("People:")
    teacher.says("Cancel")
    teacher.hears("Taken back")
    mere.says("Tama is well")
    teacher.hears("Tama is well")
    anna.says("CANCEL")  # by text Twilio has stopped the number itself
    anna.forgets()
    asks(school, "Are you there?")
    anna.hears_nothing()
