"""Many workers on one PostgreSQL, by Procrastinate: its jobs are our wake-ups.

A lane is Procrastinate's `lock`, so that one worker at a time is at it; it is the `queueing_lock` too, so that
wake-ups do not pile up: one more waits at most. Finished jobs leave no rows. A job whose worker shows no sign of
life is taken out of the way, and the rows, which say how far it came, bring the next one.
"""

import asyncio
import contextlib
import math
from collections.abc import Callable, Collection
from typing import Any

import procrastinate
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from bot.store.notices import plain
from bot.workers import A_MOMENT, Deeds, Due, Job, Pace, before_more
from bot.workers.breaking import Breaking

log = structlog.get_logger()

QUEUE = "aho"
TIMES = 5  #: somebody is told to end


class OnPostgres:
    """Wakes workers everywhere; and, where it `works` itself, is one of them."""

    def __init__(self, url: str, deeds: Deeds, due: Due, seconds: Callable[[], float], *, works: bool = True,
                 pace: Pace | None = None) -> None:  # fmt: skip
        self._deeds, self._due, self._seconds, self._works = deeds, due, seconds, works
        self._pace = pace or Pace()
        self._woken = asyncio.Event()
        self._at_it: dict[asyncio.Task[None], float] = {}  # each with the seconds that its end may take
        self._again: set[Job] = set()  # there may be more, though no row shows it yet
        self.looked_at: float | None = None
        self.breaking = Breaking(seconds)
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=plain(url),
                min_size=0,
                max_size=3,
                configure=_each_statement_by_itself,
                reset=_left_as_it_is,
            )
        )
        self._tasks = {name: self._task(name) for name in deeds}

    async def begin(self) -> None:
        await self._app.open_async()
        self._at_it[asyncio.create_task(self._look())] = A_MOMENT
        if self._works:
            self._at_it[asyncio.create_task(self._work())] = self._pace.grace + A_MOMENT

    def wake(self) -> None:
        self._woken.set()

    async def end(self) -> None:
        await asyncio.gather(*(_gone(task, within) for task, within in self._at_it.items()))
        await self._app.close_async()

    # Waking others

    async def _look(self) -> None:
        rescued = -math.inf
        while True:
            self._woken.clear()
            try:
                again, self._again = self._again, set()
                await self._ask_for({*await self._due(), *again})
                if self._seconds() - rescued >= self._pace.heartbeat:
                    await self._rescue()
                    rescued = self._seconds()
                self.looked_at = self._seconds()
            except Exception as error:  # one of the walls: rows wait, nothing is lost
                log.error("looking for work broke", error=type(error).__name__)
                await asyncio.sleep(self._pace.look)
            await asyncio.sleep(self._pace.breath)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pace.look):  # 3.11's wait_for can lose a cancellation
                    await self._woken.wait()

    async def _ask_for(self, jobs: Collection[Job]) -> None:
        if not jobs:
            return
        waiting = await self._app.job_manager.list_jobs_async(queue=QUEUE, status=Status.TODO.value)
        asked = {it.queueing_lock for it in waiting}
        for job in jobs:
            if job.lane not in asked:
                await self._defer(job)

    async def _defer(self, job: Job) -> None:
        with contextlib.suppress(AlreadyEnqueued):  # somebody else was quicker
            deferring = self._tasks[job.name].configure(lock=job.lane, queueing_lock=job.lane)
            await deferring.defer_async(about=job.about)

    async def _rescue(self) -> None:
        """Takes dead workers' jobs out of the way. Not tried again as they are: one that waits would forbid it."""
        for it in await self._app.job_manager.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=self._pace.dead
        ):
            with contextlib.suppress(ConnectorException):  # somebody else was quicker
                await self._app.job_manager.finish_job(it, Status.FAILED, delete_job=True)
                log.warning("a worker has gone; its work goes on", job=it.lock)
            if it.task_name in self._tasks:
                await self._defer(Job(it.task_name, int(str(it.task_kwargs["about"]))))
        await self._app.job_manager.prune_stalled_workers(self._pace.dead)

    # Being one

    async def _work(self) -> None:
        """Procrastinate's worker, again and again: it ends by itself when it cannot say that it is alive."""
        while True:
            try:
                await self._app.run_worker_async(
                    queues=[QUEUE], concurrency=self._pace.slots, install_signal_handlers=False,
                    delete_jobs="always", fetch_job_polling_interval=self._pace.look,
                    update_heartbeat_interval=self._pace.heartbeat, stalled_worker_timeout=self._pace.dead,
                    shutdown_graceful_timeout=self._pace.grace,
                )  # fmt: skip
            except Exception as error:  # one of the walls: the next one finds everything in the rows
                log.error("a worker stopped", error=type(error).__name__)
            await asyncio.sleep(1.0)

    def _task(self, name: str) -> Any:
        async def work(about: int) -> None:
            await self._do(Job(name, about))

        return self._app.task(name=name, queue=QUEUE)(work)

    async def _do(self, job: Job) -> None:
        began = self._seconds()
        more = await self.breaking.tried(job, self._deeds)
        if more is None:
            return
        pause = before_more(more, self._seconds() - began)
        if pause <= 0:
            await self._defer(job)  # to the end of the queue: others have their turn
        elif pause <= A_MOMENT:
            asyncio.get_running_loop().call_later(pause, self._ask_again, job)

    def _ask_again(self, job: Job) -> None:
        self._again.add(job)
        self.wake()


async def _gone(task: asyncio.Task[None], within: float) -> None:
    """Told again if need be: who gets a connection in that very moment hears nothing else (3.11's `wait_for`)."""
    for _ in range(TIMES):
        task.cancel()
        await asyncio.wait([task], timeout=within)
        if task.done():
            return
    log.error("what was told to end goes on")


async def _each_statement_by_itself(connection: Any) -> None:
    """Procrastinate's statements are whole deeds; so a few connections serve all slots."""
    await connection.set_autocommit(True)


async def _left_as_it_is(_connection: Any) -> None:
    """That it is there is the point: the pool itself then takes connections back. Without, whoever gives one back does
    it, and one that is told to end in that moment takes the connection, and the turn of who waits for it, along."""
