"""One sender's last second, as this process has called: how long until more may begin."""

from collections import deque

#: Seconds for which a second's worth is handed out: calls do not all travel equally long.
A_SECOND = 1.01
#: What must lie between a call and the one that stands a second's worth behind it.
APART = 1.005


class Tempo:
    """Holds a second to its share, whatever the machine does.

    Places are handed out ahead (bot.store.rates). A call that begins late would otherwise fall into the next
    one's second: here each waits for what has really begun. `cells` is what a call counts for: a segment each
    by SMS, else one. Times are monotonic seconds.
    """

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self._begun: deque[tuple[float, int]] = deque()
        self._cells = 0

    @property
    def apart(self) -> float:
        """Seconds from one cell's place to the next one's."""
        return A_SECOND / self.per_second

    def wait(self, now: float, cells: int) -> float:
        """Seconds until so many more may begin."""
        while self._begun and self._begun[0][0] <= now - APART:
            self._cells -= self._begun.popleft()[1]
        over, until = self._cells + cells - self.per_second, now
        for at, held in self._begun:
            if over <= 0:
                break
            over, until = over - held, at + APART
        return max(0.0, until - now)

    def begin(self, now: float, cells: int) -> None:
        self._begun.append((now, cells))
        self._cells += cells

    def clear_in(self, now: float) -> float:
        """Seconds until somebody who knows nothing of these calls may begin at the full rate."""
        until, cells = now, 0
        for at, held in reversed(self._begun):
            cells += held
            until = max(until, at + APART - (self.per_second - cells) * self.apart)
        return until - now
