"""One APScheduler job a family, as bots are often told to do it: each remembers that it ran in SQLite."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.bench.processes import Verbs


@asynccontextmanager
async def reminding(path: str) -> AsyncIterator[Verbs]:
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE reminder (family INTEGER PRIMARY KEY)")

        async def remind(families: int) -> int:
            """Jobs whose moment is now, until all have run."""
            all_done = asyncio.Event()

            async def due(family: int) -> None:
                file.execute("INSERT INTO reminder VALUES (?)", (family,))
                file.commit()
                if file.total_changes == families:
                    all_done.set()

            scheduler = AsyncIOScheduler(timezone="UTC")
            for family in range(families):
                scheduler.add_job(due, "date", args=(family,), misfire_grace_time=None)
            scheduler.start()
            await all_done.wait()
            scheduler.shutdown(wait=False)
            return families

        yield {"remind": remind}
