"""python-telegram-bot's Application behind a web server of one's own: a handler, one SQLite commit, and an echo."""

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.bench import door, school
from bot.bench.processes import Verbs

TABLE = """
CREATE TABLE message (id INTEGER PRIMARY KEY, update_id INTEGER UNIQUE, chat_id INTEGER, words TEXT, answer TEXT)
"""


@asynccontextmanager
async def answering(path: str, carrier: int, secret: str) -> AsyncIterator[Verbs]:
    """Answers its webhook once its handler is done; its echo goes inside the handler, as everybody's does."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute(TABLE)

        async def keep(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.message
            assert message is not None
            file.execute(
                "INSERT INTO message (update_id, chat_id, words, answer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (update.update_id, message.chat_id, message.text, message.text),
            )
            file.commit()
            await message.reply_text(message.text or "")

        address = f"http://127.0.0.1:{carrier}/bot"
        # Its usual pool is one connection, and waits a second for it: 32 in flight need as many.
        made = (
            Application.builder().token(school.TOKEN).base_url(address).updater(None).connection_pool_size(64)
        )
        application = made.build()
        application.add_handler(MessageHandler(filters.TEXT, keep))

        async def heard(headers: Mapping[bytes, bytes], body: bytes) -> bool:
            if headers.get(b"x-telegram-bot-api-secret-token") != secret.encode():
                return False
            await application.process_update(Update.de_json(json.loads(body), application.bot))
            return True

        async with application, door.opened(door.bare(heard)) as port:

            async def told() -> int:
                return port

            yield {"port": told}
