"""Locks that PostgreSQL takes back by itself from a process that has died."""

import contextlib
from collections.abc import AsyncIterator

import psycopg

from bot.store.notices import plain

DRAIN = 4_806_002  #: any number that nothing else in this database locks by


@contextlib.asynccontextmanager
async def alone_with(url: str, sender_id: int) -> AsyncIterator[bool]:
    """Whether this process is now the only one that sends on this sender."""
    async with await psycopg.AsyncConnection.connect(plain(url), autocommit=True) as held:
        found = await held.execute("SELECT pg_try_advisory_lock(%s, %s)", (DRAIN, sender_id))
        row = await found.fetchone()
        yield bool(row and row[0])
