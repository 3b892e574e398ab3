"""Hearing what nobody tells us: Telegram is polled, Twilio's lists are read. One process at a time does it."""

import asyncio

import structlog

from bot.jobs import listening
from bot.workers.turns import AtDesk, Turns

log = structlog.get_logger()

POLL = 25  #: seconds of one long poll at Telegram
TURN = (
    POLL + 15.0
)  #: seconds after which another process polls, when the one that did has gone without a word


async def poll_telegram(turns: Turns, act: AtDesk, take: listening.Take, telegram: listening.Polls) -> None:
    """Polls while it is our turn; two that poll would take each other's updates for refused."""
    while True:
        try:
            mine = await turns.take("poll telegram", TURN)
            wait = await listening.poll_telegram(act, take, telegram, POLL) if mine else 2.0
        except Exception as error:  # one of the walls
            log.error("listening broke", error=type(error).__name__)
            wait = 5.0
        await asyncio.sleep(wait)


class SmsLists:
    """Reads them when a process starts, and then once in `every` seconds, whichever process comes first."""

    def __init__(
        self, turns: Turns, act: AtDesk, take: listening.Take, sms: listening.Lists, every: float
    ) -> None:
        self._turns, self._act, self._take, self._sms, self._every = turns, act, take, sms, every
        self._read = False

    async def look(self) -> int:
        """How many were news. The turn is not let go afterwards: it is what keeps the others from coming at once."""
        mine = await self._turns.take("list sms", self._every * 0.9)
        if self._read and not mine:
            return 0
        self._read = True
        return await listening.list_sms(self._act, self._take, self._sms)
