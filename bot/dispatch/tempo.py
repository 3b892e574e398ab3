"""One sender's last second, as this process has called: how long until more may begin."""

import math
from collections import deque
from dataclasses import dataclass

#: Seconds for which a second's worth is handed out: calls do not all travel equally long.
A_SECOND = 1.01
#: What must lie between a call and the one that stands a second's worth behind it.
APART = 1.005
#: Seconds' worth of answers among which the quickest is looked for: a way that has grown longer is known after two such
#: stretches. One that crept up with each slower answer would let a second hold more than its share.
STRETCH = 5
#: Seconds for which an answer may still tell that its call arrived late.
OPEN = 10.0


@dataclass
class Begun:
    at: float
    cells: int
    answered: float | None = None


class Tempo:
    """Holds a second to its share, whatever the machine does.

    Places are handed out ahead (bot.store.rates). A call that begins late would otherwise fall into the next
    one's second: here each waits for what has really begun. One that was answered later than the quickest may have
    been late on its way there: its second counts from when it may have arrived. `cells` is what a call counts for: a
    segment each by SMS, else one. Times are monotonic seconds.
    """

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self._begun: deque[Begun] = deque()
        self._cells = 0
        # Seconds from a call to its answer: the quickest of this stretch, and of the one before.
        self._quickest = self._before = math.inf
        self._answers = 0

    @property
    def apart(self) -> float:
        """Seconds from one cell's place to the next one's."""
        return A_SECOND / self.per_second

    def wait(self, now: float, cells: int) -> float:
        """Seconds until so many more may begin."""
        while self._begun and self._over(self._begun[0], now):
            self._cells -= self._begun.popleft().cells
        over, until = self._cells + cells - self.per_second, now
        if over <= 0:
            return 0.0
        for counts_from, begun in self._first(over):
            if over <= 0:
                break
            over, until = over - begun, counts_from + APART
        return max(0.0, until - now)

    def _first(self, cells: int) -> list[tuple[float, int]]:
        """At least those that hold the first so many cells, as they are counted, the first one first.

        Each counts from when it began or later: the rest, which began after all of these count, comes after them.
        """
        found: list[tuple[float, int]] = []
        for it in self._begun:
            if sum(held for counts_from, held in found if counts_from <= it.at) >= cells:
                break
            found.append(self._counted(it))
        return sorted(found)

    def begin(self, now: float, cells: int) -> Begun:
        begun = Begun(now, cells)
        self._begun.append(begun)
        self._cells += cells
        return begun

    def answered(self, begun: Begun, now: float) -> None:
        self._answers += 1
        if self._answers > STRETCH * self.per_second:
            self._answers, self._before, self._quickest = 1, self._quickest, math.inf
        self._quickest = min(self._quickest, now - begun.at)
        begun.answered = now

    def clear_in(self, now: float) -> float:
        """Seconds until somebody who knows nothing of these calls may begin at the full rate."""
        until, cells = now, 0
        for counts_from, begun in sorted(map(self._counted, self._begun), reverse=True):
            cells += begun
            until = max(until, counts_from + APART - (self.per_second - cells) * self.apart)
        return until - now

    def _counted(self, it: Begun) -> tuple[float, int]:
        """From when its second is counted: as late as it may have arrived, by the quickest that is known by now."""
        if it.answered is None:
            return it.at, it.cells
        return max(it.at, it.answered - min(self._quickest, self._before)), it.cells

    def _over(self, it: Begun, now: float) -> bool:
        last = now - APART if it.answered is not None else now - OPEN
        return self._counted(it)[0] <= last
