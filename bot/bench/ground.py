"""What all measures stand on for one run: a folder of its own, schools of each size, a carrier that answers at once."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from bot.bench import town
from bot.bench.carrier import instant_carrier
from bot.bench.processes import Beside, Broke
from bot.bench.town import Town

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
FEW = (200,)
LONGEST = 240.0  #: seconds that one step of a measure may be expected to take


class Ground:
    """Held open while the bench runs. `say` tells whoever waits what is being done."""

    def __init__(self, folder: Path, stack: ExitStack, quick: bool, say: Callable[[str], None]) -> None:
        self.folder, self.stack, self.quick, self.say = folder, stack, quick, say
        self.sizes = FEW if quick else SIZES
        self.notes: list[str] = []
        self._towns: dict[int, Town] = {}
        self._built = 0.0  #: seconds for each family of the largest school yet

    @property
    def usual(self) -> int:
        """The size at which all contenders are held beside each other."""
        return self.sizes[min(1, len(self.sizes) - 1)]

    def carrier(self) -> tuple[Beside, int]:
        """A new one, and its port."""
        made = self.stack.enter_context(Beside(instant_carrier))
        return made, int(made.does("port").answer)

    def with_a_million(self) -> tuple[int, ...]:
        """All sizes, and a million families where building them takes minutes and not longer."""
        if self.quick:
            return self.sizes
        self.town(self.sizes[-1])
        if self._built * MILLION > LONGEST:
            self.notes.append(
                f"A million families would take {self._built * MILLION:.0f} s to make: left out."
            )
            return self.sizes
        return (*self.sizes, MILLION)

    def town(self, families: int) -> Town:
        """The school of that size, untouched: to be copied."""
        if families not in self._towns:
            self.say(f"making a school of {families:,} families")
            begun = time.perf_counter()
            self._towns[families] = town.build(f"sqlite:///{self.folder / str(families)}.db", families)
            self._built = (time.perf_counter() - begun) / families
        return self._towns[families]

    def copy(self, families: int, name: str = "copy") -> Town:
        """That school, for one contender to change."""
        return town.copied(self.town(families), f"{families}-{name}")


def faultless(beside: Beside) -> None:
    """Ours are asked whether all that they did ended as it should. Raises Broke where it did not."""
    if faults := beside.does("faults").answer:
        raise Broke(f"what was measured went wrong: {faults}")


def in_turn(rounds: int, turns: Mapping[str, Callable[[], None]], notes: list[str]) -> None:
    """Every contender has its turn in each round, another one first each time. Who breaks is out, and it is noted."""
    names = list(turns)
    out: set[str] = set()
    for round_ in range(rounds):
        first = round_ % len(names)
        for name in names[first:] + names[:first]:
            if name in out:
                continue
            try:
                turns[name]()
            except Broke as why:
                out.add(name)
                notes.append(f"{name} could not go on: {why}")
