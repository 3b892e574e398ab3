"""URGENT from somebody who is in no family's thread: from one whose place has ended, and from a stranger."""

from collections.abc import Callable

from bot.store.tables import inbox, urgent
from tests.conversations.at_school import IN_ENGLISH, counted
from tests.conversations.conftest import HEMI, STRANGER
from tests.conversations.test_a_family_decides import in_by_code
from tests.ground.school import School


def test_whose_place_has_ended_may_say_it_too(open_school: Callable[..., School]) -> None:
    """Holds that `wants` looks for no place in a thread: she stands at the gate, whatever her grandson's father chose."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, hemi = school.teacher("Whaea Moana", 555_009), school.sms(HEMI).forgets()
    nana = in_by_code(school, hemi, "2", "1")
    for word in ("FAMILY", "1", "7"):
        hemi.says(word)
    nana.forgets().says("URGENT Tama is not at the gate")
    office.hears("Urgent, from Nana Aroha (?): Tama is not at the gate")
    nana.hears("The school office has this on a phone now.", "If someone is in danger, call 111.")
    nana.says("URGENT")
    nana.hears("What is urgent?", "If someone is in danger, call 111.")
    nana.says("His shoe is on the road")
    office.hears("His shoe is on the road")


def test_a_stranger_hears_whom_to_call(open_school: Callable[..., School]) -> None:
    """Holds the way for nobody's phone: the emergency line, and the office's page of strangers; no phone rings."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, stranger = school.teacher("Whaea Moana", 555_009), school.sms(STRANGER)
    stranger.says("URGENT there is a child on the road")
    stranger.hears("To be sure, call", "If someone is in danger, call 111.")
    office.hears_nothing()
    assert counted(school, urgent) == 0
    assert counted(school, inbox, inbox.c.state == "stranger") == 1
