"""What was answered before the school kept somebody out, and could not go until after: it names no such child."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.acts import restricting
from bot.acts.desk import Desk
from bot.simulated import Fault
from bot.store.tables import child
from tests.conversations.at_school import IN_ENGLISH, named
from tests.conversations.conftest import ANNA
from tests.ground.school import School


@pytest.mark.parametrize(
    "said",
    [["WHO"], ["Jack: he read to us"], ["He read to us"], ["PASS Jack"], ["PASS Jack", "I hid", "PASS"]],
    ids=["who", "thanks", "which child", "turn", "read back"],
)
def test_a_name_that_waited_for_its_carrier_does_not_go_to_who_is_kept_out_by_then(
    open_school: Callable[..., School], said: list[str]
) -> None:
    """Holds `_spells` in last_look, `_about` in talk, and the pairs of acknowledging.thank and learners._read_back."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    school.fault("sms", Fault("rate_limit", 600))
    for words in said:
        anna.says(words)
    anna.hears_nothing()
    school.act(keep_out_of_jacks)
    school.passes(minutes=11)
    anna.never_heard("Jack")
    anna.never_heard("I hid")
    anna.says("WHO")
    anna.hears("About Ruby")


def keep_out_of_jacks(desk: Desk) -> None:
    jack = desk.db.scalars(select(child.c.id).where(child.c.name == "Jack")).one()
    restricting.keep_out(desk, named(desk, "Ms Tane").id, jack, person_id=named(desk, "Anna").id)
