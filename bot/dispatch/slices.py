"""One sender's slice of time: chunk after chunk, by whoever holds the sender.

A chunk is half a second's worth of the sender's rate, and two of them at most are in the air: so that never more
than a second's worth of calls is uncertain, and the next chunk begins while the last answers are on their way.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel
from bot.dispatch.air import Air
from bot.dispatch.beginning import Open, begin
from bot.dispatch.chunk import Chunk
from bot.dispatch.tempo import Tempo
from bot.dispatch.timing import Timing
from bot.store import attempts, queue, rates, senders
from bot.store.locks import Held

MOST = 256  #: calls in a chunk, whatever the rate
AHEAD = 0.25  #: seconds before its first call for which a chunk may be got ready
NAP = 0.1  #: seconds between two looks while chats rest, or calls take long


@dataclass(frozen=True)
class _Claimed:
    ids: Sequence[int]
    probing: bool = False  #: something ails the sender: one call at a time
    wait: float | None = None  #: where nothing was claimed: seconds until there may be more
    soon: bool = False  #: … and that is worth waiting for in this slice


class Slice:
    """Sends on one sender. The process that opens one holds that sender, and nobody else does."""

    def __init__(self, act: AtDesk, channel: Channel, sender_id: int, timing: Timing, tempo: Tempo,
                 open_file: Open, tokens: Callable[[int], Iterable[str]], held: Held) -> None:  # fmt: skip
        self._act, self._sender, self._timing, self._tempo = act, sender_id, timing, tempo
        self._open_file, self._tokens, self._held = open_file, tokens, held
        self._air = Air(act, channel, sender_id, timing, tempo)
        self._chunk = max(1, min(tempo.per_second // 2, MOST))
        self.taken = 0  #: rows

    async def run(self, seconds: float) -> float | None:
        """Sends what is due, for at most so many seconds. Seconds until there may be more; None: nothing waits."""
        try:
            more_in = await self._until(self._timing.seconds() + seconds)
            await self._air.cleared()
        except BaseException as error:
            await self._air.let_down(cancel=isinstance(error, asyncio.CancelledError))
            raise
        return more_in

    async def _until(self, ends: float) -> float | None:
        # While calls take long we go on beside them: nobody else may send on this sender before they have ended.
        while ((left := ends - self._timing.seconds()) > 0 or self._air.late) and await self._held():
            if self._air.shut:
                await self._air.cleared()  # the rows say now how long it rests
                self._air.shut = False
            claimed = await self._act(self._claim)
            if claimed.ids:
                self.taken += len(claimed.ids)
                await self._air.take(await self._act(lambda desk: self._begin(desk, claimed.ids)))  # noqa: B023
                if claimed.probing:
                    await self._air.cleared()
            elif await self._air.landed():
                pass  # what stands behind those calls may be due now
            elif (wait := self._soon(claimed)) is not None:
                await self._timing.sleep(max(0.0, min(wait, left) if left > 0 else wait))
            else:
                return claimed.wait
        return 0.0

    def _soon(self, claimed: _Claimed) -> float | None:
        """Seconds after which it is worth looking again within this slice."""
        if claimed.soon and claimed.wait is not None:
            return claimed.wait
        return NAP if self._air.late else None

    def _claim(self, desk: Desk) -> _Claimed:
        queue.by_index(desk.db)
        known, at = senders.one(desk.db, self._sender), self._timing.at
        probing = bool(known["halted"] or known["trouble"])
        wait = rates.wait(desk.db, self._sender, at)
        if wait > (0.0 if probing else AHEAD):
            return _Claimed([], probing, wait, soon=not probing)
        most = 1 if probing else min(self._chunk, 2 * self._chunk - self._air.calling)
        if most <= 0:
            return _Claimed([], wait=NAP, soon=True)
        ids = attempts.claim(desk.db, self._sender, desk.now, most, self._tokens, at)
        if ids:
            return _Claimed(ids, probing)
        if self._air.chats_rest:
            rests = queue.rested_in(desk.db, self._sender, desk.now, at)
            if rests is not None:
                return _Claimed([], probing, min(rests, NAP), soon=True)
        next_due = queue.next_due(desk.db, self._sender, desk.now)
        return _Claimed([], probing, (next_due - desk.now).total_seconds() if next_due else None)

    def _begin(self, desk: Desk, ids: Sequence[int]) -> Chunk:
        queue.by_index(desk.db)
        calls = begin(desk, ids, self._open_file, self._chunk)
        now, first = self._timing.seconds(), 0.0
        if calls:
            length = sum(it.cells for it in calls) * self._tempo.apart
            first = rates.take(desk.db, self._sender, length, self._timing.at)
        return Chunk(calls, now, now + first)
