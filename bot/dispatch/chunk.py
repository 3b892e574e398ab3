"""Some calls of one sender that our rows have begun together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dispatch.beginning import Call

#: Seconds before its end for which a chunk is called near it: the next one is got ready meanwhile, so that its first
#: calls need not be late. Less than may lie between the two (bot.dispatch.slices.AHEAD).
NEAR = 0.2


@dataclass(frozen=True)
class Chunk:
    calls: Sequence[Call]
    at: float  #: monotonic: when the rows said so
    first: float  #: monotonic: when the first call has its place

    def near_its_end(self, begun: int, apart: float, early: float = 0.0) -> bool:
        """After so many calls, with so many seconds between two cells. Half have begun then, whatever the rate.

        `early`: seconds by which the last of them went before its own place (bot.dispatch.places).
        """
        if 2 * begun < len(self.calls):
            return False
        return early + sum(it.cells for it in self.calls[begun:]) * apart <= NEAR
