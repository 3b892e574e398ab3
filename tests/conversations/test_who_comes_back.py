"""A supporter's place ends, and weeks later begins again: what was told of them before does not count any more."""

from collections.abc import Callable

from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_a_family_decides import in_by_code
from tests.conversations.test_whose_ears import PRIVATE
from tests.ground.school import School


def test_who_comes_back_hears_nothing_before_the_writer_was_told_again(
    open_school: Callable[..., School],
) -> None:
    """Holds `since` in ears.known_of, for answers, and in widening._was_named, for ALL: weeks lie between, and Mere
    writes what Nana is not to read."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    nana = in_by_code(school, hemi, "1", "1")
    asks(school, "What did you read?")
    mere.hears("If you answer, Hemi and Nana Aroha will see it too.")
    mere.says("The one about the eel")
    nana.hears("The one about the eel")
    mere.says(PRIVATE)
    mere.hears("Text ALL to show it to Hemi and Nana Aroha.")
    for word in ("FAMILY", "1", "7"):
        hemi.says(word)
    school.goes_to(days=30, hour=10)
    mere.forgets().says(PRIVATE + " 2")
    mere.hears("Text ALL to show it to Hemi.")
    in_by_code(school, hemi.forgets(), "1", "1")
    mere.says(PRIVATE + " 3")  # of the same day: thanked already
    mere.says("ALL")
    mere.hears("Only the school sees this. Text ALL to show it to Hemi and Nana Aroha.")
    asks(school, "What did you cook?")
    mere.hears("What did you cook?", "If you answer, Hemi and Nana Aroha will see it too.")
    nana.never_heard("pick him up")


def test_who_is_back_after_the_question_hears_no_answer_to_it(open_school: Callable[..., School]) -> None:
    """Holds `since` in ears.told: the question named Hemi alone, an older one Nana too."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    nana = in_by_code(school, hemi, "1", "1")
    asks(school, "What did you read?")
    for word in ("FAMILY", "1", "7"):
        hemi.says(word)
    school.goes_to(days=30, hour=10)
    asks(school, "What did you cook?")
    in_by_code(school, hemi.forgets(), "1", "1")
    mere.forgets().says("Pipi, and his father drank too much")
    mere.hears("Only the school sees this.", "Hemi and Nana Aroha")
    nana.never_heard("drank too much")
