"""Whole houses on one database: what each sends, and that none sends what another has sent."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher, Timing
from bot.house import House
from bot.main import TIMETABLES
from bot.model.delivery import Outgoing
from bot.store import attempts, engine
from bot.store.tables import attempt
from tests.dispatch.bench import SPEECH, Bench, Carrier
from tests.workers.crew import QUICK, play, until

MANY = 24  # three chunks: each is a second's worth


def house(bench: Bench, url: str, folder: Path, **more: Any) -> House:
    """A process of its own, as far as rows and carriers can tell."""
    return House(
        engine=engine.connect(url), speech=SPEECH, channels=bench.carriers,  # type: ignore[arg-type]
        timetables=TIMETABLES, now=lambda: bench.now, chance=secrets.token_bytes,
        timing=Timing(time.monotonic, _a_little, {"sms": 10}, 0.0), media=folder, pace=QUICK, **more,
    )  # fmt: skip


def test_two_that_drain_at_once_double_nothing(
    open_bench: Callable[..., Bench], database_url: str, tmp_path: Path
) -> None:
    """The lane, and behind it the sender's own lock: without both, one takes the other's calls for a dead one's,
    and asks the carrier about them. On SQLite no second process gets as far (bot/alone.py)."""
    carrier = Carrier("sms")
    bench = open_bench(carrier)
    sent = [bench.letter(bench.phone(), f"text {n}") for n in range(MANY)]

    async def scene() -> None:
        several = 1 if database_url.startswith("sqlite") else 2
        houses = [house(bench, database_url, tmp_path) for _one in range(several)]
        carrier.during = _a_moment
        for one in houses:
            await one.open()
        while len(carrier.calls) < MANY:
            for one in houses:
                one.workers.wake()
            await asyncio.sleep(0.05)
        for one in houses:
            await one.close()

    play(scene())
    assert set(bench.states(*sent)) == {"sent"}
    assert Counter(carrier.words) == Counter(f"text {n}" for n in range(MANY))
    assert carrier.asked == [], "no call was in doubt"


def test_what_a_dead_one_left_is_seen_to_without_any_wake_up(
    open_bench: Callable[..., Bench], database_url: str, tmp_path: Path
) -> None:
    """Holds `left` in due.senders: calls of a dead process, and nothing else that waits on their sender."""
    carrier = Carrier("sms")
    bench = open_bench(carrier)
    one = bench.letter(bench.phone(), "to be called")
    bench.act(lambda desk: _claimed(bench, desk))
    bench.passes(seconds=20)

    async def scene() -> None:
        crew = house(bench, database_url, tmp_path)
        await crew.open()
        await until(lambda: bench.states(one) == ["sent"])
        await crew.close()

    play(scene())
    assert carrier.words == ["to be called"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_doors_only_has_others_send(
    open_bench: Callable[..., Bench], database_url: str, tmp_path: Path
) -> None:
    """The doors' own house wakes the one that works, and makes no call itself. (On SQLite it does not start.)"""
    at_the_door, elsewhere = Carrier("sms"), Carrier("sms")
    bench = open_bench(elsewhere)
    one = bench.letter(bench.phone(), "a text")

    async def scene() -> None:
        works = house(bench, database_url, tmp_path)
        bench.carriers = {"sms": at_the_door}
        doors = house(bench, database_url, tmp_path, works=False)
        assert (doors.health(), set(works.health())) == ({}, {"clock", "sending"})
        await doors.open()
        await works.open()
        doors.workers.wake()
        await until(lambda: bench.states(one) == ["sent"])
        await works.close()
        await doors.close()

    play(scene())
    assert (at_the_door.words, elsewhere.words) == ([], ["a text"])


async def _a_little(_seconds: float) -> None:
    """Nobody measures a rate here."""
    await asyncio.sleep(0.01)


async def _a_moment(_out: Outgoing) -> None:
    await asyncio.sleep(0.01)


def test_whoever_is_told_to_end_begins_no_more_calls(
    open_bench: Callable[..., Bench], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `no_more` in House.close: a slice that went on would be cut off in the middle of its calls, and what was
    being said on Telegram goes once more after the next start, marked as perhaps doubled.
    """
    monkeypatch.setattr(Dispatcher.drain_sender, "__defaults__", (60.0,))
    carrier = Carrier("sms")
    bench = open_bench(carrier)
    sent = [bench.letter(bench.phone(), f"text {n}") for n in range(20 * MANY)]

    async def scene() -> None:
        crew = house(bench, database_url, tmp_path)
        carrier.during = _a_moment
        await crew.open()
        await until(lambda: len(carrier.calls) > 3)
        await crew.close()

    play(scene())
    states = bench.states(*sent)
    assert set(states) == {"sent", "waiting"}, "none in doubt"
    assert states.count("sent") == len(carrier.calls) < len(sent)


def _claimed(bench: Bench, desk: Any) -> None:
    attempts.claim(desk.db, bench.senders["sms"], desk.now, 10, lambda many: ["a dead one's"] * many)
    assert desk.db.execute(select(attempt.c.state)).scalar_one() == "claimed"
