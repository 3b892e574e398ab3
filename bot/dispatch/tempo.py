"""One sender's last second, as this process has called: how long until more may begin."""

import math
from collections import deque
from dataclasses import dataclass

#: Seconds for which a second's worth is handed out: calls do not all travel equally long.
A_SECOND = 1.01
#: What must lie between a call and the one that stands a second's worth behind it.
APART = 1.005
#: How much of a slower answer the quickest one becomes: a way that has grown longer is known after some seconds.
FORGETS = 0.02


@dataclass
class Begun:
    """A call, and the moment from which its second is counted."""

    at: float
    cells: int


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
        self._quickest = math.inf  # seconds from a call to its answer

    @property
    def apart(self) -> float:
        """Seconds from one cell's place to the next one's."""
        return A_SECOND / self.per_second

    def wait(self, now: float, cells: int) -> float:
        """Seconds until so many more may begin."""
        while self._begun and self._begun[0].at <= now - APART:
            self._cells -= self._begun.popleft().cells
        over, until = self._cells + cells - self.per_second, now
        if over <= 0:
            return 0.0
        for it in sorted(self._begun, key=lambda it: it.at):
            if over <= 0:
                break
            over, until = over - it.cells, it.at + APART
        return max(0.0, until - now)

    def begin(self, now: float, cells: int) -> Begun:
        begun = Begun(now, cells)
        self._begun.append(begun)
        self._cells += cells
        return begun

    def answered(self, begun: Begun, now: float) -> None:
        took = now - begun.at
        slower = max(0.0, took - self._quickest)
        self._quickest = self._quickest + FORGETS * slower if slower else took
        begun.at += slower

    def clear_in(self, now: float) -> float:
        """Seconds until somebody who knows nothing of these calls may begin at the full rate."""
        until, cells = now, 0
        for it in sorted(self._begun, key=lambda it: it.at, reverse=True):
            cells += it.cells
            until = max(until, it.at + APART - (self.per_second - cells) * self.apart)
        return until - now
