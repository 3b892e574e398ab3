"""When each call of a chunk goes: those whose places lie close together go at once."""

import math
from collections.abc import Iterator

from bot.dispatch.beginning import Call
from bot.dispatch.chunk import Chunk

#: Seconds: whose place lies closer to the first one's goes with it. A process that has slept pays dearly for the call
#: that it wakes for, and little for the next ones: five at once, at Telegram's rate, cost as much as three.
TOGETHER = 0.16


def places(chunk: Chunk, apart: float) -> Iterator[tuple[Call, float, float]]:
    """Each call, the moment at which it may go, and by how many seconds that is before its own place; never after it.

    `apart`: seconds between two cells. What has really begun (bot.dispatch.tempo) holds each second to its share.
    """
    place, goes = chunk.first, -math.inf
    for call in chunk.calls:
        if place >= goes + TOGETHER:
            goes = place
        yield call, goes, place - goes
        place += call.cells * apart
