"""Who will see an answer is said as it is when the question goes out, not as it was when it was asked."""

from collections.abc import Callable

from bot.model.people import Scope
from bot.store import lanes
from tests.conversations.at_school import IN_ENGLISH, asks, let_in, named
from tests.conversations.conftest import MERE
from tests.ground.school import School


def test_whoever_left_in_the_night_is_not_named_and_whoever_came_is(
    open_school: Callable[..., School],
) -> None:
    """Holds telling.hearers_of at the call: a father who was taken out of the thread last night must not be promised
    an answer this morning, nor his name be read on her phone."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    school.goes_to(hour=21)
    asks(school, "What did you read?")
    let_in(school, "Priya", "Mere", Scope.EVERYTHING)

    def leaves(desk: object) -> None:
        home = lanes.lanes_of(desk.db, named(desk, "Mere").id, desk.now)[0].lane.household_id  # type: ignore[attr-defined, arg-type]
        for it in lanes.members(desk.db, [home], desk.now):  # type: ignore[attr-defined]
            if it.person.name == "Hemi":
                lanes.end_membership(desk.db, it.membership_id, desk.now)  # type: ignore[attr-defined]

    school.act(leaves)
    school.goes_to(days=1, hour=9)
    assert "Hemi" not in mere.hears("What did you read?", "If you answer, Priya will see it too.")
    mere.says("The one about the eel")
    mere.hears("Priya can see it too.")


def test_two_questions_of_one_night_say_it_once(open_school: Callable[..., School]) -> None:
    """Holds `known` at the call: what the first text of the morning said, the second does not say again."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    school.goes_to(hour=21)
    asks(school, "What did you read?")
    asks(school, "What did you sing?")
    school.goes_to(days=1, hour=9)
    told = [it.text for it in mere.unread if "will see it too" in it.text]
    assert len(mere.unread) == 2
    assert len(told) == 1
