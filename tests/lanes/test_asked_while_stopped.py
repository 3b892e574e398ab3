"""A story that the machine found: asked from a phone that had stopped, answered when it had come back, and kept out
meanwhile."""

import pytest

from bot.acts import restricting
from tests.lanes.meanings import says
from tests.lanes.playing import Ground

PHONE = "+642000000103"  #: Aq3q's, a guardian of Cq2q and Cq3q


@pytest.mark.parametrize("kept_out", [False, True])
def test_it_names_no_child_who_is_not_theirs_any_more(ground: Ground, kept_out: bool) -> None:
    """Holds Gate.STRANGER in last_look._children: whoever had stopped is answered as a stranger is, and by name."""
    town = ground.opens()
    for word in ("STOP", "FAMILY", "START"):
        says(town, PHONE, word)
    if kept_out:
        child, office = town.ids["Cq3q"], town.ids["Tq2q"]
        town.act(lambda desk: restricting.keep_out(desk, office, child, person_id=town.ids["Aq3q"]))
    town.house.send()
    told = " ".join(it.words for it in town.watch.screens.get(PHONE, ()))
    assert "Welcome back" in told
    assert ("Cq3q" in told) is not kept_out
    ground.closes(town)
