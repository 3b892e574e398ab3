"""Several processes on one PostgreSQL: a lane is one worker's at a time, and a dead worker's job is taken over."""

import asyncio
from datetime import datetime

import procrastinate
import pytest

from bot.store.notices import plain
from bot.workers import Job
from bot.workers.on_postgres import QUEUE
from tests.workers.crew import ONLY_WHEN_TOLD, Place, at_work, hire, jobs, play, rested, run, until

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_one_worker_of_all_is_in_a_lane(database_url: str) -> None:
    """Holds `lock`: two that drain one sender would call its phones in any order."""

    async def scene() -> None:
        inside, most = [0], [0]

        async def slice_(_it: Place) -> float:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            await asyncio.sleep(0.25)
            inside[0] -= 1
            return 0.0

        place = Place(slice_)
        both = [hire(database_url, place), hire(database_url, place)]
        async with at_work(*both):
            while place.came < 6:
                for one in both:
                    one.wake()
                await asyncio.sleep(0.02)
        assert most == [1]

    play(scene())


def test_wake_ups_do_not_pile_up(database_url: str) -> None:
    """Holds `queueing_lock`: a thousand answers in a minute are one job that waits, beside the one at work."""

    async def scene() -> None:
        middle, go_on = asyncio.Event(), asyncio.Event()

        async def long(_it: Place) -> None:
            middle.set()
            await go_on.wait()

        place = Place(long)
        both = [hire(database_url, place), hire(database_url, place)]
        async with at_work(*both):
            await middle.wait()
            looks = place.looks
            while place.looks < looks + 10:
                for one in both:
                    one.wake()
                await asyncio.sleep(0.02)
            assert sorted(jobs(database_url)) == [("drain 7", "doing"), ("drain 7", "todo")]
            place.due = False
            go_on.set()
            await until(lambda: jobs(database_url) == [])  # finished ones leave nothing behind

    play(scene())


@pytest.mark.parametrize("waits", [False, True])
def test_a_dead_workers_job_is_taken_over(database_url: str, waits: bool) -> None:
    """Holds the rescue by heartbeat; also where a wake-up waits behind the dead one, and forbids a second."""

    async def scene() -> None:
        await _dies_at_work(database_url, waits)
        place = Place()
        async with at_work(hire(database_url, place)):
            await place.visited()
            await until(lambda: jobs(database_url) == [])

    play(scene())


def test_a_worker_that_lives_says_so_and_keeps_its_job(database_url: str) -> None:
    """However long its job takes: the others see its heartbeat, and take nothing from it."""

    async def scene() -> None:
        go_on = asyncio.Event()

        async def long(it: Place) -> None:
            await go_on.wait()
            it.due = False

        place = Place(long)
        async with at_work(hire(database_url, place), hire(database_url, place)):
            await place.visited()
            for _beat in range(3):
                before, looks = heartbeat(database_url), place.looks
                await until(lambda before=before: heartbeat(database_url) > before)  # type: ignore[misc]
                await until(lambda looks=looks: place.looks >= looks + 4)  # type: ignore[misc]
            assert ("drain 7", "doing") in jobs(database_url)
            assert place.came == 1, "somebody began it while the first was at it"
            go_on.set()

    play(scene())


def test_a_lost_job_comes_again(database_url: str) -> None:
    """Jobs are only wake-ups: the rows bring the next one, whatever became of this one."""

    async def scene() -> None:
        place = Place()
        place.due = False
        wakes, works = hire(database_url, place, works=False), hire(database_url, place)
        async with at_work(wakes):
            place.due = True
            await until(lambda: jobs(database_url) == [("drain 7", "todo")])
            run(database_url, "DELETE FROM procrastinate_jobs")
            async with at_work(works):
                await place.visited()

    play(scene())


def test_doors_only_wakes_those_who_work(database_url: str) -> None:
    async def scene() -> None:
        at_the_door, elsewhere = Place(), Place()
        at_the_door.due = elsewhere.due = False
        doors = hire(database_url, at_the_door, works=False, look=ONLY_WHEN_TOLD)
        works = hire(database_url, elsewhere, look=ONLY_WHEN_TOLD)
        async with at_work(doors, works):
            await rested(database_url, doors, works)
            at_the_door.due = True
            doors.wake()
            await elsewhere.visited()
            assert at_the_door.came == 0

    play(scene())


def test_a_worker_that_was_taken_for_dead_comes_back(database_url: str) -> None:
    """It hung, and the others have struck it off: Procrastinate's worker ends then, and ours begins a new one."""

    async def scene() -> None:
        place = Place()
        place.due = False
        crew = hire(database_url, place)
        async with at_work(crew):
            await rested(database_url, crew)
            run(database_url, "DELETE FROM procrastinate_workers")
            place.due = True
            await place.visited()

    play(scene())


def test_whoever_lost_its_database_for_a_moment_goes_on(database_url: str) -> None:
    """PostgreSQL was restarted: every connection is gone, and the next ones are new."""

    async def scene() -> None:
        place = Place()
        place.due = False
        crew = hire(database_url, place)
        async with at_work(crew):
            await rested(database_url, crew)
            run(database_url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
            place.due = True
            await place.visited()

    play(scene())


def heartbeat(url: str) -> datetime:
    """Of whoever has been silent the longest."""
    found: datetime = run(url, "SELECT min(last_heartbeat) FROM procrastinate_workers")[0][0]
    return found


async def _dies_at_work(url: str, waits: bool) -> None:
    """As another process would: it took a job, and was never heard of again."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=plain(url)))
    lane = Job("drain", 7).lane
    ask = app.configure_task("drain", queue=QUEUE, lock=lane, queueing_lock=lane)
    async with app.open_async():
        dead = await app.job_manager.register_worker()
        await ask.defer_async(about=7)
        assert await app.job_manager.fetch_job([QUEUE], dead)
        if waits:
            await ask.defer_async(about=7)
    run(url, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
