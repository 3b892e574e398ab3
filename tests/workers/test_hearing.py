"""Who polls Telegram, and who reads Twilio's lists, when there are several processes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.model.heard import Batch
from bot.workers.hearing import TURN, SmsLists, poll_telegram
from bot.workers.turns import Turns
from tests.dispatch.bench import Bench, Carrier
from tests.workers.crew import play, until

# What a lease is on each database, tests/store holds.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


def turns_of(bench: Bench, holder: str, *, alone: bool = False) -> Turns:
    return Turns(bench._act, holder, lambda: bench.now, alone=alone)


def test_one_process_polls_and_another_goes_on_when_it_is_gone(clock: Bench) -> None:
    """The turn in `poll_telegram`: Telegram refuses whoever polls while another does."""

    async def scene() -> None:
        first, second = Listens(), Listens()
        turn = turns_of(clock, "first")
        one = asyncio.create_task(poll_telegram(turn, clock._act, _nobody, first))
        await until(lambda: first.asked > 1)
        two = asyncio.create_task(poll_telegram(turns_of(clock, "second"), clock._act, _nobody, second))
        seen = first.asked
        await until(lambda: first.asked > seen + 5)
        assert second.asked == 0
        one.cancel()  # it dies, and lets nothing go
        clock.passes(seconds=TURN + 1)
        await until(lambda: second.asked > 0)
        two.cancel()
        await asyncio.gather(one, two, return_exceptions=True)

    play(scene())


def test_who_closes_lets_the_next_one_poll_at_once(clock: Bench) -> None:
    async def scene() -> None:
        first, second = turns_of(clock, "first"), turns_of(clock, "second")
        assert await first.take("poll telegram", TURN)
        assert not await second.take("poll telegram", TURN)
        await first.let_go()
        assert await second.take("poll telegram", TURN)

    play(scene())


def test_on_sqlite_a_start_does_not_wait_for_the_turn_of_the_one_before(clock: Bench) -> None:
    async def scene() -> None:
        assert await turns_of(clock, "before").take("poll telegram", TURN)
        assert await turns_of(clock, "now", alone=True).take("poll telegram", TURN)

    play(scene())


def test_lists_are_read_at_each_start_and_then_once_a_while_by_whoever_comes_first(clock: Bench) -> None:
    """A start must not trust that somebody else listens: people may have written while nobody did."""

    async def scene() -> None:
        first, second = Listens(), Listens()
        one = SmsLists(turns_of(clock, "one"), clock._act, _nobody, first, 300.0)
        two = SmsLists(turns_of(clock, "two"), clock._act, _nobody, second, 300.0)
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
