"""Hearing what nobody tells us: Telegram is polled, Twilio's lists are read. One process at a time does it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.acts.desk import AtDesk
from bot.jobs import listening
from bot.store import leases, locks

log = structlog.get_logger()

ANOTHER_POLLS = 5.0  #: seconds after which we look whether the process that polls is still there


async def poll_telegram(
    alone_with: locks.AloneWith, act: AtDesk, take: listening.Take, telegram: listening.Polls
) -> None:
    """Polls while nobody else does: two that poll would take each other's updates for refused."""
    while True:
        try:
            async with alone_with(locks.POLLING) as held:
                while held and await held():
                    await asyncio.sleep(await listening.poll_telegram(act, take, telegram))
        except Exception as error:  # one of the walls
            log.error("listening broke", error=type(error).__name__)
        await asyncio.sleep(ANOTHER_POLLS)


class SmsLists:
    """Reads them when a process starts, and then once in `every` seconds, whichever process comes first.

    `now`: real time, on which all processes agree.
    """

    def __init__(self, act: AtDesk, take: listening.Take, sms: listening.Lists, every: float,
                 holder: str, now: Callable[[], datetime]) -> None:  # fmt: skip
        self._act, self._take, self._sms, self._every = act, take, sms, every
        self._holder, self._now = holder, now
        self._read = False

    async def look(self) -> int:
        """How many were news. The lease is not let go afterwards: it is what keeps the others from coming at once."""
        ours = await self._act(
            lambda desk: leases.hold(desk.db, "list sms", self._holder, self._now(), self._every * 0.9)
        )
        if self._read and not ours:
            return 0
        self._read = True
        return await listening.list_sms(self._act, self._take, self._sms)
