"""How fast: at most a second's worth of calls in each second, and one call a second to one chat."""

import asyncio
from collections.abc import Callable

import pytest

from bot.dispatch import Dispatcher, Timing
from bot.model.delivery import Outgoing
from tests.dispatch.bench import Bench, Carrier

# Time is the test's own, and no row is looked at: one database is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Watch:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


def times_of_calls(bench: Bench, carrier: Carrier, rate: int, rest: float = 0.0) -> list[float]:
    watch, times = Watch(), []

    async def look(_out: Outgoing) -> None:
        times.append(watch.seconds)

    carrier.during = look
    tokens = iter(range(10_000))
    timing = Timing(lambda: watch.seconds, watch.sleep, {carrier.name: rate}, rest)
    dispatcher = Dispatcher(
        bench._act, {carrier.name: carrier}, lambda _name: None, timing, lambda: f"r{next(tokens)}"
    )  # type: ignore[dict-item]
    asyncio.run(dispatcher.drain())
    return times


def test_a_chunk_is_a_seconds_worth_and_takes_its_second(bench: Bench, carrier: Carrier) -> None:
    """The carrier's rate, from the first second on: no second holds more calls than it allows."""
    for number in range(25):
        bench.letter(bench.phone(), f"Number {number}")
    times = times_of_calls(bench, carrier, rate=10)
    assert len(times) == 25
    for begins in times:
        assert sum(begins <= it < begins + 1.0 for it in times) <= 10
    assert max(times) == pytest.approx(2.0), "and no slower than that"


def test_one_chat_rests_a_second_between_two_messages(open_bench: Callable[..., Bench]) -> None:
    telegram = Carrier("telegram")
    bench = open_bench(telegram)
    phone = bench.phone("telegram")
    for number in range(3):
        bench.letter(phone, f"Number {number}")
    assert times_of_calls(bench, telegram, rate=30, rest=1.0) == pytest.approx([0.0, 1.0, 2.0])
