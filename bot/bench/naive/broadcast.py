"""A loop around python-telegram-bot with its bookkeeping in SQLite: what is to be sent, sent, and marked as sent."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.bench import school
from bot.bench.processes import Verbs

TABLE = (
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat_id INTEGER, words TEXT, sent TEXT, message_id INTEGER)"
)


@asynccontextmanager
async def sending(path: str, carrier: int, waiting: int, at_once: int) -> AsyncIterator[Verbs]:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute(TABLE)
        pool = HTTPXRequest(connection_pool_size=at_once, pool_timeout=60)
        async with Bot(school.TOKEN, base_url=f"http://127.0.0.1:{carrier}/bot", request=pool) as bot:

            async def send(least: int) -> int:
                rows = iter(file.execute("SELECT id, chat_id, words FROM outbox WHERE sent IS NULL ORDER BY id LIMIT ?",
                                         (least,)).fetchall())  # fmt: skip

                async def one_by_one() -> None:
                    for row, chat, words in rows:
                        message = await bot.send_message(chat, words)
                        file.execute("UPDATE outbox SET sent = CURRENT_TIMESTAMP, message_id = ? WHERE id = ?",
                                     (message.message_id, row))  # fmt: skip
                        file.commit()

                await asyncio.gather(*(one_by_one() for _ in range(at_once)))
                return least

            async def fill() -> int:
                file.executemany("INSERT INTO outbox (chat_id, words) VALUES (?, 'What did you cook together?')",
                                 [(700_000_000 + one,) for one in range(waiting)])  # fmt: skip
                file.commit()
                return waiting

            yield {"fill": fill, "send": send}
