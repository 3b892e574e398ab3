"""One loop in one process: it looks, and does at once what is due. For SQLite, where only one process may send."""

import asyncio
import contextlib
from collections.abc import Callable

import structlog

from bot.workers import A_MOMENT, Deeds, Due, Job, before_more
from bot.workers.breaking import Breaking

log = structlog.get_logger()

LOOK = 1.0  #: seconds between two looks when nobody wakes us
BREATH = 0.01  #: and when everybody does


class InThisProcess:
    """Each lane by itself: a job that hangs at one carrier holds up neither the other one nor the next look."""

    def __init__(self, deeds: Deeds, due: Due, seconds: Callable[[], float], look: float = LOOK) -> None:
        self._deeds, self._due, self._seconds, self._pause = deeds, due, seconds, look
        self._woken = asyncio.Event()
        self._at_work: dict[Job, asyncio.Task[None]] = {}
        self._asked_again: set[Job] = set()
        self._loop: asyncio.Task[None] | None = None
        self._ended = False
        self.looked_at: float | None = None
        self.breaking = Breaking(seconds)

    async def begin(self) -> None:
        self._loop = asyncio.create_task(self._look())

    def wake(self) -> None:
        self._woken.set()

    async def end(self, within: float = 5.0) -> None:
        """Lets calls in the air come to their end; what takes longer is found at the next start."""
        self._ended = True
        if self._loop:
            self._loop.cancel()
        if self._at_work:
            _ended, hanging = await asyncio.wait(self._at_work.values(), timeout=within)
            for it in hanging:
                it.cancel()
        await asyncio.gather(*self._at_work.values(), *filter(None, [self._loop]), return_exceptions=True)

    async def _look(self) -> None:
        while True:
            self._woken.clear()
            try:
                for job in await self._due():
                    self._start(job)
                self.looked_at = self._seconds()
            except Exception as error:  # one of the walls: rows wait, nothing is lost
                log.error("looking for work broke", error=type(error).__name__)
                await asyncio.sleep(LOOK)
            await asyncio.sleep(BREATH)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):  # 3.11's wait_for can lose a cancellation
                    await self._woken.wait()

    def _start(self, job: Job) -> None:
        if self._ended:
            return
        if job in self._at_work:
            self._asked_again.add(job)  # it may have looked before this was written
            return
        self._at_work[job] = asyncio.create_task(self._do(job))

    async def _do(self, job: Job) -> None:
        began = self._seconds()
        try:
            more = await self.breaking.tried(job, self._deeds)
        finally:
            del self._at_work[job]
        if job in self._asked_again:
            self._asked_again.discard(job)
            self.wake()
        if more is not None and (pause := before_more(more, self._seconds() - began)) <= A_MOMENT:
            asyncio.get_running_loop().call_later(pause, self._start, job)
