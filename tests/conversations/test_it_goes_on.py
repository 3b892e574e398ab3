"""A supporter's place comes to its end: what a guardian says about that counts when they say it."""

from collections.abc import Callable

from bot.jobs import ends
from tests.conversations.at_school import IN_ENGLISH
from tests.conversations.conftest import HEMI, NANA
from tests.conversations.test_a_family_decides import in_by_code
from tests.conversations.test_bringing_family_in import code_from
from tests.ground.school import School


def test_a_yes_counts_though_no_day_is_named(open_school: Callable[..., School]) -> None:
    """Holds `mandates.go_on`: the day that we ask for next may never come."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    nana = in_by_code(school, hemi, "2", "10/12")
    school.goes_to(days=10, hour=10)
    hemi.hears("until Thursday 10 December. Shall it go on?")
    hemi.says("1")
    hemi.hears("Until Sunday 3 January", "Until when?", "1 No end")
    school.goes_to(days=9, hour=10)
    hemi.says("SHARE")
    hemi.says("We read two books")
    nana.hears("We read two books")


def test_a_yes_shortens_nothing(open_school: Callable[..., School]) -> None:
    """Holds `ending` in mandates.go_on: he has opened it without an end, and answers the old question after that."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.on_telegram(HEMI, 901, "Hemi")
    in_by_code(school, hemi, "2", "10/12")
    school.goes_to(days=10, hour=10)
    question = hemi.hears("Shall it go on?")
    assert question
    hemi.says("FAMILY")
    for choice in ("1", "5", "1"):
        hemi.says(choice)
    hemi.forgets().taps("Yes")
    assert "Until Sunday" not in hemi.hears("Until when?")


def test_who_has_just_chosen_a_near_end_is_not_asked_about_it(open_school: Callable[..., School]) -> None:
    """Holds `asked` in mandates.change_end."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    in_by_code(school, hemi, "2", "28/11")
    hemi.hears("Until Saturday 28 November")
    school.act(ends.ask_guardians)
    school.passes(hours=1)
    hemi.never_heard("Shall it go on")


def test_a_newcomer_hears_once_who_let_them_in(open_school: Callable[..., School]) -> None:
    """Holds `opened` in family_until: the end is told by itself, and no end is nothing new."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    for number, (end, told) in enumerate((("1", ""), ("10/12", "Until Thursday 10 December"))):
        nana.says(code_from(hemi))
        if not number:
            nana.says("Nana Aroha")
            nana.says("1")
        nana.forgets()
        hemi.says("2")
        nana.hears("Hemi has let you in")
        hemi.says(end)
        if told:
            assert "has let you in" not in nana.hears("stories and activities", told)
        nana.hears_nothing()
        for word in ("FAMILY", "1", "7"):
            hemi.says(word)
        hemi.forgets()
