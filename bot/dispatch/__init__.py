"""Sends what is due. Nothing else ever sends.

Claim in one transaction; look once more and store the words in the next; call with no transaction open; settle
in the last. If the process dies between any two, the rows say what is certain and what must be asked.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

import structlog

from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel
from bot.dispatch import reconciling
from bot.dispatch.air import STALE
from bot.dispatch.beginning import Open
from bot.dispatch.slices import Slice
from bot.dispatch.tempo import A_SECOND, Tempo
from bot.dispatch.timing import CHAT_REST, RATES, Timing
from bot.model.delivery import Open as OpenCall
from bot.store import attempts, doubts, queue, rates, senders
from bot.store.locks import AloneWith, Held, nobody_else
from bot.store.rows import Row

__all__ = ["CHAT_REST", "RATES", "Dispatcher", "Timing"]

log = structlog.get_logger()

SLICE = 2.0  #: seconds for which one sender is held at a time
TAKEN = 1.0  #: seconds after which to ask again for a sender that somebody else holds


class Dispatcher:
    """Each sender is drained by itself: a dead carrier slows no other.

    `alone_with` says who sends on a sender where several processes could (bot.store.locks).
    """

    def __init__(self, act: AtDesk, channels: Mapping[str, Channel], open_file: Open, timing: Timing,
                 tokens: Callable[[int], Iterable[str]], alone_with: AloneWith = nobody_else) -> None:  # fmt: skip
        self._act, self._channels, self._open_file, self._timing, self._tokens = (
            act,
            channels,
            open_file,
            timing,
            tokens,
        )
        self.alone_with = alone_with
        self._tempos: dict[int, Tempo] = {}  # sender → its last second
        self._lanes: dict[int, asyncio.Task[int]] = {}  # sender → the slice that it is at
        self._at_work: set[int] = set()
        self._broken: set[int] = set()  # senders whose last slice broke off in the middle
        self._no_more = False

    async def after_death(self) -> None:
        """Once, before anything is sent: frees what was only claimed, doubts what was being called."""
        for sender in await self._act(lambda desk: senders.every(desk.db)):
            async with self.alone_with(sender["id"]) as held:
                if held:
                    await self._take_over(sender["id"])

    async def drain_sender(self, sender_id: int, seconds: float = SLICE) -> float | None:
        """Sends what is due on one sender for about so many seconds, unless somebody else is at it.

        Seconds until there may be more (0.0: now); None when nothing waits.
        """
        return (await self._drain(sender_id, seconds))[1]

    async def round(
        self, within: float = 1.0, until: str = asyncio.FIRST_COMPLETED, news: asyncio.Event | None = None
    ) -> int:
        """Starts a slice on every sender that has something to do and is at none, and waits for the first to end.

        How many rows were taken up. At most `within` seconds: a call that hangs at one carrier holds up neither the
        other one nor our caller. It ends at `news` too: somebody's answer on the other lane is due now.
        """
        due = await self._act(
            lambda desk: queue.senders_due(desk.db, desk.now, list(self._channels), self._timing.at)
        )
        for sender_id in {*due, *self._broken}:
            if sender_id not in self._lanes:
                self._lanes[sender_id] = asyncio.create_task(self._lane(sender_id))
        if not self._lanes:
            return 0
        knock = [asyncio.create_task(news.wait())] if news else []
        await asyncio.wait([*self._lanes.values(), *knock], timeout=within, return_when=until)
        for it in knock:
            it.cancel()
        ended = [it for it in self._lanes.values() if it.done()]
        self._lanes = {id_: it for id_, it in self._lanes.items() if not it.done()}
        return sum(it.result() for it in ended)

    def no_more(self) -> None:
        """No chunk begins from now on: whoever is about to end has all its time for the calls in the air."""
        self._no_more = True

    async def stop(self, within: float = 3.0) -> None:
        """Lets the calls in the air come to their end; what takes longer is found at the next start."""
        if self._lanes:
            _ended, hanging = await asyncio.wait(self._lanes.values(), timeout=within)
            for it in hanging:
                it.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)

    async def drain(self, most: int = 1000) -> int:
        """Rounds until nothing is due."""
        total = 0
        for _round in range(most):
            # All of them: two senders with nothing to do would otherwise start each other's next round forever.
            made = await self.round(within=30.0, until=asyncio.ALL_COMPLETED)
            total += made
            if made == 0 and not self._lanes and not await self.reconcile():
                break
        return total

    async def reconcile(self) -> int:
        """Asks about open calls that it is time to ask about; how many."""
        rows = await self._act(_to_ask_about)
        asked = 0
        for row, others in rows:
            channel = self._channels.get(row["channel"])
            if channel is None:
                continue
            asked += 1
            try:
                finding = await channel.find(
                    OpenCall(row["token"], row["address"], row["words"] or "", row["called_at"], others)
                )
                await self._act(_concluding(row, finding))
            except Exception as error:  # one of the walls: the other doubts are asked about all the same
                log.error("a doubt could not be settled", delivery=row["id"], error=type(error).__name__)
        return asked

    async def quiet(self, contact_id: int, within: float = 10.0) -> None:
        """Waits until no call to this phone is in the air: a STOP is answered only then."""
        ends = self._timing.seconds() + within
        while self._timing.seconds() < ends:
            if not await self._act(lambda desk: attempts.in_the_air(desk.db, contact_id)):
                return
            await asyncio.sleep(0.02)

    async def _lane(self, sender_id: int) -> int:
        try:
            made, _more_in = await self._drain(sender_id, SLICE)
            self._broken.discard(sender_id)
            return made
        except Exception as error:  # one of the walls: the rows say how far it came
            self._broken.add(sender_id)
            log.error("a slice broke", sender=sender_id, error=type(error).__name__)
            return 0

    async def _drain(self, sender_id: int, seconds: float) -> tuple[int, float | None]:
        """How many rows were taken up, and as drain_sender."""
        if sender_id in self._at_work:
            return 0, TAKEN
        self._at_work.add(sender_id)
        try:
            async with self.alone_with(sender_id) as held:
                return await self._held(sender_id, seconds, held) if held else (0, TAKEN)
        finally:
            self._at_work.discard(sender_id)

    async def _held(self, sender_id: int, seconds: float, held: Held) -> tuple[int, float | None]:
        async def goes_on() -> bool:
            return not self._no_more and await held()

        sender = await self._take_over(sender_id)
        channel = self._channels.get(sender["channel"])
        if channel is None:
            return 0, None
        slice_ = Slice(
            self._act,
            channel,
            sender_id,
            self._timing,
            self._tempo(sender),
            self._open_file,
            self._tokens,
            goes_on,
        )
        more_in = await slice_.run(seconds)
        return slice_.taken, more_in

    async def _take_over(self, sender_id: int) -> Row:
        """Whoever was at work on this sender is not any more: what it left is ours to free, or to doubt."""
        alone = self.alone_with is nobody_else

        def take(desk: Desk) -> tuple[Row, int, int]:
            # Elsewhere only its connection may have died: it must not wake to a call that we have settled.
            look_at = desk.now + timedelta(seconds=0.0 if alone else 2 * STALE)
            freed, doubted = doubts.after_death(desk.db, desk.now, sender_id, look_at)
            if doubted:
                rates.hold_back(desk.db, sender_id, A_SECOND, self._timing.at)
            return senders.one(desk.db, sender_id), freed, doubted

        sender, freed, doubted = await self._act(take)
        if freed or doubted:
            log.info("found calls of an earlier run", sender=sender_id, released=freed, to_be_asked=doubted)
        return sender

    def _tempo(self, sender: Row) -> Tempo:
        per_second = sender["per_second"] or self._timing.rates.get(sender["channel"], 1)
        known = self._tempos.get(sender["id"])
        if known is None or known.per_second != per_second:
            known = self._tempos[sender["id"]] = Tempo(per_second)
        return known


def _to_ask_about(desk: Desk) -> list[tuple[Row, frozenset[str]]]:
    return [(it, doubts.others(desk.db, it)) for it in doubts.to_ask_about(desk.db, desk.now)]


def _concluding(row: Row, finding: object) -> Callable[[Desk], None]:
    return lambda desk: reconciling.conclude(desk, row, finding)  # type: ignore[arg-type]
