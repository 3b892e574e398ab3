"""One sender's slice: chunk after chunk, by whoever holds its lock.

A thin stand-in over today's chunks, until the dispatcher's own verb is there.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any

from bot.store import attempts, due

AloneWith = Callable[[int], AbstractAsyncContextManager[bool]]


async def drain_sender(dispatcher: Any, sender_id: int, seconds: float) -> datetime | None:
    """Sends what is due on one sender, for at most so many seconds, unless another process is at it.

    When there is more: its moment, which may have come already. None: nothing that waits.
    """
    act, timing = dispatcher._act, dispatcher._timing
    alone_with: AloneWith = getattr(dispatcher, "alone_with", _nobody_else)
    ends = timing.seconds() + seconds
    async with alone_with(sender_id) as mine:
        if not mine:
            return await act(lambda desk: desk.now + timedelta(seconds=1))  # type: ignore[no-any-return]
        # Whoever was at it before is not any more: what it left is ours to free, or to doubt.
        await act(lambda desk: attempts.after_death(desk.db, desk.now, sender_id))
        while timing.seconds() < ends:
            now, sender = await act(lambda desk: (desk.now, due.sender_row(desk.db, sender_id)))
            if sender["channel"] not in dispatcher._channels:
                return None
            if sender["paused_until"] is not None and sender["paused_until"] > now:
                return sender["paused_until"]  # type: ignore[no-any-return]
            if not await dispatcher._chunk(sender):
                return await act(lambda desk: due.next_on(desk.db, sender_id, desk.now))  # type: ignore[no-any-return]
    return await act(lambda desk: desk.now)  # type: ignore[no-any-return]


@contextlib.asynccontextmanager
async def _nobody_else(_sender_id: int) -> AsyncIterator[bool]:
    yield True
