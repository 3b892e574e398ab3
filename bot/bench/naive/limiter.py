"""python-telegram-bot's own limiter: an Application built with it, and everybody's message handed over at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.ext import AIORateLimiter, Application

from bot.bench import school
from bot.bench.processes import Verbs


@asynccontextmanager
async def holding(carrier: int, waiting: int) -> AsyncIterator[Verbs]:
    made = Application.builder().token(school.TOKEN).base_url(f"http://127.0.0.1:{carrier}/bot").updater(None)
    application = made.rate_limiter(AIORateLimiter()).connection_pool_size(64).build()
    async with application:

        async def hold(seconds: float) -> None:
            sends = (application.bot.send_message(700_000_000 + one, "Kia ora") for one in range(waiting))
            everybody = asyncio.gather(*sends, return_exceptions=True)
            await asyncio.wait({everybody}, timeout=seconds)
            everybody.cancel()
            await asyncio.gather(everybody, return_exceptions=True)

        yield {"hold": hold}
