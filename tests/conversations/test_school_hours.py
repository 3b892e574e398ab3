"""At night the school is quiet, both ways: families may write at any time, and are told when it is read."""

from collections.abc import Callable

from bot.acts import school_changes
from tests.conversations.at_school import IN_ENGLISH, asks, count, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE
from tests.conversations.test_bringing_family_in import code_from
from tests.ground.school import School


def test_a_family_writes_at_night_and_nobody_is_woken(open_school: Callable[..., School]) -> None:
    """Holds STAFF hours in to_school, "words" hours in to_home, and the once-a-closed-period of `_opens`."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, anna, teacher = (*(school.sms(it).forgets() for it in (MERE, HEMI, ANNA)), school.teacher())
    asks(school, "What did you read?")
    school.goes_to(hour=22)
    mere.forgets().says("The one about the eel")
    mere.hears(
        "Ms Tane has your words about Tama.", "Teachers read messages from Wednesday 25 November, 8:00 am."
    )
    mere.says("He will be late tomorrow")
    assert "Teachers read" not in mere.hears("Only the school sees this.")
    mere.says("SHARE: We looked at the moon")
    assert "Teachers read" not in mere.hears("Thank you for sharing this about Tama.")
    anna.forgets().says("Ruby has a sore foot")
    hemi.hears("What did you read?")
    hemi.hears_nothing()
    teacher.hears_nothing()
    school.goes_to(days=1, hour=7, minute=55)
    hemi.hears_nothing()
    teacher.hears_nothing()
    school.goes_to(hour=8)
    teacher.hears("Mere (mother of Tama, Room 5): The one about the eel")
    teacher.hears("He will be late tomorrow")
    hemi.hears("Mere about Tama: The one about the eel")
    hemi.hears("We looked at the moon")
    school.goes_to(days=2, hour=17)  # Friday after school: another closed period
    mere.forgets().says("Have a good rest")
    mere.hears("Teachers read messages from Monday 30 November, 8:00 am.")
    school.goes_to(days=1, hour=12)
    mere.says("Still resting?")
    mere.hears_nothing()
    teacher.forgets()
    school.goes_to(days=1, hour=12)
    teacher.hears_nothing()


def test_whoever_comes_by_a_code_keeps_the_hours_that_their_number_gives_away(
    open_school: Callable[..., School],
) -> None:
    """Holds zone_of in reception: Nana's evening on Rarotonga begins an hour before the school's, her day later."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms("+68250123")
    nana.says(code_from(hemi))
    for words in ("Nana Aroha", "1"):
        nana.says(words)
    hemi.says("2")
    hemi.says("SHARE")
    school.goes_to(hour=19, minute=40)  # 20:40 with her
    nana.forgets()
    hemi.says("SHARE: We looked at the moon")
    nana.hears_nothing()
    school.goes_to(days=1, hour=7, minute=30)  # 8:30 with her
    nana.hears("We looked at the moon")


def test_an_answer_within_half_an_hour_goes_at_once_and_every_other_copy_keeps_its_readers_hours(
    open_school: Callable[..., School],
) -> None:
    """Holds SOON in acts/answering.py: for whoever just wrote, and for nobody else."""
    school = open_school(roll_csv=IN_ENGLISH, toml=school_with('[hours]\noffice = ["08:00", "22:30"]\n'))
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    asks(school, "What did you read?")
    hemi.forgets()
    school.goes_to(hour=21)
    mere.forgets().says("The one about the eel")
    mere.hears("Ms Tane has your words")
    school.passes(minutes=20)
    teacher.replies_to("about the eel", "Ka pai! Which page was best?")
    teacher.hears("Your answer goes to Mere and Hemi.")
    mere.hears("Ms Tane, Harakeke School, about Tama: Ka pai! Which page was best?")
    hemi.hears_nothing()
    school.passes(minutes=40)
    teacher.replies_to("about the eel", "Sleep well.")
    assert count(mere, "Sleep well.") == 0
    school.goes_to(days=1, hour=8)
    mere.hears("Sleep well.")
    hemi.hears("about the eel")
    hemi.hears("Which page was best?")
    hemi.hears("Sleep well.")


def test_a_teacher_on_telegram_answers_by_replying_and_is_asked_when_it_is_not_clear(school: School) -> None:
    """Holds handlers/teacher: two families could be meant, so it asks; a second teacher hears nothing of Room 5."""
    anna, mere, teacher = school.sms(ANNA).forgets(), school.sms(MERE).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    teacher.says("/ask@PretendedSchoolBot")
    teacher.hears("What would you like to ask?")
    teacher.says("What did you read?")
    teacher.taps("Send")
    anna.says("The one about the eel")
    mere.says("Te pukapuka mō te tuna")
    teacher.hears("Anna (mother of Ruby, Room 5): The one about the eel")
    teacher.says("Lovely, thank you!")
    assert "Jack" not in teacher.hears("Whom is this for? Next time, reply to their message.")
    assert count(anna, "Lovely") == count(mere, "Lovely") == 0
    teacher.taps("Ruby: Anna")
    teacher.hears("Your answer goes to Anna.")
    anna.hears("Ms Tane, Harakeke School, about Ruby: Lovely, thank you!")
    teacher.says("Oh well")
    teacher.taps("Nobody")
    assert count(anna, "Oh well") == count(mere, "Oh well") == 0
    mere.never_heard("Lovely")
    other.hears_nothing()
    other.says("/ask")
    other.says("What did you draw?")
    other.taps("Send")
    anna.hears("Mr Fuimaono, Harakeke School, for Jack: What did you draw?")
    mere.never_heard("What did you draw?")
    anna.says("A whale, in blue")
    other.hears("Anna (mother of Jack, Room 2): A whale, in blue")
    teacher.never_heard("A whale")


def test_hours_that_are_changed_count_for_what_already_waits(school: School) -> None:
    """The row waits for a moment; whether it may go then, the school's hours of that moment say, at the call."""
    anna = school.sms(ANNA).forgets()
    school.goes_to(hour=21)
    asks(school, "What did you read?")
    anna.hears_nothing()
    later = {"hours.weekdays": ["09:30", "20:00"]}
    assert school.act(lambda desk: school_changes.change(desk, None, later))
    school.goes_to(days=1, hour=8, minute=30)
    anna.hears_nothing()
    school.goes_to(hour=9, minute=31)
    anna.hears("What did you read?")
