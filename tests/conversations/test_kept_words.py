"""What a family says in its own words is kept; and nobody is told that more than that has changed."""

from collections.abc import Callable

from bot.store import ways
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, named
from tests.conversations.conftest import HEMI, MERE, NANA
from tests.ground.school import School

OWN = "Only Sundays 10-2, one a week"


def test_words_alone_change_no_days_and_say_so(open_school: Callable[..., School]) -> None:
    """Holds the look at what was settled before "We hold to it" is said; and nothing more counts before the next yes."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.says("MYWAY")
    hemi.says(OWN)
    hemi.forgets().says("Y")
    hemi.hears("Nothing about days, hours or how many has changed.", "1 Ideas for home", "2 Days and hours")
    hemi.never_heard("We hold to it")
    hemi.says("2")
    hemi.says("2")
    hemi.says("10-14")

    def days(school: School) -> tuple[int, ...]:
        return school.act(
            lambda desk: ways.kept(ways.today(desk.db, [(it := named(desk, "Hemi")).id])[it.id]).days
        )

    hemi.hears(OWN, "Saturday and Sunday", "10:00 am - 2:00 pm")
    assert days(school) == ()
    hemi.says("Y")
    hemi.hears("Kept. We hold to it from now on.")
    assert days(school) == (5, 6)


def test_a_pause_whose_length_we_cannot_read_begins_at_once(open_school: Callable[..., School]) -> None:
    """Holds `begins_with_pause`, and `is_only_a_length`: a length is no message, and anything more is one."""
    school = open_school(roll_csv=IN_ENGLISH)
    teacher, hemi = school.teacher(), school.sms(HEMI).forgets()
    hemi.says("PAUSE 2 vaiaso")
    hemi.hears("Paused. No questions", "For how long?", "1 One week")
    asks(school, "What did you read?")
    hemi.never_heard("What did you read?")
    hemi.says("START")
    teacher.never_heard("vaiaso")
    hemi.forgets().says("Pause please, our koro has died")
    hemi.hears("Paused. No questions", "For how long?")
    teacher.hears("our koro has died")
    hemi.says("1")
    hemi.hears("All right.")
    hemi.says("PAUSE until 20 Dec please")
    hemi.hears("Paused until Sunday 20 December.")
    hemi.says("START")
    asks(school, "And now?")
    hemi.hears("And now?")


def test_what_follows_pause_is_no_answer_for_the_home(open_school: Callable[..., School]) -> None:
    """Holds `to_school_only` after PAUSE, and that a child's illness or a wish to stop is heard as itself."""
    school = open_school(roll_csv=WITH_NANA)
    teacher, mere, nana = school.teacher(), school.sms(MERE).forgets(), school.sms(NANA).forgets()
    asks(school, "What did you read?")
    mere.hears("What did you read?")
    mere.says("Pause, our koro has died")
    mere.hears("Paused.", "For how long?")
    teacher.hears("our koro has died")
    nana.never_heard("koro has died")
    mere.says("START")
    mere.forgets().says("Pause, Tama is sick today")
    mere.hears("Tama")
    nana.never_heard("sick today")
    asks(school, "And now?")
    mere.hears("And now?")
