"""The calls of one sender that are in the air: each begun at its place, and settled in chunks."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot import measures
from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel
from bot.dispatch import ending, pausing
from bot.dispatch.beginning import Call
from bot.dispatch.chunk import Chunk
from bot.dispatch.ending import End, NotMade
from bot.dispatch.places import places
from bot.dispatch.tempo import Begun, Tempo
from bot.dispatch.timing import Timing
from bot.model.delivery import Halted, Outcome, Unsure
from bot.store import queue, rates
from bot.store.rows import refused

log = structlog.get_logger()

#: Seconds after which a call that our rows have begun is not made any more. Whoever wakes later than that may have
#: been given up: well below the minute after which a call counts as absent (bot.dispatch.reconciling).
STALE = 8.0
#: Seconds that a chunk waits for its last calls, before the others' ends are written without them.
PATIENCE = 1.0
#: Tries at writing ends that the rows refuse, before the calls are written one by one.
MISTAKES = 3

Flight = asyncio.Task[Outcome | NotMade]


class Air:
    def __init__(self, act: AtDesk, channel: Channel, sender_id: int, timing: Timing, tempo: Tempo) -> None:
        self._act, self._channel, self._sender, self._timing = act, channel, sender_id, timing
        self._tempo = tempo
        self.shut = False  # the carrier asked for a pause, or is silent: what is not called yet is not called
        self._silent = 0  # calls in a row without an answer
        self._beginning: asyncio.Task[None] | None = None  # the last chunk, while its calls begin
        self._chunk: asyncio.Task[None] | None = None  # the last that has begun, on its way to be settled
        self._late: set[asyncio.Task[None]] = set()  # calls that take longer than their chunk
        self._flights: set[Flight] = set()
        self.calling = 0  #: calls that our rows have begun and not settled
        self._rest = timing.chat_rest if channel.name == "telegram" else 0.0
        self._began: dict[int, float] = {}  # attempt → monotonic
        self._rested = 0.0  # monotonic: when every chat that was called has rested

    @property
    def chats_rest(self) -> bool:
        return self._rested > self._timing.seconds()

    @property
    def late(self) -> bool:
        """Whether there are calls that take longer than their chunk."""
        return bool(self._late)

    async def take(self, chunk: Chunk) -> None:
        """Begins these calls, each at its place, after those of the chunk before. Back when it is time to get the next
        one ready: this one is NEAR its end, and the one before is settled."""
        await self._begun()
        self.calling += len(chunk.calls)
        before, near = self._chunk, asyncio.Event()
        self._beginning = asyncio.create_task(self._begin(chunk, near))
        await near.wait()
        if before is not None:
            await asyncio.wait([before])

    async def landed(self) -> bool:
        """Back when the last chunk is settled, calls that take long apart. False when there was none."""
        await self._begun()
        chunk, self._chunk = self._chunk, None
        if chunk is not None:
            await chunk
        return chunk is not None

    async def cleared(self) -> None:
        """Back when nothing is in the air any more."""
        await self.landed()
        while self._late:
            await asyncio.gather(*self._late)

    async def let_down(self, cancel: bool) -> None:
        """After something broke: back when nothing is in the air, whatever else breaks.

        `cancel`: at once. What was in the air stays in doubt then, and our rows say so.
        """
        for it in self._left():
            if cancel:
                it.cancel()
        while left := self._left():
            await asyncio.gather(*left, return_exceptions=True)
        self._beginning = self._chunk = None

    def _left(self) -> set[asyncio.Task[Any]]:
        known = {*self._flights, *self._late, *filter(None, (self._beginning, self._chunk))}
        return {it for it in known if not it.done()}

    async def _begun(self) -> None:
        beginning, self._beginning = self._beginning, None
        if beginning is not None:
            await beginning

    async def _begin(self, chunk: Chunk, near: asyncio.Event) -> None:
        flights = []
        try:
            for call, place, early in places(chunk, self._tempo.apart):
                begun = await self._turn(place, call.cells)
                flight = asyncio.create_task(self._call(call, chunk.at, begun))
                self._flights.add(flight)
                flight.add_done_callback(self._flights.discard)
                flights.append((call, flight))
                if not near.is_set() and chunk.near_its_end(len(flights), self._tempo.apart, early):
                    near.set()
                await asyncio.sleep(0)  # it is on its way before the next one's place is looked at
            if self._chunk is not None:
                await self._chunk
        finally:
            near.set()
        self._chunk = asyncio.create_task(self._end(flights)) if flights else None

    async def _turn(self, place: float, cells: int) -> Begun | None:
        while not self.shut:
            now = self._timing.seconds()
            wait = max(place - now, self._tempo.wait(now, cells))
            if wait <= 0.001:
                return self._tempo.begin(now, cells)
            await self._timing.sleep(wait)
        return None

    async def _call(self, call: Call, said_at: float, begun: Begun | None) -> Outcome | NotMade:
        if self.shut or begun is None:
            return NotMade("the carrier asked for a pause")
        now = self._timing.seconds()
        if now - said_at > STALE:
            return NotMade("we slept over it")
        self._began[call.attempt_id] = now
        outcome: Outcome
        try:
            outcome = await self._channel.send(call.outgoing)
            measures.CALLS.labels(self._channel.name, type(outcome).__name__.lower()).inc()
        except Exception as error:
            # A bug of ours, in the middle of a call: it may have gone.
            log.error("a call broke", delivery=call.delivery_id, error=type(error).__name__)
            outcome = Unsure("our own mistake in the call")
        if pausing.silent(outcome):
            self._silent += 1
        else:
            self._silent = 0
            self._tempo.answered(begun, self._timing.seconds())
        if pausing.slows_down(outcome) or isinstance(outcome, Halted) or self._silent >= pausing.IN_A_ROW:
            self.shut = True
        return outcome

    async def _end(self, flights: Sequence[tuple[Call, Flight]]) -> None:
        await asyncio.wait([it for _call, it in flights], timeout=PATIENCE)
        ended = [(call, it) for call, it in flights if it.done()]
        late = [(call, it) for call, it in flights if not it.done()]
        if late:
            task = asyncio.create_task(self._settle_late(late))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        await self._settle([(call, it.result()) for call, it in ended])

    async def _settle_late(self, flights: Sequence[tuple[Call, Flight]]) -> None:
        await asyncio.wait([it for _call, it in flights])
        await self._settle([(call, it.result()) for call, it in flights])

    async def _settle(self, ends: Sequence[End]) -> None:
        if not ends or await self._taken(lambda desk: self._write(desk, ends), len(ends)):
            self._forget(ends)
            return
        for it in ends:  # one of them may be what the rows refuse: the others keep their ends
            if not await self._taken(lambda desk: ending.end(desk, [it]), 1):  # noqa: B023
                log.error("a call stays in doubt", delivery=it[0].delivery_id)
            self._forget([it])

    async def _taken(self, deed: Callable[[Desk], None], calls: int) -> bool:
        """Until the database takes it: these ends are known, and doubting them could send something twice.

        False when it was not the database's state, but our own mistake, again and again.
        """
        mistakes = 0
        while mistakes < MISTAKES:
            try:
                await self._act(deed)
                return True
            except Exception as error:
                log.error("calls wait to be settled", calls=calls, error=type(error).__name__)
                mistakes += refused(error)
                await self._timing.sleep(1.0)
        return False

    def _forget(self, ends: Sequence[End]) -> None:
        self.calling -= len(ends)
        for call, _it in ends:
            self._began.pop(call.attempt_id, None)

    def _write(self, desk: Desk, ends: Sequence[End]) -> None:
        queue.by_index(desk.db)
        ending.end(desk, ends)
        outcomes = [it for _call, it in ends if not isinstance(it, NotMade)]
        ending.kept_apart(desk, lambda: pausing.weigh(desk, self._sender, outcomes, self._timing.at))
        now = self._timing.seconds()
        # Somebody else may send next: they know only what the rows say of this second.
        if (clear := self._tempo.clear_in(now)) > 0:
            rates.hold_back(desk.db, self._sender, clear, self._timing.at)
        if self._rest:
            self._let_rest(desk, ends, now)

    def _let_rest(self, desk: Desk, ends: Sequence[End], now: float) -> None:
        """Until here its open call kept each chat closed; from here on its row does."""
        known = [(call.contact_id, self._began.get(call.attempt_id)) for call, _it in ends]
        began = [(chat, at) for chat, at in known if at is not None]
        rests = [(chat, at + self._rest - now) for chat, at in began if at + self._rest > now]
        rates.rest(desk.db, self._sender, rests, self._timing.at)
        self._rested = max([self._rested, *(now + seconds for _chat, seconds in rests)])
