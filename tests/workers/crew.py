"""Processes of one school, here in one event loop: each with workers of its own, as it would have elsewhere."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, LiteralString

import psycopg

from bot.store.notices import plain
from bot.workers import Deed, Job, Pace, Workers
from bot.workers.in_this_process import InThisProcess
from bot.workers.on_postgres import OnPostgres

#: Quick where nothing depends on it; whoever is to be dead in a test has been silent for an hour.
QUICK = Pace(heartbeat=0.2, dead=20.0, look=0.2, breath=0.01, grace=5.0)
#: Nobody looks by himself: whatever happens was brought about.
ONLY_WHEN_TOLD = 3600.0
PATIENCE = 30.0  # seconds: a bound, never a measure


class Place:
    """Somewhere to look: it says whether there is something to do, and remembers who came."""

    def __init__(
        self, deed: Callable[["Place"], Awaitable[float | None]] | None = None, name: str = "drain"
    ) -> None:
        self.job, self.due, self.came, self.looks = Job(name, 7), True, 0, 0
        self._deed = deed or _once
        self._visits = asyncio.Condition()

    async def look(self) -> Sequence[Job]:
        self.looks += 1
        return [self.job] if self.due else []

    async def work(self, about: int) -> float | None:
        assert about == self.job.about
        async with self._visits:
            self.came += 1
            self._visits.notify_all()
        return await self._deed(self)

    async def visited(self, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE), self._visits:
            await self._visits.wait_for(lambda: self.came >= times)


async def _once(place: Place) -> None:
    place.due = False


def hire(
    url: str, place: Place, *, works: bool = True, look: float = QUICK.look, pace: Pace = QUICK
) -> Workers:
    """Whoever does deferred work on such a database."""
    deeds: dict[str, Deed] = {place.job.name: place.work}
    if url.startswith("sqlite"):
        return InThisProcess(deeds, place.look, time.monotonic, look)
    return OnPostgres(url, deeds, place.look, time.monotonic, works=works, pace=replace(pace, look=look))


@contextlib.asynccontextmanager
async def at_work(*workers: Workers) -> AsyncIterator[None]:
    for one in workers:
        await one.begin()
    try:
        yield
    finally:
        for one in workers:
            await one.end()


def play(scene: Awaitable[None]) -> None:
    """To its end, or to the end of our patience: a test that hangs tells nobody why."""

    async def bounded() -> None:
        async with asyncio.timeout(2 * PATIENCE):
            await scene

    asyncio.run(bounded())


async def rested(url: str, *workers: Workers) -> None:
    """Until each has looked, and hears: from here on only a wake-up, or its next look, brings anything about."""
    await until(lambda: all(it.looked_at is not None for it in workers))
    if url.startswith("postgresql"):
        working = sum(getattr(it, "_works", False) for it in workers)
        await until(lambda: _listening(url) >= working)


def _listening(url: str) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%procr%'"
    return int(run(url, query)[0][0])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.02)


def jobs(url: str) -> list[Any]:
    """Lane and state of every job there is."""
    return run(url, "SELECT lock, status::text FROM procrastinate_jobs ORDER BY id")


def run(url: str, statement: LiteralString) -> list[Any]:
    with psycopg.connect(plain(url), autocommit=True) as db:
        done = db.execute(statement)
        return done.fetchall() if done.description else []
