"""The school that is measured: its settings, its day, and its house with everything in it."""

import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.acts.desk import LOCALES, Links
from bot.channels import wire
from bot.config import Config
from bot.dispatch import Timing
from bot.house import House
from bot.languages.catalogue import Catalogues
from bot.main import CHANNELS, TIMETABLES, TIMING
from bot.store import engine

ACCOUNT, AUTH, NUMBER = "AC" + "5" * 32, "the bench's own auth token", "+6421000000"
TOKEN = "777000:the-benchs-own-bot-token"
PUBLIC = "https://aho.invalid"
ZONE = "Pacific/Auckland"
#: A Tuesday in term, mid-morning: nobody's phone has to be left alone.
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))
SCHOOL = f"""
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road"
privacy_contact = "office@harakeke.example"
office_number = "09 555 0100"
languages = ["English", "te reo Māori", "Samoan", "Hindi"]
[time]
zone = "{ZONE}"
region = "AUK"
[hours]
weekdays = ["00:00", "23:59"]
weekends = ["00:00", "23:59"]
office = ["00:00", "23:59"]
[cost]
segment_price_cents = 11
monthly_segment_ceiling = 999999
"""


def settings(url: str, carrier: int) -> Config:
    """Both carriers are the one on this machine's port `carrier`."""
    return Config(
        database_url=url, public_url=PUBLIC, secret_key=SecretStr("for the bench"),
        twilio_account_sid=ACCOUNT, twilio_auth_token=SecretStr(AUTH), twilio_from=NUMBER,
        twilio_api_url=f"http://127.0.0.1:{carrier}",
        telegram_token=SecretStr(TOKEN), telegram_api_url=f"http://127.0.0.1:{carrier}/bot",
    )  # fmt: skip


def morning_clock() -> datetime:
    """That morning, as far on as this process has lived."""
    return MORNING + timedelta(seconds=time.monotonic() - _BEGAN)


@asynccontextmanager
async def house(url: str, carrier: int, channels: tuple[str, ...] = ("sms", "telegram"),
                timing: Timing = TIMING) -> AsyncIterator[House]:  # fmt: skip
    """Wired as bot.main.build does it, on the bench's own morning; nothing runs yet."""
    config = settings(url, carrier)
    async with wire.open_wire() as session:
        made = House(
            engine=engine.connect(url), speech=Catalogues.load(LOCALES),
            channels={name: CHANNELS[name][1](config, session) for name in channels},
            timetables=TIMETABLES, now=morning_clock, chance=os.urandom, timing=timing,
            media=Path(url.removeprefix("sqlite:///")).with_suffix(".media"),
            links=Links(config.public_url, config.twilio_from, "bench_bot"),
        )  # fmt: skip
        try:
            yield made
        finally:
            await made.close()


def unhurried(rates: Mapping[str, int]) -> Timing:
    """No rests and no limits but the size of a chunk: what a message costs, not what a carrier allows."""

    async def no_rest(_seconds: float) -> None: ...

    return Timing(time.monotonic, no_rest, rates, 0.0)


_BEGAN = time.monotonic()
