"""Sends what is due. Nothing else ever sends.

Claim in one transaction; look once more and store the words in the next; call with no transaction open; settle
in the last. If the process dies between any two, the rows say what is certain and what must be asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog

from bot.acts.desk import Desk
from bot.channels import Channel
from bot.dispatch import draining, reconciling, settling
from bot.dispatch.beginning import Call, Open, begin
from bot.model.delivery import Open as OpenCall
from bot.model.delivery import Outcome, Unsure
from bot.store import attempts
from bot.store.rows import Row, Trouble

T = TypeVar("T")
log = structlog.get_logger()

#: Messages a second that each sender may send, a chunk being one second's worth (Telegram: 30 a bot; Twilio: ten).
RATES = {"telegram": 30, "sms": 10}
CHAT_REST = 1.0  #: seconds between two messages to one chat (Telegram's limit is one a second)


class AtDesk(Protocol):
    def __call__(self, deed: Callable[[Desk], T], /) -> Awaitable[T]: ...


@dataclass(frozen=True)
class Timing:
    """How time passes for the dispatcher: the tests' own passes faster."""

    seconds: Callable[[], float]  #: monotonic
    sleep: Callable[[float], Awaitable[None]]
    rates: Mapping[str, int]
    chat_rest: float


class Dispatcher:
    """One dispatcher a database on SQLite. Each sender's lane runs by itself: a dead carrier slows no other."""

    def __init__(self, act: AtDesk, channels: Mapping[str, Channel], open_file: Open, timing: Timing,
                 token: Callable[[], str]) -> None:  # fmt: skip
        self._act, self._channels, self._open_file, self._timing, self._token = (
            act,
            channels,
            open_file,
            timing,
            token,
        )
        self._rested: dict[int, float] = {}  # contact → when its chat has rested
        self._lanes: dict[int, asyncio.Task[int]] = {}  # sender → the chunk that it is at
        self._broken: set[int] = set()  # senders whose last chunk broke off in the middle

    async def after_death(self) -> None:
        """Once, before anything is sent: frees what was only claimed, doubts what was being called."""
        freed, doubted = await self._act(lambda desk: attempts.after_death(desk.db, desk.now))
        if freed or doubted:
            log.info("found calls of an earlier run", released=freed, to_be_asked=doubted)

    async def drain_sender(self, sender_id: int, seconds: float) -> datetime | None:
        return await draining.drain_sender(self, sender_id, seconds)

    async def round(self, within: float = 1.0, until: str = asyncio.FIRST_COMPLETED) -> int:
        """Starts a chunk on every sender that is at none, and waits for the first to end; how many rows it took up.

        At most `within` seconds: a call that hangs at one carrier holds up neither the other one nor our caller.
        """
        senders = await self._act(lambda desk: attempts.senders(desk.db))
        now = await self._act(lambda desk: desk.now)
        ready = [it for it in senders if it["channel"] in self._channels and _open(it, now)]
        for sender in ready:
            if sender["id"] not in self._lanes:
                self._lanes[sender["id"]] = asyncio.create_task(self._lane(sender))
        if not self._lanes:
            return 0
        await asyncio.wait(self._lanes.values(), timeout=within, return_when=until)
        ended = [it for it in self._lanes.values() if it.done()]
        self._lanes = {id_: it for id_, it in self._lanes.items() if not it.done()}
        return sum(it.result() for it in ended)

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
            made = await self.round(until=asyncio.ALL_COMPLETED)
            total += made
            if made == 0 and not self._lanes and not await self.reconcile():
                break
        return total

    async def reconcile(self) -> int:
        """Asks about open calls that it is time to ask about; how many."""
        rows = await self._act(lambda desk: attempts.doubts(desk.db, desk.now))
        asked = 0
        for row in rows:
            channel = self._channels.get(row["channel"])
            if channel is None:
                continue
            asked += 1
            try:
                finding = await channel.find(
                    OpenCall(row["token"], row["address"], row["words"] or "", row["called_at"])
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

    async def _lane(self, sender: Row) -> int:
        try:
            if sender["id"] in self._broken:
                await self._act(lambda desk: attempts.after_death(desk.db, desk.now, sender["id"]))
                self._broken.discard(sender["id"])
            return await self._chunk(sender)
        except Exception as error:  # one of the walls: the rows say how far it came
            self._broken.add(sender["id"])
            log.error("a chunk broke", sender=sender["id"], error=type(error).__name__)
            return 0

    async def _chunk(self, sender: Row) -> int:
        began = self._timing.seconds()
        # While our own account is refused, one delivery at a time tries the door: nothing else is at risk.
        rate = 1 if sender["halted"] else self._timing.rates.get(sender["channel"], 1)
        ids = await self._act(lambda desk: attempts.claim(desk.db, sender["id"], desk.now, rate, self._token))
        if not ids:
            return 0
        calls: Sequence[Call] = await self._act(lambda desk: begin(desk, ids, self._open_file))
        channel = self._channels[sender["channel"]]
        outcomes = await asyncio.gather(*(self._call(channel, it) for it in calls))
        await self._settle([it.outgoing.attempt for it in calls], outcomes)
        # A chunk is one second's worth of the sender's rate: the next waits until that second is over.
        spent = self._timing.seconds() - began
        if len(calls) >= rate > 1 and spent < 1.0:
            await self._timing.sleep(1.0 - spent)
        return len(ids)

    async def _settle(self, tokens: Sequence[str], outcomes: Sequence[Outcome]) -> None:
        """Until the database takes it: these ends are known, and doubting them could send something twice."""
        while True:
            try:
                return await self._act(_settling(tokens, outcomes))
            except Trouble as error:
                log.error("calls wait to be settled", calls=len(tokens), error=type(error).__name__)
                await self._timing.sleep(1.0)

    async def _call(self, channel: Channel, call: Call) -> Outcome:
        rests_until = self._rested.get(call.contact_id, 0.0)
        if channel.name == "telegram" and (wait := rests_until - self._timing.seconds()) > 0:
            await self._timing.sleep(wait)
        try:
            return await channel.send(call.outgoing)
        except Exception as error:
            # A bug of ours, in the middle of a call: it may have gone.
            log.error("a call broke", delivery=call.delivery_id, error=type(error).__name__)
            return Unsure("our own mistake in the call")
        finally:
            if channel.name == "telegram":
                self._rested[call.contact_id] = self._timing.seconds() + self._timing.chat_rest


def _open(sender: Row, now: datetime) -> bool:
    return sender["paused_until"] is None or sender["paused_until"] <= now


def _settling(tokens: Sequence[str], outcomes: Sequence[Outcome]) -> Callable[[Desk], None]:
    def settle_all(desk: Desk) -> None:
        for token, outcome in zip(tokens, outcomes, strict=True):
            place = desk.db.begin_nested()
            try:
                settling.settle(desk, token, outcome)
                place.commit()
            except Exception as error:  # a bug of ours with one of them: the others keep their ends
                place.rollback()  # raises where the whole transaction is lost: then all of it is done again
                log.error(
                    "a call could not be settled", outcome=type(outcome).__name__, error=type(error).__name__
                )
                settling.settle(desk, token, Unsure("our own mistake after the call"))

    return settle_all


def _concluding(row: Row, finding: object) -> Callable[[Desk], None]:
    return lambda desk: reconciling.conclude(desk, row, finding)  # type: ignore[arg-type]
