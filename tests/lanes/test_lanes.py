"""What one home says reaches that home and the school, and nobody else: whatever families, offices and machines do.

A machine plays a school: people join and leave, homes part and merge, children move rooms, numbers and chats change
hands, words are written, answered, quoted and broadcast, the process dies in the middle. Each family's words carry a
canary. Every call is looked at when it is made, against a register that the test keeps by itself (see `register`).

A step is one deed: one thing that somebody says or does, or one stretch of time with its sending.
"""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Engine

from tests.lanes import changes, classroom, doors, families, office
from tests.lanes.checks import CHECKS, without
from tests.lanes.house import in_memory
from tests.lanes.town import Deed, Dice, Town, template

NUMBERS = st.lists(st.integers(0, 2**40), min_size=1, max_size=14)
ACTS = (
    *families.FAMILIES * 3, *doors.DOORS * 2, *classroom.SCHOOL * 2, *office.HOMES, *changes.CHANGES,
)  # fmt: skip
#: Of so many deeds that the machine plays without a check, one must show its leak.
ENOUGH = 2_000
#: One of each kind, for a run that has not minutes.
SAMPLE = ("membership at the call", "private words", "which child")


@dataclass
class Ground:
    template: sqlite3.Connection
    engine: Engine
    loop: asyncio.AbstractEventLoop
    steps: int = 0

    def opens(self) -> Town:
        return Town(self.template, self.engine, self.loop)


_ground: dict[str, Ground] = {}
went: Counter[str] = Counter()


def does(town: Town, deed: Deed, number: int) -> None:
    """One step; a leak ends the story, and the story is told."""
    _ground["here"].steps += 1
    town.story.append(f"{deed.__name__} {number}")
    deed(town, Dice(number))
    town.check_places()
    assert not town.watch.leaks, "\n".join([*town.story, *town.watch.leaks])


class Lanes(RuleBasedStateMachine):
    @initialize()
    def opens(self) -> None:
        self.town = _ground["here"].opens()

    def teardown(self) -> None:
        if hasattr(self, "town"):
            went.update(self.town.watch.went)
            self.town.house.ends()

    @rule(deeds=NUMBERS, ends=st.integers(0, 2**20))
    def a_while(self, deeds: list[int], ends: int) -> None:
        """What people do, one after the other; then time passes, texts go out, or the process dies."""
        for number in deeds:
            rest = Dice(number)
            does(self.town, rest.one(ACTS), rest.left)
        rest = Dice(ends)
        does(self.town, rest.one(changes.WORLD), rest.left)


def plays(stories: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Lanes,
        settings=settings(
            max_examples=stories, stateful_step_count=12, deadline=None, database=None, derandomize=True,
            phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip


def walks(seed: int, most: int, aim: Sequence[Deed] = ()) -> str:
    """The same deeds by plain chance, quicker; or those of an aim in turn. The first leak, or nothing after so many."""
    here, chance = _ground["here"], random.Random(seed)
    before = here.steps
    while here.steps < before + most:
        town = here.opens()
        try:
            for it in range(len(aim) * 6 or 100):
                deeds = changes.WORLD if chance.random() < 0.12 else ACTS
                does(town, aim[it % len(aim)] if aim else chance.choice(deeds), chance.getrandbits(40))
        except AssertionError as leak:
            return str(leak)
        finally:
            town.house.ends()
    return ""


@pytest.fixture(autouse=True)
def ground(sqlite_databases: Any) -> Iterator[Ground]:
    loop, engine = asyncio.new_event_loop(), in_memory()
    loop.set_exception_handler(
        lambda loop, context: None
    )  # the process has died: nobody asks after its tasks
    here = _ground["here"] = Ground(template(sqlite_databases.template), engine, loop)
    went.clear()
    yield here
    engine.dispose()
    loop.close()


def test_no_home_hears_another(ground: Ground, request: pytest.FixtureRequest) -> None:
    """2,000 deeds; 100,000 with --long. And it is no silence that is tested: words did go where they belong."""
    wanted = 100_000 if request.config.getoption("long") else 2_000
    while ground.steps < wanted:
        plays(max(10, (wanted - ground.steps) // 80))
    assert (
        min(went[it] for it in ("relayed", "asked", "answered", "to teachers", "looked at")) > wanted // 100
    ), went


@pytest.mark.parametrize("check", [
    it if it in SAMPLE else pytest.param(it, marks=pytest.mark.long) for it in CHECKS
])  # fmt: skip
def test_it_sees_each_check_that_is_missing(ground: Ground, check: str) -> None:
    """Holds the machine itself: with one check taken out it finds the leak, by the same deeds each time."""
    with without(check):
        assert walks(1, ENOUGH, CHECKS[check].aim), f"nothing leaks without {check}"
