"""PostgreSQL carries the news that something has changed at a school from one process to all others.

The news has no content: whoever hears it looks at the rows.
"""

import asyncio
from collections.abc import AsyncIterator, Collection

from sqlalchemy import Connection, func, select

from bot.store import lifeline

CHANNEL = "aho"
QUIET = 30.0  #: seconds without news, after which we ask whether the connection still lives …
ANSWERS = 5.0  #: … and seconds within which that has to be answered


def tell(db: Connection, school_ids: Collection[int]) -> None:
    """Sent with the commit. Never in a busy transaction of its own right: all that tell commit one by one."""
    for school_id in school_ids:
        db.execute(select(func.pg_notify(CHANNEL, str(school_id))))


async def heard(url: str) -> AsyncIterator[int]:
    """The schools at which something has changed, from now on, until the connection breaks or is found silent.

    First 0, once it listens: what was told before that was missed.
    """
    import psycopg  # a school on one file does without its megabytes

    connection = await psycopg.AsyncConnection.connect(plain(url), autocommit=True, **lifeline.OURS)
    async with connection:
        await connection.execute(lifeline.THEIRS)
        await connection.execute(f"LISTEN {CHANNEL}")
        yield 0
        while True:
            async for notice in connection.notifies(timeout=QUIET):
                if notice.payload.isdecimal():
                    yield int(notice.payload)
            async with asyncio.timeout(ANSWERS):
                await connection.execute("SELECT 1")


def plain(url: str) -> str:
    """SQLAlchemy's address of a PostgreSQL as the driver itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
