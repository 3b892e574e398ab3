"""The few connections of a worker: one that is told to end loses none of them."""

import asyncio
import contextlib

import pytest

from bot.workers.on_postgres import OnPostgres
from tests.workers.crew import PATIENCE, QUICK, Place, at_work, hire, play

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)

STEPS = 8  #: of the event loop: more than any of this takes
A_LITTLE = 3.0  #: seconds: a bound, never a measure


def test_whoever_ends_while_giving_a_connection_back_keeps_nobody_waiting(database_url: str) -> None:
    """Holds `_left_as_it_is`: the job's own last word waited half a minute for a connection that nobody had."""

    async def scene() -> None:
        crew = hire(database_url, Place())
        assert isinstance(crew, OnPostgres)
        async with crew._app.open_async():
            pool = crew._app.connector.pool  # type: ignore[attr-defined]
            others = [await pool.getconn() for _ in range(pool.max_size - 1)]
            for before in range(STEPS):
                for after in range(1, STEPS):  # before its first step it has given nothing
                    last = await pool.getconn()
                    waiting = asyncio.create_task(pool.getconn(timeout=A_LITTLE))
                    await _steps(before)
                    giving = asyncio.create_task(pool.putconn(last))
                    await _steps(after)
                    giving.cancel()
                    await pool.putconn(await waiting)
            for one in others:
                await pool.putconn(one)

    play(scene())


async def _steps(many: int) -> None:
    for _ in range(many):
        await asyncio.sleep(0)


def test_who_does_not_hear_that_it_is_to_end_is_told_again(database_url: str) -> None:
    """Holds `_gone`: whoever waits for a connection may get it in the moment of being told, and hear nothing else."""

    async def scene() -> None:
        place, looking = Place(), asyncio.Event()
        whole = place.look

        async def hears_nothing() -> object:
            if looking.is_set():
                return await whole()
            looking.set()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(PATIENCE)
            return []

        place.look = hears_nothing  # type: ignore[method-assign,assignment]
        async with at_work(hire(database_url, place)):
            await looking.wait()
        looks = place.looks
        await asyncio.sleep(5 * QUICK.look)
        assert place.looks == looks

    play(scene())
