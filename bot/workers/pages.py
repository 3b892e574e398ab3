"""Pages that show what is going on wait here until something has changed at their school.

In one process they are woken directly; on PostgreSQL by what all processes tell each other (NOTIFY), a few times
a second at most: whoever tells more often makes all commits stand in one line.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection

import structlog

log = structlog.get_logger()

ENDED = -1
BREATH = 0.2  #: seconds between two tellings

Tell = Callable[[Collection[int]], Awaitable[object]]
Hear = Callable[[], AsyncIterator[int]]


class Pages:
    """`stir` after a commit; `changed` waits for one. `tell` and `hear` reach other processes, where there are any."""

    def __init__(self, tell: Tell | None = None, hear: Hear | None = None) -> None:
        self._tell, self._hear = tell, hear
        self._counts: dict[int, int] = defaultdict(int)  # school → changes so far
        self._waiting: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._stirred: set[int] = set()
        self._news = asyncio.Event()
        self._at_it: list[asyncio.Task[None]] = []
        self.closed = False
        self.listens = False  #: to the other processes

    def begin(self) -> None:
        if self._tell:
            self._at_it.append(asyncio.create_task(self._tell_on()))
        if self._hear:
            self._at_it.append(asyncio.create_task(self._listen()))

    def stir(self, school_id: int) -> None:
        """Something has changed at the school. Costs nothing; many are one."""
        if self._tell is None:
            self._wake(school_id)
        else:
            self._stirred.add(school_id)
            self._news.set()

    async def changed(self, school_id: int, since: int, within: float) -> int:
        """The number of changes at the school, as soon as it is no longer `since`, or after so many seconds.

        So nothing is missed by who is busy between two calls. -1 asks for the number at once; ENDED: no more is told.
        """
        if self._counts[school_id] == since and not self.closed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._waiting[school_id].wait()
        return ENDED if self.closed else self._counts[school_id]

    def close(self) -> None:
        """Lets go of everyone who waits: open pages would hold up a shut-down."""
        self.closed = True
        for school_id in list(self._waiting):
            self._wake(school_id)

    async def end(self) -> None:
        self.close()
        for task in self._at_it:
            task.cancel()
        await asyncio.gather(*self._at_it, return_exceptions=True)

    def _wake(self, school_id: int) -> None:
        self._counts[school_id] += 1
        if event := self._waiting.pop(school_id, None):
            event.set()

    async def _tell_on(self) -> None:
        assert self._tell
        while True:
            await self._news.wait()
            self._news.clear()
            told, self._stirred = self._stirred, set()
            try:
                await self._tell(told)
            except Exception as error:  # one of the walls: pages look by themselves too, only later
                log.warning("pages could not be woken", error=type(error).__name__)
            await asyncio.sleep(BREATH)

    async def _listen(self) -> None:
        assert self._hear
        while True:
            try:
                async for school_id in self._hear():
                    # 0: from here on we hear. Nothing was heard before: everybody had better look.
                    self.listens = True
                    for it in [school_id] if school_id else list(self._counts):
                        self._wake(it)
            except Exception as error:  # one of the walls
                log.warning("news cannot be heard", error=type(error).__name__)
            self.listens = False
            await asyncio.sleep(1.0)
