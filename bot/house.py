"""The school's house while it is open: rows, channels, the desk, and what goes on by itself."""

import asyncio
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
from bot.dispatch import Dispatcher, Timing, receiving, tokens
from bot.jobs import holding, retention, retries
from bot.jobs.rota import ROTA
from bot.jobs.translating import Translators
from bot.languages.catalogue import Catalogues
from bot.model.heard import Incoming, Receipt
from bot.reception import Kept, Timetables, again, receive
from bot.store import engine as rows
from bot.store import holds, locks, notices, schools
from bot.store.rows import Engine
from bot.store.writer import Writes, writer_for
from bot.translate import Engine as Translator
from bot.workers import Pace, Workers, hearing
from bot.workers.in_this_process import LOOK, InThisProcess
from bot.workers.pages import Pages
from bot.workers.work import Work

T = TypeVar("T")
log = structlog.get_logger()


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
    engines: Mapping[str, Translator] = field(default_factory=dict)  #: translators, by their keys
    works: bool = True  #: does deferred work itself; False: doors only, beside processes that work
    shows: bool = True  #: has pages that wait for news
    pace: Pace = field(default_factory=Pace)
    _writer: Writes = field(init=False)
    _readers: ThreadPoolExecutor = field(init=False)
    _tasks: list[asyncio.Task[None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._writer = writer_for(self.engine, self.timing.seconds)
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="reader")
        self._alone = self.engine.dialect.name == "sqlite"
        url = self.engine.url.render_as_string(hide_password=False)
        self.dispatcher = Dispatcher(
            self.act, self.channels, self._open_file, self.timing, partial(tokens.new, self.chance),
            locks.nobody_else if self._alone else partial(locks.alone_with, url),
        )  # fmt: skip
        self.translators = Translators(self.act, self.act_and_wake, self.engines)
        self.ticks = self._ticks()
        self.clock = Clock(self.ticks)
        self.pages, self.workers = self._in_this_process() if self._alone else self._on_postgres(url)

    def act(self, deed: Callable[[Desk], T]) -> Awaitable[T]:
        """Runs one deed at the desk, in one transaction, off the event loop."""
        return self._writer.do(lambda db: deed(self.desk(db)))

    def look(self, deed: Callable[[Desk], T]) -> Awaitable[T]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(
            self._readers, lambda: rows.look(self.engine, lambda db: deed(self.desk(db)))
        )

    async def act_and_wake(self, deed: Callable[[Desk], T]) -> T:
        """As act; then whoever sends, and whoever looks at the school's pages, is woken."""
        done = await self._act_and_stir(deed)
        self.workers.wake()
        return done

    async def act_if_due(self, deed: Callable[[Desk], T]) -> T:
        """As act_and_wake, for ticks: most find nothing to do, and then nobody is woken."""
        school_id, done = await self.act(lambda desk: (desk.school.id, deed(desk)))
        if done:
            self.pages.stir(school_id)
            self.workers.wake()
        return done

    def desk(self, db: Connection) -> Desk:
        school = schools.only(db)
        if school is None:
            raise NoSchool
        return Desk(db, school, self.now(), self.chance, self.links, self.speech)

    async def take(self, incoming: Incoming) -> Kept:
        """Keeps one thing heard; a STOP comes back only when no call to its phone is in the air any more."""
        kept = await self.act_and_wake(lambda desk: receive(desk, self.timetables, incoming))
        if kept.stopped is not None:
            await self.dispatcher.quiet(kept.stopped)
        if incoming.tap_key and (telegram := self.channels.get("telegram")) is not None:
            self._tasks = [it for it in self._tasks if not it.done()]
            self._tasks.append(asyncio.create_task(telegram.end_tap(incoming.tap_key)))  # type: ignore[attr-defined]
        return kept

    def hear(self, desk: Desk, incoming: Incoming) -> Kept:
        """As take, in a transaction that does more than that."""
        return receive(desk, self.timetables, incoming)

    async def take_receipt(self, receipt: Receipt) -> None:
        await self._act_and_stir(lambda desk: receiving.take(desk, receipt))

    async def open(self) -> None:
        """Starts everything that goes on by itself."""
        if self._alone:
            await self.dispatcher.after_death()
        self.pages.begin()
        await self.workers.begin()
        if self.works:
            self.clock.wind()
            if self.polls and "telegram" in self.channels:
                telegram: Any = self.channels["telegram"]
                polling = hearing.poll_telegram(self.dispatcher.alone_with, self.act, self.take, telegram)
                self._tasks.append(asyncio.create_task(polling))

    async def close(self) -> None:
        self.clock.stop()
        self.dispatcher.no_more()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.workers.end()
        await self.pages.end()
        await self.dispatcher.stop()
        await self.translators.close()
        for channel in self.channels.values():
            await channel.close()
        self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()

    def health(self) -> dict[str, Any]:
        """What is true now. `sending`: somebody here has looked for work lately, and not everything that was
        tried has been breaking for a minute; not said where others do it."""
        if not self.works:
            return {}
        looked = self.workers.looked_at
        sending = looked is not None and self.timing.seconds() - looked < 60
        return {"clock": self.clock.running, "sending": sending and not self.workers.breaking.for_long}

    async def _act_and_stir(self, deed: Callable[[Desk], T]) -> T:
        school_id, done = await self.act(lambda desk: (desk.school.id, deed(desk)))
        self.pages.stir(school_id)
        return done

    def _in_this_process(self) -> tuple[Pages, Workers]:
        pages = Pages()
        work = self._work(pages)
        return pages, InThisProcess(work.deeds, work.due, self.timing.seconds, LOOK)

    def _on_postgres(self, url: str) -> tuple[Pages, Workers]:
        from bot.workers.on_postgres import OnPostgres  # a school on one file does without the megabytes

        pages = Pages(
            lambda told: self.act(lambda desk: notices.tell(desk.db, told)),
            (lambda: notices.heard(url)) if self.shows else None,
        )
        work, seconds = self._work(pages), self.timing.seconds
        return pages, OnPostgres(url, work.deeds, work.due, seconds, works=self.works, pace=self.pace)

    def _work(self, pages: Pages) -> Work:
        return Work(self.act, self.look, self.dispatcher, self.channels, self.media, self.timing, pages.stir)

    def _ticks(self) -> list[Tick]:
        """Every process that works ticks: each is harmless when it comes twice, or on two machines at once."""
        ticks = [
            *(Tick(name, seconds, partial(job, self.act_if_due)) for name, seconds, job in ROTA),
            Tick("retries", 5.0, lambda: self.act_if_due(lambda desk: retries.take_up(desk, self._again))),
            Tick("translations", 1.0, self.translators.begin, True),
            Tick("after a copy", 5.0, self._go_on, True),
            Tick("retention", 6 * 3600.0, lambda: retention.delete_all(self.act_if_due, self.media)),
        ]
        if "sms" in self.channels:
            sms: Any = self.channels["sms"]
            holder, now = self.chance(8).hex(), self.real_now or self.now
            lists = hearing.SmsLists(self.act, self.take, sms, self.listens, holder, now)
            # At once too: people may have written while we were away, and Twilio does not call twice.
            ticks.append(Tick("listening", self.listens, lists.look, True))
        return ticks

    async def _go_on(self) -> None:
        """Goes on towards sending after an older copy was put back: one process at a time, step by step."""
        if await self.look(lambda desk: bool(holds.every(desk.db))):
            async with self.dispatcher.alone_with(locks.GOING_ON) as ours:
                if ours:
                    await holding.go_on(self.look, self.act, self.take, self.channels, self._again)

    def _again(self, desk: Desk, inbox_id: int) -> None:
        again(desk, self.timetables, inbox_id)

    def _open_file(self, name: str) -> bytes | None:
        path = self.media / name
        return path.read_bytes() if path.is_file() else None
