"""What one home says reaches that home and the school, and nobody else, by the less usual ways too: words that the
school moves to another thread, links that stood on a phone once, what travels in one message, numbers that came back,
tables and papers that leave the console, threads that are handed over, what is urgent and who is away.

The machine, the register and the watch are those of test_lanes; ordinary deeds and these come mixed. 600 deeds at home;
6,000 in CI; 30,000 with --long. And it is held itself, as in test_each_check: with one safeguard taken out it leaks.
"""

from collections.abc import Sequence

import pytest

from tests.ground.wanted import in_ci
from tests.lanes.checks import without
from tests.lanes.other_checks import OTHERS
from tests.lanes.other_ways import OTHER
from tests.lanes.playing import ACTS, Ground, plays, walks
from tests.lanes.town import Deed

AT_HOME, IN_CI, LONG = 600, 6_000, 30_000
#: As many of these as of the ordinary ones.
MIXED: Sequence[Deed] = (*ACTS, *(OTHER * max(1, len(ACTS) // len(OTHER))))
ENOUGH = 1_500
HELD_AT_HOME = (
    "moved words do not go under the old name", "whose link it is, when it is opened",
    "each line of what travels together, at home", "a number with nobody there",
)  # fmt: skip


def test_no_home_hears_another_by_other_ways(ground: Ground, request: pytest.FixtureRequest) -> None:
    """And it is no silence that is tested: each of these ways was gone."""
    wanted = LONG if request.config.getoption("long") else IN_CI if in_ci() else AT_HOME
    ground.acts = MIXED
    plays(ground, wanted)
    kinds = (
        "relayed",
        "to teachers",
        "opened",
        "moved",
        "by a link",
        "taken away",
        "on paper",
        "in one",
        "doubted",
    )
    assert min(ground.went[it] for it in kinds) > wanted // 1_000, ground.went


@pytest.mark.parametrize("check", [
    it if it in HELD_AT_HOME or in_ci() else pytest.param(it, marks=pytest.mark.long) for it in OTHERS
])  # fmt: skip
def test_it_sees_each_of_these_checks_that_is_missing(ground: Ground, check: str) -> None:
    ground.acts = MIXED
    with without(OTHERS[check]):
        assert walks(ground, 1, ENOUGH, OTHERS[check].aim), f"nothing leaks without {check}"
