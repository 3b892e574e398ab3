"""Several processes after an older copy was put back: one of them asks what went out meanwhile, step by step."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import house as houses
from bot.store import holds
from tests.dispatch.bench import Bench, Carrier
from tests.workers.crew import play
from tests.workers.test_draining import house


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_one_at_a_time_goes_on(
    open_bench: Callable[..., Bench], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock in House._go_on: two that decided on the same texts would send some of them twice."""
    at_it: list[int] = []

    async def a_step(*_given: object) -> int:
        at_it.append(1)
        assert len(at_it) == 1
        await asyncio.sleep(0.3)
        at_it.clear()
        steps.append(1)
        return 1

    steps: list[int] = []
    monkeypatch.setattr(houses.holding, "go_on", a_step)
    bench = open_bench(Carrier("sms"))
    bench.letter(bench.phone(), "a text")

    async def scene() -> None:
        several = [house(bench, database_url, tmp_path) for _one in range(3)]
        await asyncio.gather(*(it._go_on() for it in several))
        assert steps == [], "nothing is held"
        bench.act(lambda desk: holds.begin(desk.db, desk.now, desk.now))
        await asyncio.gather(*(it._go_on() for it in several))
        assert steps
        for it in several:
            await it.close()

    play(scene())
