"""What one home says reaches that home and the school, and nobody else: whatever families, offices and machines do.

A machine plays a school: people join and leave, homes part and merge, children move rooms, numbers and chats change
hands, words are written, answered, quoted and broadcast, the process dies in the middle. Each family's words carry a
canary. Every call is looked at when it is made, against a register that the test keeps by itself (see `register`).

1,000 deeds at home; 20,000 in CI (`CI` or `AHO_REQUIRE` in the environment); 100,000 with --long.
"""

import pytest

from tests.ground.wanted import in_ci
from tests.lanes.playing import Ground, plays

AT_HOME, IN_CI, LONG = 1_000, 20_000, 100_000


def test_no_home_hears_another(ground: Ground, request: pytest.FixtureRequest) -> None:
    """And it is no silence that is tested: words did go where they belong."""
    wanted = LONG if request.config.getoption("long") else IN_CI if in_ci() else AT_HOME
    plays(ground, wanted)
    kinds = ("relayed", "asked", "answered", "to teachers", "looked at")
    assert min(ground.went[it] for it in kinds) > wanted // 100, ground.went
