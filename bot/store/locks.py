"""Who sends on a sender. PostgreSQL takes the hold back by itself from a process that has died.

It is a session's advisory lock, on a connection of its own: no row to clean up, no clock to compare, and it ends
with the process, however that ends. On SQLite one process sends at all (bot/alone.py).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from sqlalchemy import Connection, text

from bot.store import lifeline
from bot.store.notices import plain

#: Says whether we hold it still: asked before each chunk.
Held = Callable[[], Awaitable[bool]]
AloneWith = Callable[[int], AbstractAsyncContextManager[Held | None]]

SENDER = 4_806_002  #: any number that nothing else in this database locks by
#: In a sender's place, where no sender has such a number: whoever goes on after an older copy was put back
#: (bot.jobs.holding), and whoever polls Telegram.
GOING_ON, POLLING = 0, -1
ANSWERS = 3.0  #: seconds within which whoever keeps our hold has to answer


@contextlib.asynccontextmanager
async def nobody_else(_sender_id: int) -> AsyncIterator[Held | None]:
    """Where this process is the only one that sends."""
    yield _surely


@contextlib.asynccontextmanager
async def alone_with(url: str, sender_id: int) -> AsyncIterator[Held | None]:
    """This process is the only one that sends on this sender while this is open; None where another one is."""
    import psycopg  # a school on one file does without its megabytes

    own = await psycopg.AsyncConnection.connect(plain(url), autocommit=True, **lifeline.OURS)
    async with own:
        await own.execute(lifeline.THEIRS)
        found = await own.execute("SELECT pg_try_advisory_lock(%s, %s)", (SENDER, sender_id))
        row = await found.fetchone()

        async def held() -> bool:
            try:
                async with asyncio.timeout(ANSWERS):
                    await own.execute("SELECT 1")
            except (TimeoutError, psycopg.Error):
                return False
            return True

        yield held if row and row[0] else None


def somebody_works(db: Connection) -> bool:
    """Whether a process that sends has shown a sign of life lately. On SQLite a file's lock says so (bot/alone.py)."""
    if db.dialect.name == "sqlite":
        return False
    lately = (
        "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '20 s')"
    )
    return bool(db.scalar(text(lately)))


async def _surely() -> bool:
    return True
