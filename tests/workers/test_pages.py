"""Open pages hear that something has changed at their school, whichever process changed it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.store import engine, notices
from bot.web.console import live
from bot.workers.pages import ENDED, Pages
from tests.workers.crew import play, until

HERE, THERE = 1, 2


def pages_on(url: str) -> Pages:
    """As a process of its own has them."""
    if url.startswith("sqlite"):
        return Pages()
    opened = engine.connect(url)

    async def tell(schools: Any) -> None:
        engine.act(opened, lambda db: notices.tell(db, schools))

    return Pages(tell, lambda: notices.heard(url))


def test_a_change_wakes_the_pages_of_that_school_alone(database_url: str) -> None:
    """On PostgreSQL the one that changes and the one that shows are two processes."""

    async def scene() -> None:
        shows = pages_on(database_url)
        changes = shows if database_url.startswith("sqlite") else pages_on(database_url)
        for one in {shows, changes}:
            one.begin()
        if changes is not shows:
            await until(lambda: shows.listens)
        before = await shows.changed(HERE, -1, 0.0)
        waiting = asyncio.create_task(shows.changed(HERE, before, 60.0))
        changes.stir(THERE)
        await until(lambda: shows._counts[THERE] > 0)
        assert not waiting.done()
        changes.stir(HERE)
        assert await waiting > before
        for one in {shows, changes}:
            await one.end()

    play(scene())


def test_what_changes_while_nobody_waits_is_not_missed() -> None:
    """Holds the counting: a page that has just been told is busy for a while."""

    async def scene() -> None:
        pages = Pages()
        seen = await pages.changed(HERE, -1, 0.0)
        pages.stir(HERE)
        assert await asyncio.wait_for(pages.changed(HERE, seen, 60.0), 20) == seen + 1

    play(scene())


def test_a_page_that_waits_does_not_hold_up_the_end() -> None:
    async def scene() -> None:
        pages = Pages()
        waiting = asyncio.create_task(pages.changed(HERE, await pages.changed(HERE, -1, 0.0), 60.0))
        await asyncio.sleep(0)
        pages.close()
        assert await asyncio.wait_for(waiting, 20) == ENDED

    play(scene())


def test_news_that_could_not_be_heard_for_a_while_has_everybody_look() -> None:
    """The connection that listens has broken, and is there again: what was told between is lost."""

    async def scene() -> None:
        async def breaks() -> AsyncIterator[int]:
            yield 0
            raise OSError

        async def tell(_schools: Any) -> None: ...

        pages = Pages(tell, breaks)
        seen = await pages.changed(HERE, -1, 0.0)
        pages.begin()
        assert await asyncio.wait_for(pages.changed(HERE, seen, 60.0), 20) > seen
        await pages.end()

    play(scene())


def test_the_stream_tells_each_change_and_ends_with_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        monkeypatch.setattr(live, "BREATH", 0.0)
        monkeypatch.setattr(live, "SILENCE", 0.05)
        pages = Pages()
        stream = live.news(pages.changed, HERE)
        assert (await anext(stream)).startswith(b":"), "a sign of life, so that no proxy closes it"
        pages.stir(HERE)
        assert await anext(stream) == b"data: changed\n\n"
        pages.close()
        assert [it async for it in stream] == []

    play(scene())
