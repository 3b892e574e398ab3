"""The machine that plays a school, in two ways: by Hypothesis' choice, and by plain chance along an aim.

A step is one deed: one thing that somebody says or does, or one stretch of time with its sending.
"""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Engine

from tests.lanes import changes, classroom, doors, families, office
from tests.lanes.shortening import shortened, tells
from tests.lanes.town import Deed, Dice, Town

#: Whole numbers Hypothesis also takes from whatever modules are loaded: the stories would be others in each run.
BITS = st.lists(st.booleans(), min_size=32, max_size=32)
MOST_DEEDS = 14  #: before time passes
ACTS = (
    *families.FAMILIES * 3, *doors.DOORS * 2, *classroom.SCHOOL * 2, *office.HOMES, *changes.CHANGES,
)  # fmt: skip
STORIES = 12  #: of one round; some hundred deeds each
#: So often an aim is gone through before the next story begins.
TIMES = 6


@dataclass
class Ground:
    template: sqlite3.Connection
    engine: Engine
    loop: asyncio.AbstractEventLoop
    acts: Sequence[Deed] = ACTS
    steps: int = 0
    shortens: bool = False
    went: Counter[str] = field(default_factory=Counter)

    def opens(self) -> Town:
        return Town(self.template, self.engine, self.loop)

    def does(self, town: Town, deed: Deed, number: int) -> None:
        """One step; a leak ends the story, and the story is told."""
        self.steps += 1
        town.story.append(f"{deed.__name__} {number}")
        deed(town, Dice(number))
        town.check_places()
        assert not town.watch.leaks, self.told(town)

    def told(self, town: Town) -> str:
        """The whole story and its leaks; in long runs also the fewest deeds that lead to one."""
        whole = [*town.story, *town.watch.leaks]
        if not self.shortens:
            return "\n".join(whole)
        short = shortened(town.story, self.tells)
        return "\n".join(
            [*whole, "", "in short:", *short, self.tells(short) or "(not when it is told again)"]
        )

    def tells(self, story: Sequence[str]) -> str:
        """The leak that these deeds lead to, from the beginning; nothing where they do not, or cannot be done."""
        town = self.opens()
        try:
            return tells(town, story)
        except Exception:  # without what came before, a deed may have nothing to begin with
            return ""
        finally:
            town.house.ends()

    def closes(self, town: Town) -> None:
        self.went.update(town.watch.went)
        town.house.ends()


def machine(ground: Ground) -> type[RuleBasedStateMachine]:
    class Lanes(RuleBasedStateMachine):
        @initialize()
        def opens(self) -> None:
            self.town = ground.opens()

        def teardown(self) -> None:
            if hasattr(self, "town"):
                ground.closes(self.town)

        @rule(bits=BITS)
        def a_while(self, bits: list[bool]) -> None:
            """What people do, one after the other; then time passes, texts go out, or the process dies."""
            chance = random.Random(sum(bit << at for at, bit in enumerate(bits)))
            for _ in range(chance.randint(1, MOST_DEEDS)):
                ground.does(self.town, chance.choice(ground.acts), chance.getrandbits(40))
            ground.does(self.town, chance.choice(changes.WORLD), chance.getrandbits(20))

    return Lanes


def plays(ground: Ground, wanted: int) -> None:
    """So many deeds. Each round has a seed of its own: with the same one they would be the same stories again."""
    number, ground.shortens = 0, True
    while ground.steps < wanted:
        number += 1
        plays_once(ground, number)


def plays_once(ground: Ground, number: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        seed(number)(machine(ground)),
        settings=settings(
            max_examples=STORIES, stateful_step_count=12, deadline=None, database=None, derandomize=False,
            phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip


def walks(ground: Ground, number: int, most: int, aim: Sequence[Deed] = ()) -> str:
    """By plain chance; or the deeds of an aim in turn. The first leak, or nothing after so many."""
    before, chance = ground.steps, random.Random(number)
    while ground.steps < before + most:
        town = ground.opens()
        try:
            for it in range(len(aim) * TIMES or 100):
                deeds = changes.WORLD if chance.random() < 0.12 else ground.acts
                ground.does(town, aim[it % len(aim)] if aim else chance.choice(deeds), chance.getrandbits(40))
        except AssertionError as leak:
            return str(leak)
        finally:
            ground.closes(town)
    return ""
