"""The school's house while it is open: rows, channels, the desk, and what goes on by itself."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from bot.acts.desk import Desk, Links
from bot.channels import Channel
from bot.clock import Clock, Tick
from bot.dispatch import Dispatcher, Timing, receiving
from bot.jobs import holding, listening, media, nudges, prompts, retries
from bot.jobs.translating import Translators
from bot.languages.catalogue import Catalogues
from bot.model.heard import Incoming, Receipt
from bot.reception import Kept, Timetables, again, receive
from bot.store import engine as rows
from bot.store import leases, locks, schools
from bot.store.rows import Engine
from bot.store.writer import Writes, writer_for
from bot.translate import Engine as Translator

T = TypeVar("T")
log = structlog.get_logger()
TURN = 15.0  #: seconds for which one process may send unless it asks again


class NoSchool(Exception):
    """Nobody has said which school this is."""


@dataclass
class House:
    """Everything that one process holds open. Built by main; the only thing with a memory of its own."""

    engine: Engine
    speech: Catalogues
    channels: Mapping[str, Channel]
    timetables: Timetables
    now: Callable[[], datetime]
    chance: Callable[[int], bytes]
    timing: Timing
    media: Path
    links: Links = field(default_factory=Links)
    listens: float = 300.0  #: seconds between two looks at Twilio's lists
    polls: bool = False  #: Telegram has no other way to us
    real_now: Callable[[], datetime] | None = (
        None  #: two processes agree on it, whatever a demo's clock shows
    )
    engines: Mapping[str, Translator] = field(
        default_factory=dict
    )  #: translators, by their keys in the register
    _writer: Writes = field(init=False)
    _readers: ThreadPoolExecutor = field(init=False)
    _tasks: list[asyncio.Task[None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._writer = writer_for(self.engine)
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="reader")
        self._alone = self.engine.dialect.name == "sqlite"
        url = self.engine.url.render_as_string(hide_password=False)
        self.dispatcher = Dispatcher(
            self.act, self.channels, self._open_file, self.timing, lambda: self.chance(12).hex(),
            locks.nobody_else if self._alone else partial(locks.alone_with, url),
        )  # fmt: skip
        self.translators = Translators(self.act, self.act_and_wake, self.engines)
        self.clock = Clock(self._ticks())
        self._name = self.chance(8).hex()
        self._holds = False
        self.woken = asyncio.Event()
        self.last_round: float | None = None

    def act(self, deed: Callable[[Desk], T]) -> Awaitable[T]:
        """Runs one deed at the desk, in one transaction, off the event loop."""
        return self._writer.do(lambda db: deed(self.desk(db)))

    def look(self, deed: Callable[[Desk], T]) -> Awaitable[T]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(
            self._readers, lambda: rows.look(self.engine, lambda db: deed(self.desk(db)))
        )

    async def act_and_wake(self, deed: Callable[[Desk], T]) -> T:
        done = await self.act(deed)
        self.woken.set()
        return done

    def desk(self, db: Connection) -> Desk:
        school = schools.only(db)
        if school is None:
            raise NoSchool
        return Desk(db, school, self.now(), self.chance, self.links, self.speech)

    async def take(self, incoming: Incoming) -> Kept:
        """Keeps one thing heard; a STOP comes back only when no call to its phone is in the air any more."""
        kept = await self.act(lambda desk: receive(desk, self.timetables, incoming))
        self.woken.set()
        if kept.stopped is not None:
            await self.dispatcher.quiet(kept.stopped)
        if incoming.tap_key and (telegram := self.channels.get("telegram")) is not None:
            self._tasks = [it for it in self._tasks if not it.done()]
            self._tasks.append(asyncio.create_task(telegram.end_tap(incoming.tap_key)))  # type: ignore[attr-defined]
        return kept

    async def take_receipt(self, receipt: Receipt) -> None:
        await self.act(lambda desk: receiving.take(desk, receipt))

    async def open(self) -> None:
        """Starts everything that goes on by itself."""
        if self._alone:
            await self.dispatcher.after_death()
        self.clock.wind()
        self._tasks.append(asyncio.create_task(self._send()))
        if self.polls and "telegram" in self.channels:
            self._tasks.append(asyncio.create_task(self._listen()))

    async def close(self) -> None:
        self.clock.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.dispatcher.stop()
        await self.translators.close()
        if self._holds:
            await self.act(lambda desk: leases.let_go(desk.db, "dispatch", self._name))
        for channel in self.channels.values():
            await channel.close()
        self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()

    def health(self) -> dict[str, Any]:
        """What is true now: `sending` when the dispatcher has been round lately."""
        sending = self.last_round is not None and self.timing.seconds() - self.last_round < 60
        return {"clock": self.clock.running, "sending": sending}

    async def _send(self) -> None:
        while True:
            self.woken.clear()
            try:
                made = await self.dispatcher.round(news=self.woken) if await self.may_send() else 0
                self.last_round = self.timing.seconds()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # one of the walls: rows wait, nothing is lost
                log.error("a round of sending broke", error=type(error).__name__)
                made = 0
                await asyncio.sleep(1.0)
            if not made:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.woken.wait(), 1.0)

    async def may_send(self) -> bool:
        """Whether this process is the one that sends and polls: renewed each time, so that a dead one's turn ends.

        SQLite's file lock (bot/alone.py) has seen to it before the house was built.
        """
        if self._alone:
            return True
        held = await self.act(
            lambda desk: leases.hold(desk.db, "dispatch", self._name, (self.real_now or self.now)(), TURN)
        )
        if held and not self._holds:
            await self.dispatcher.after_death()
        self._holds = held
        return held

    async def _reconcile(self) -> None:
        if self._alone or self._holds:
            await self.dispatcher.reconcile()
            await holding.go_on(self.look, self.act, self.take, self.channels, self._again)

    async def _listen(self) -> None:
        while True:
            if not (self._alone or self._holds):
                await asyncio.sleep(1.0)
                continue
            try:
                wait = await listening.poll_telegram(self.act, self.take, self.channels["telegram"])  # type: ignore[arg-type]
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.error("listening broke", error=type(error).__name__)
                wait = 5.0
            await asyncio.sleep(wait)

    def _ticks(self) -> list[Tick]:
        ticks = [
            Tick("prompts", 2.0, lambda: prompts.fan_out(self.act_and_wake)),
            Tick("activities", 10.0, lambda: self.act_and_wake(prompts.send_activity)),
            Tick("nudges", 10.0, lambda: nudges.remind_all(self.act_and_wake)),
            Tick("retries", 5.0, lambda: self.act_and_wake(lambda desk: retries.take_up(desk, self._again))),
            Tick("media", 1.0, lambda: media.fetch_wanted(self.act, self.channels, self.media)),
            Tick("translations", 1.0, self.translators.begin, True),
            Tick("reconcile", 5.0, self._reconcile, True),
        ]
        if "sms" in self.channels:
            sms: Any = self.channels["sms"]
            # At once too: people may have written while we were away, and Twilio does not call twice.
            ticks.append(
                Tick("listening", self.listens, lambda: listening.list_sms(self.act, self.take, sms), True)
            )
        return ticks

    def _again(self, desk: Desk, inbox_id: int) -> None:
        again(desk, self.timetables, inbox_id)

    def _open_file(self, name: str) -> bytes | None:
        path = self.media / name
        return path.read_bytes() if path.is_file() else None
