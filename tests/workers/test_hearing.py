"""Who polls Telegram, and who reads Twilio's lists, when there are several processes."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.model.heard import Batch
from bot.store import locks
from bot.workers import hearing
from bot.workers.hearing import SmsLists, poll_telegram
from tests.dispatch.bench import Bench, Carrier
from tests.workers.crew import play, until

# On SQLite there is one process.
pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


class Listens:
    """A carrier to whom nobody has written; it counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def poll(self, offset: int, seconds: int = 25) -> Batch:
        self.asked += 1
        await asyncio.sleep(0.02)
        return Batch((), str(offset))

    async def heard_since(self, mark: str) -> Batch:
        self.asked += 1
        return Batch((), mark)

    async def receipts_since(self, mark: str) -> Batch:
        return Batch((), mark)


@pytest.fixture
def clock(open_bench: Callable[..., Bench]) -> Bench:
    return open_bench(Carrier("sms"), Carrier("telegram"))


def test_one_process_polls_and_another_goes_on_when_it_is_gone(
    clock: Bench, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock in `poll_telegram`: Telegram refuses whoever polls while another does."""
    monkeypatch.setattr(hearing, "ANOTHER_POLLS", 0.05)
    alone = partial(locks.alone_with, database_url)

    async def scene() -> None:
        first, second = Listens(), Listens()
        one = asyncio.create_task(poll_telegram(alone, clock._act, _nobody, first))
        await until(lambda: first.asked > 1)
        two = asyncio.create_task(poll_telegram(alone, clock._act, _nobody, second))
        seen = first.asked
        await until(lambda: first.asked > seen + 20)
        assert second.asked == 0
        one.cancel()  # its connection goes with it, however it ends
        await until(lambda: second.asked > 0)
        two.cancel()
        await asyncio.gather(one, two, return_exceptions=True)

    play(scene())


def test_lists_are_read_at_each_start_and_then_once_a_while_by_whoever_comes_first(clock: Bench) -> None:
    """A start must not trust that somebody else listens: people may have written while nobody did."""

    async def scene() -> None:
        first, second = Listens(), Listens()
        one = SmsLists(clock._act, _nobody, first, 300.0, "one", lambda: clock.now)
        two = SmsLists(clock._act, _nobody, second, 300.0, "two", lambda: clock.now)
        await one.look()
        await two.look()
        assert (first.asked, second.asked) == (1, 1), "each once at its start"
        clock.passes(seconds=200)
        await two.look()
        assert (first.asked, second.asked) == (1, 1), "the first one's while"
        clock.passes(seconds=100)
        await two.look()
        await one.look()
        assert (first.asked, second.asked) == (1, 2)

    play(scene())


async def _nobody(_incoming: Any) -> None:
    raise AssertionError("nobody has written")
