"""Wordings that somebody waits for: made outside any transaction, each kept by itself as soon as it is there."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.acts import translating
from bot.acts.desk import AtDesk
from bot.acts.translating import Task
from bot.translate import Engine, Translated, Untranslated, translate
from bot.translate.troubles import SOON, TIME_OUT

log = structlog.get_logger()

MOST = 32  #: at work; what waits in the database can be taken up by another process
LONGEST = 60.0  #: seconds for one call, whatever an engine's client promises
AT_ONCE = 4  #: calls to one engine for one language: a slow one has a lane of its own


class Translators:
    """Holds what is being translated. A language that fails, or an engine that hangs, holds up no other."""

    def __init__(self, act: AtDesk, act_and_wake: AtDesk, engines: Mapping[str, Engine],
                 longest: float = LONGEST) -> None:  # fmt: skip
        self._act, self._act_and_wake, self._engines, self._longest = act, act_and_wake, engines, longest
        self._at_work: dict[int, asyncio.Task[None]] = {}
        self._lanes: dict[tuple[str, str], asyncio.Semaphore] = {}

    async def begin(self) -> int:
        """Begins what is due; how many. It does not wait for them."""
        self._at_work = {id_: it for id_, it in self._at_work.items() if not it.done()}
        room = min(MOST - len(self._at_work), translating.MOST_TAKEN)
        if room <= 0:
            return 0
        found = await self._act(lambda desk: translating.tasks(desk, room))
        begun = [it for it in found if it.row["id"] not in self._at_work]
        for task in begun:
            self._at_work[task.row["id"]] = asyncio.create_task(self._make(task))
        return len(begun)

    async def once(self, task: Task) -> Translated | Untranslated:
        """For somebody who is looking at a page now; nothing is kept."""
        return await self._said(task)

    async def settled(self) -> None:
        """Until all that was begun has come to its end."""
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)

    async def close(self) -> None:
        """What is cut off here is still wanted, and is begun again at the next start."""
        for it in self._at_work.values():
            it.cancel()
        await asyncio.gather(*self._at_work.values(), return_exceptions=True)
        for engine in self._engines.values():
            await engine.close()

    async def _make(self, task: Task) -> None:
        lane = self._lanes.setdefault((task.engine, task.target), asyncio.Semaphore(AT_ONCE))
        async with lane:
            made = await self._said(task)
        await self._act_and_wake(lambda desk: translating.keep(desk, task, made))

    async def _said(self, task: Task) -> Translated | Untranslated:
        try:
            async with asyncio.timeout(self._longest):
                return await translate(task.words, task.source, task.target, human=task.human, book=task.book,
                                       guarded=task.guarded, engine=self._engines.get(task.engine))  # fmt: skip
        except TimeoutError:
            return Untranslated(TIME_OUT.why, TIME_OUT.again_after)
        except Exception as error:  # one of the walls: one engine's bug is one wording that is missing
            log.error("a translator broke", wanted=task.row["id"], error=type(error).__name__)
            return Untranslated("the translator broke", SOON)
