"""Several processes on one PostgreSQL: one sends, and when it goes another takes over."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.dispatch import Timing
from bot.house import House
from bot.main import TIMETABLES
from bot.store import engine
from tests.dispatch.bench import SPEECH, Bench, Carrier


def test_one_of_two_houses_sends_and_the_other_takes_over(
    bench: Bench, carrier: Carrier, database_url: str, tmp_path: Path
) -> None:
    """The lease: two dispatchers would call a phone twice, or take each other's calls for dead ones.

    On SQLite no second process gets as far (bot/alone.py), so each house may.
    """
    postgres = database_url.startswith("postgresql")
    hour = [bench.now]

    def house() -> House:
        return House(
            engine=engine.connect(database_url), speech=SPEECH, channels={"sms": carrier},  # type: ignore[dict-item]
            timetables=TIMETABLES, now=lambda: bench.now, chance=secrets.token_bytes,
            timing=Timing(time.monotonic, asyncio.sleep, {"sms": 10}, 0.0), media=tmp_path, real_now=lambda: hour[0],
        )  # fmt: skip

    async def scene() -> None:
        first, second = house(), house()
        took_over = _counted(second)
        assert await first.may_send()
        assert await second.may_send() == (not postgres)
        assert await first.may_send(), "it keeps its turn while it asks"
        if postgres:
            assert took_over == []
            hour[0] = hour[0].replace(minute=hour[0].minute + 1)  # the first is dead, or hangs
            assert await second.may_send()
            assert await second.may_send()
            assert took_over == ["after death"], "only at the moment of taking over"
            assert not await first.may_send()
        await second.close()
        assert await first.may_send(), "a house that closes lets go at once"
        await first.close()

    asyncio.run(scene())


def _counted(house: House) -> list[str]:
    seen: list[str] = []
    whole: Callable[[], Awaitable[None]] = house.dispatcher.after_death

    async def counted() -> None:
        seen.append("after death")
        await whole()

    house.dispatcher.after_death = counted  # type: ignore[method-assign]
    return seen
