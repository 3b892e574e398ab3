"""A raw INSERT … SELECT of the same rows as our fan-out: one transaction that holds everybody up until it is done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.bench import by_hand
from bot.bench.processes import Verbs


@asynccontextmanager
async def fanning(url: str) -> AsyncIterator[Verbs]:
    with by_hand.opened(url) as file:
        prompt = by_hand.new_prompt(file)

        async def fan_out() -> int:
            return by_hand.fan_out(file, prompt)

        yield {"fan_out": fan_out}
