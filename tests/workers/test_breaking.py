"""Who looks for work and breaks at all of it does not send, and has to say so."""

import asyncio

from bot.workers import Job
from bot.workers.breaking import LONG, Breaking
from tests.workers.crew import Place, at_work, hire, play, until

SMS, TELEGRAM = Job("drain", 1), Job("drain", 2)


def test_a_worker_remembers_what_broke_until_it_goes_well(database_url: str) -> None:
    """Holds the two calls in `_do`."""

    async def scene() -> None:
        mended = asyncio.Event()

        async def breaks(it: Place) -> None:
            if not mended.is_set():
                raise KeyError("a bug")
            it.due = False

        place = Place(breaks)
        crew = hire(database_url, place)
        async with at_work(crew):
            await until(lambda: place.job in crew.breaking._since)
            mended.set()
            await until(lambda: not crew.breaking._since)

    play(scene())


def test_only_what_breaks_for_long_with_nothing_going_well_counts() -> None:
    now = [0.0]
    breaking = Breaking(lambda: now[0])

    def goes_on(*jobs: Job) -> None:
        for _second in range(int(LONG) + 2):
            for job in jobs:
                breaking.broke(job)
            now[0] += 1.0

    breaking.broke(SMS)
    assert not breaking.for_long, "it has just begun"
    goes_on(SMS, TELEGRAM)
    assert breaking.for_long
    breaking.went_well(TELEGRAM)
    assert not breaking.for_long, "something goes"
    goes_on(SMS)
    assert breaking.for_long, "nothing has gone well for a minute"
    now[0] += LONG
    assert not breaking.for_long, "it is not tried any more: whatever it was is gone, or another's"
