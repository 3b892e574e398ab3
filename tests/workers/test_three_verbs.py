"""begin, wake, end: the same promises, whether one process does the work or many do."""

import asyncio

import pytest

from tests.workers.crew import ONLY_WHEN_TOLD, Place, at_work, hire, play, rested, until


def test_what_falls_due_is_done_as_soon_as_somebody_says_so(database_url: str) -> None:
    """Holds wake(): nobody looks by himself here."""

    async def scene() -> None:
        place = Place()
        place.due = False
        crew = hire(database_url, place, look=ONLY_WHEN_TOLD)
        async with at_work(crew):
            await rested(database_url, crew)
            place.due = True
            crew.wake()
            await place.visited()

    play(scene())


def test_a_lost_wake_up_costs_only_the_time_until_the_next_look(database_url: str) -> None:
    """Holds the look that comes by itself: whoever wrote the rows died before it could wake anybody."""

    async def scene() -> None:
        place = Place()
        place.due = False
        crew = hire(database_url, place)
        async with at_work(crew):
            await rested(database_url, crew)
            place.due = True
            await place.visited()

    play(scene())


def test_what_is_written_while_somebody_is_at_it_is_not_forgotten(database_url: str) -> None:
    """It may have looked before that was written. Holds `_asked_again`, and the waiting job with its free lane."""

    async def scene() -> None:
        middle, go_on = asyncio.Event(), asyncio.Event()

        async def slow(it: Place) -> None:
            if it.came == 1:
                middle.set()
                await go_on.wait()
            it.due = False

        place = Place(slow)
        place.due = False
        crew = hire(database_url, place, look=ONLY_WHEN_TOLD)
        async with at_work(crew):
            await rested(database_url, crew)
            place.due = True
            crew.wake()
            await middle.wait()
            crew.wake()
            await until(lambda: place.looks >= 3)
            go_on.set()
            await asyncio.sleep(0)
            place.due = True
            await place.visited(2)

    play(scene())


@pytest.mark.parametrize("more", [0.0, 0.3])
def test_where_there_is_more_somebody_comes_again(database_url: str, more: float) -> None:
    """Its next slice, at once or at its moment. On PostgreSQL this holds the trigger for a lane that becomes free."""

    async def scene() -> None:
        async def a_slice(_it: Place) -> float:
            await asyncio.sleep(0.25)  # a slice is not empty: one that is, waits a second
            return more

        place = Place(a_slice)
        place.due = False
        crew = hire(database_url, place, look=ONLY_WHEN_TOLD)
        async with at_work(crew):
            await rested(database_url, crew)
            place.due = True
            crew.wake()
            await place.visited(3)

    play(scene())


def test_a_deed_that_breaks_is_begun_again_and_breaks_nothing_else(database_url: str) -> None:
    """The wall around a deed, and AFTER_A_BREAK: no row shows yet that what was claimed waits for somebody."""

    async def scene() -> None:
        async def breaks_once(it: Place) -> None:
            it.due = False
            if it.came == 1:
                raise LookupError("words that nobody else may read")

        place = Place(breaks_once)
        async with at_work(hire(database_url, place)):
            await place.visited(2)

    play(scene())


def test_a_look_that_breaks_is_taken_again(database_url: str) -> None:
    async def scene() -> None:
        looks = []
        place = Place()
        whole = place.look

        async def breaks_once() -> object:
            looks.append(1)
            if len(looks) == 1:
                raise LookupError
            return await whole()

        place.look = breaks_once  # type: ignore[method-assign,assignment]
        async with at_work(hire(database_url, place)):
            await place.visited()

    play(scene())


def test_after_the_end_nothing_is_begun_and_what_was_begun_has_come_to_its_end(database_url: str) -> None:
    async def scene() -> None:
        begun, ended = asyncio.Event(), []

        async def slow(it: Place) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            ended.append(it.came)

        place = Place(slow)
        crew = hire(database_url, place)
        async with at_work(crew):
            await begun.wait()
        assert ended == [1], "a call in the air may end"
        crew.wake()
        await asyncio.sleep(0.5)
        assert place.came == 1

    play(scene())
