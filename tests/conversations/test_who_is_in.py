"""FAMILY tells who is in, what they see, who let them in and until when; what is changed is changed for one child."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import update

from bot.acts import inviting, mandates
from bot.acts.desk import Desk
from bot.model.people import Scope, State
from bot.store import lanes
from bot.store.tables import contact, end_asked
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, counted, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE
from tests.conversations.test_a_family_decides import WITH_NANA as NANA_OF_MOANA
from tests.conversations.test_a_family_decides import in_by_code
from tests.ground.school import School

PASSED = "That question has passed"


def places(desk: Desk, name: str = "Nana Aroha") -> dict[str, Any]:
    return {it.lane.child.name: it for it in lanes.lanes_of(desk.db, named(desk, name).id, desk.now)}


def test_what_is_changed_for_one_child_stays_for_the_other(open_school: Callable[..., School]) -> None:
    """Holds `homes` in every act on a place: the end, the yes to private matters, and the end at once."""
    school = open_school(roll_csv=NANA_OF_MOANA)
    let_in(school, "Nana Aroha", "Anna", Scope.EVERYTHING)
    anna = school.sms(ANNA).forgets()
    for answers in (("2", "5", "1/12"), ("1", "6")):
        anna.says("FAMILY")
        anna.says("3")
        anna.hears("1 Nana Aroha, Ruby\n2 Nana Aroha, Jack")
        for answer in answers:
            anna.says(answer)
    there = school.act(places)
    assert there["Ruby"].until is None and there["Jack"].until is not None
    trusted = school.act(lambda desk: {name for name, it in there.items() if mandates.is_trusted(desk, [it])})
    assert trusted & {"Ruby", "Jack"} == {"Ruby"}
    for answer in ("FAMILY", "3", "1", "7"):
        anna.says(answer)
    anna.hears("Nana Aroha no longer hears about Ruby.")
    assert set(school.act(places)) == {"Jack", "Moana"}


def test_everybody_is_told_and_the_rolls_grandmother_can_be_changed(
    open_school: Callable[..., School],
) -> None:
    """Holds told() of the whole lane, and `supporters`: she is on the roll, and the family says until when."""
    school = open_school(roll_csv=WITH_NANA)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE).forgets()
    hemi.says("FAMILY")
    hemi.hears(
        "About Tama: Mere and Hemi see everything. Nana Aroha see stories and activities. "
        "Let in by Harakeke School. To change",
        "1 Nana Aroha",
    )
    for answer in ("1", "5", "1/12"):
        hemi.says(answer)
    hemi.hears("Nana Aroha see stories and activities. Let in by Harakeke School. Until Tuesday 1 December.")
    assert school.act(places)["Tama"].until is not None
    school.goes_to(days=2, hour=10)
    mere.hears("Nana Aroha is in the thread about Tama until Tuesday 1 December. Shall it go on?")


def test_a_choice_that_comes_too_late_is_answered(open_school: Callable[..., School]) -> None:
    """Holds the answer where nobody is there any more: at the list, and at what shall change."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    in_by_code(school, hemi, "1")

    def out(desk: Desk) -> None:
        inviting.take_back(desk, named(desk, "Mere").id, named(desk, "Nana Aroha").id)

    hemi.says("FAMILY")
    hemi.says("1")
    hemi.hears("7 End it now")
    school.act(out)
    hemi.says("2")
    hemi.hears(PASSED)
    let_in(school, "Nana Aroha", "Hemi", Scope.STORIES)
    hemi.says("FAMILY")
    school.act(out)
    hemi.says("1")
    hemi.hears(PASSED)


def test_who_becomes_reachable_before_the_end_is_asked_then(open_school: Callable[..., School]) -> None:
    """Holds that `end_asked` is written once there is somebody to ask."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    in_by_code(school, hemi, "1", "10/12")
    of_theirs = contact.c.address.in_([HEMI, MERE])

    def they_are(state: State) -> None:
        school.act(lambda desk: desk.db.execute(update(contact).where(of_theirs).values(state=state)))

    they_are(State.GONE)
    school.goes_to(days=11, hour=10)
    assert counted(school, end_asked) == 0
    hemi.forgets()
    they_are(State.ACTIVE)
    school.goes_to(days=1, hour=10)
    hemi.hears("Shall it go on?")
    assert counted(school, end_asked) == 1
