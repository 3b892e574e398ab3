"""The school's house with everything in it, on the bench's own morning."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import config
from bot.acts.desk import LOCALES, Links
from bot.bench import school
from bot.channels import wire
from bot.config import Config
from bot.dispatch import Timing, slices
from bot.house import House
from bot.languages.catalogue import Catalogues
from bot.litter import keep_what_is_there
from bot.main import CHANNELS, TIMETABLES, TIMING
from bot.store import engine


def settings(url: str, carrier: int) -> Config:
    return config.read(school.environment(url, carrier), None)


def morning_clock() -> datetime:
    """That morning, as far on as this process has lived."""
    return school.MORNING + timedelta(seconds=time.monotonic() - _BEGAN)


@asynccontextmanager
async def house(url: str, carrier: int, channels: tuple[str, ...] = ("sms", "telegram"),
                timing: Timing = TIMING) -> AsyncIterator[House]:  # fmt: skip
    """Wired as bot.main.build does it; nothing runs yet."""
    said = settings(url, carrier)
    async with wire.open_wire() as session:
        made = House(
            engine=engine.connect(url), speech=Catalogues.load(LOCALES),
            channels={name: CHANNELS[name][1](said, session) for name in channels},
            timetables=TIMETABLES, now=morning_clock, chance=os.urandom, timing=timing,
            media=Path(url.removeprefix("sqlite:///")).with_suffix(".media"),
            links=Links(said.public_url, said.twilio_from, "bench_bot"),
        )  # fmt: skip
        keep_what_is_there()
        try:
            yield made
        finally:
            await made.close()


def unhurried(channel: str, chunk: int) -> Timing:
    """No limit but the size of a chunk: what a message costs, not what a carrier allows. For all of this process."""
    slices.MOST = chunk
    return Timing(time.monotonic, asyncio.sleep, {channel: 10_000_000}, 0.0)


_BEGAN = time.monotonic()
