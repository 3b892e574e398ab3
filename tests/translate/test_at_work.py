"""How much is translated at one time, and for how long anybody waits for an engine."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.acts import translating
from bot.acts.translating import Task
from bot.jobs.translating import MOST, Translators
from bot.translate import Guarded, Trouble, Untranslated
from bot.translate.troubles import TIME_OUT


class Hanging:
    """An engine that never answers."""

    key = "pretend"

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        await asyncio.Event().wait()
        return ""

    async def close(self) -> None: ...


async def act(deed: Callable[[Any], Any]) -> Any:
    return deed(None)


def task(number: int) -> Task:
    return Task({"id": number}, "See you soon", "en", "sm", "pretend", (), Guarded(), {})


def test_no_more_is_taken_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The safeguard: `begin` takes what it has room for, so that what waits is there for another process."""
    asked: list[int] = []

    def tasks(desk: Any, room: int) -> list[Task]:
        asked.append(room)
        return [task(1000 * len(asked) + it) for it in range(min(room, 12))]

    monkeypatch.setattr(translating, "tasks", tasks)

    async def begun() -> list[int]:
        translators = Translators(act, act, {"pretend": Hanging()})
        made = [await translators.begin() for _ in range(4)]
        await translators.close()
        return made

    assert asyncio.run(begun()) == [12, 12, 8, 0]
    assert sum([12, 12, 8]) == MOST and asked == [16, 16, 8]


def test_an_engine_that_hangs_is_left_after_a_while() -> None:
    """The safeguard: the time limit around an engine's call; its lane is free for the next."""
    translators = Translators(act, act, {"pretend": Hanging()}, longest=0.01)

    async def made() -> object:
        return await asyncio.wait_for(translators.once(task(1)), 5)

    assert asyncio.run(made()) == Untranslated(TIME_OUT.why, TIME_OUT.again_after)
