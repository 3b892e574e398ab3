"""What a family says in its own words is kept; and nobody is told that more than that has changed."""

from collections.abc import Callable

from bot.store import ways
from tests.conversations.at_school import IN_ENGLISH, named
from tests.conversations.conftest import HEMI
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
