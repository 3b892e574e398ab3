"""The machine is held itself: with one check of a lane taken out it finds the leak, by the same deeds each time.

Each check names the deeds that lead near what it guards; machine, register and watch are those of test_lanes. All of
them in CI and with --long (some 40 s of CPU), one of each kind at home.
"""

import pytest

from tests.ground.wanted import in_ci
from tests.lanes.checks import CHECKS, without
from tests.lanes.playing import Ground, walks
from tests.lanes.shortening import shortened

#: Of so many deeds one must show the leak; most need a few dozen.
ENOUGH = 1_500
AT_HOME = (
    "membership at the call", "the lanes of our own words", "STOP", "a court's order over a later grant",
    "private words", "which child", "a number that is left is left", "who sees which room",
)  # fmt: skip


@pytest.mark.parametrize("check", [
    it if it in AT_HOME or in_ci() else pytest.param(it, marks=pytest.mark.long) for it in CHECKS
])  # fmt: skip
def test_it_sees_each_check_that_is_missing(ground: Ground, check: str) -> None:
    with without(CHECKS[check]):
        assert walks(ground, 1, ENOUGH, CHECKS[check].aim), f"nothing leaks without {check}"


def test_a_leak_is_told_by_the_deeds_that_lead_to_it(ground: Ground) -> None:
    """Who reads of a leak reads ten deeds and not a hundred, each of which is needed."""
    check = "private words"
    with without(CHECKS[check]):
        story = [
            it for it in walks(ground, 1, ENOUGH, CHECKS[check].aim).splitlines() if not it.startswith("+")
        ]
        short = shortened(story, ground.tells)
        assert ground.tells(short) and len(short) < len(story)
        assert not any(ground.tells([*short[:it], *short[it + 1 :]]) for it in range(len(short) - 1))
    assert not ground.tells(short)  # with the check in its place
