"""The machine is held itself: with one check of a lane taken out it finds the leak, by the same deeds each time.

Each check names the deeds that lead near what it guards; machine, register and watch are those of test_lanes.
"""

import pytest

from tests.lanes.checks import CHECKS, without
from tests.lanes.playing import Ground, walks

#: Of so many deeds one must show the leak; most need a few dozen.
ENOUGH = 1_500


@pytest.mark.parametrize("check", CHECKS)
def test_it_sees_each_check_that_is_missing(ground: Ground, check: str) -> None:
    with without(check):
        assert walks(ground, 1, ENOUGH, CHECKS[check].aim), f"nothing leaks without {check}"
