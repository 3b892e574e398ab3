"""What a measure found: figures, and what they are worth beside the targets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

#: The columns, in the order in which they are drawn.
CPU, RATE, P50, P99, MEMORY = "CPU µs", "per second", "p50 ms", "p99 ms", "MB"
UNITS = (CPU, RATE, P50, P99, MEMORY)


@dataclass(frozen=True)
class Line:
    """One contender's figures, by unit; per message where they are of messages."""

    who: str
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Verdict:
    """A target, and how far we are. `found` is not a number where it could not be measured."""

    wanted: str
    found: float
    reached: bool


@dataclass(frozen=True)
class Row:
    name: str
    work: str
    lines: Sequence[Line]
    verdicts: Sequence[Verdict] = ()
    notes: Sequence[str] = ()
    #: What is drawn over the number of families: a name with its unit, and (families, figure) pairs.
    growth: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)


@dataclass
class Turns:
    """One contender's turns in one run: the median of them counts, so that one noisy second does not."""

    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def take(self, messages: int, cpu: float, wall: float, waits: Sequence[float] = ()) -> None:
        if messages:
            self.cpu.append(1e6 * cpu / messages)
            self.rate.append(messages / wall)
            self.waits.extend(waits)

    def line(self, who: str) -> Line:
        figures = {CPU: median(self.cpu), RATE: median(self.rate)} if self.cpu else {}
        if waits := sorted(self.waits):
            figures[P50] = 1000 * waits[len(waits) // 2]
            figures[P99] = 1000 * waits[int(0.99 * len(waits))]
        return Line(who, figures)


def figure(lines: Sequence[Line], who: str, unit: str) -> float:
    """The figure of the first line that begins so; not a number where there is none."""
    return next((it.figures.get(unit, math.nan) for it in lines if it.who.startswith(who)), math.nan)


def at_most(wanted: str, found: float, limit: float) -> Verdict:
    return Verdict(wanted, found, found <= limit)


def at_least(wanted: str, found: float, limit: float) -> Verdict:
    return Verdict(wanted, found, found >= limit)


def over(one: float, other: float) -> float:
    return one / other if other else math.nan
