"""One sender's slice: how much is in the air, who holds the sender, and what becomes of whoever slept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.dispatch import TAKEN, Dispatcher, air, reconciling
from bot.dispatch.air import STALE
from bot.dispatch.chunk import Chunk
from bot.model.delivery import Absent, Later, Outgoing, Sent, Unsure
from bot.store import doubts, locks
from bot.store.tables import attempt, delivery
from tests.dispatch.bench import Bench, Carrier

here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgres_only = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
WORDS = "Tama read to me"


@here_only
def test_never_more_than_a_seconds_worth_is_uncertain(bench: Bench, carrier: Carrier) -> None:
    """Chunks of half a second, two of them at most: after a death no more than that has to be asked about."""
    bench.rates["sms"] = 10
    for number in range(30):
        bench.letter(bench.phone(), f"Number {number}")
    uncertain: list[int] = []

    async def look(_out: Outgoing) -> None:
        query = select(func.count()).where(attempt.c.state == "calling")
        uncertain.append(bench.act(lambda desk: desk.db.scalar(query) or 0))

    carrier.during = look
    bench.drain()
    assert len(uncertain) == 30
    assert 5 <= max(uncertain) <= 10


@here_only
def test_the_next_chunk_is_ready_before_the_last_calls_of_this_one(bench: Bench, carrier: Carrier) -> None:
    """`Chunk.near_its_end`: got ready only once all have begun, each chunk's first calls would be late."""
    bench.rates["sms"] = 30
    for number in range(30):
        bench.letter(bench.phone(), f"Number {number}")
    ready: list[int] = []

    async def look(_out: Outgoing) -> None:
        query = select(func.count()).where(attempt.c.called_at.is_not(None))
        ready.append(bench.act(lambda desk: desk.db.scalar(query) or 0))

    carrier.during = look
    bench.drain()
    assert (ready[0], ready[7]) == (15, 15), "and not long before: what is looked at may change"
    assert ready[14] == 30


@pytest.mark.parametrize(("apart", "near"), [(0.1, 8), (0.04, 5), (0.001, 5)])
def test_a_chunk_is_near_its_end_when_half_has_begun_and_little_time_is_left(apart: float, near: int) -> None:
    calls: Any = [SimpleNamespace(cells=1)] * 10
    chunk = Chunk(calls, 0.0, 0.0)
    assert [it for it in range(11) if chunk.near_its_end(it, apart)] == [*range(near, 11)]


@here_only
def test_a_slice_says_when_there_is_more(bench: Bench, carrier: Carrier) -> None:
    line = bench.senders["sms"]

    def drain(seconds: float) -> float | None:
        return asyncio.run(bench.dispatcher.drain_sender(line, seconds))

    assert drain(1.0) is None, "nothing waits"
    bench.letter(bench.phone(), due_at=bench.now + timedelta(seconds=90))
    assert drain(1.0) == 90.0
    bench.rates["sms"] = 10
    bench.dispatcher = bench.new_dispatcher()
    for number in range(40):
        bench.letter(bench.phone(), f"Number {number}")
    assert drain(1.0) == 0.0, "more is due now"
    assert 10 <= len(carrier.calls) <= 16
    carrier.answers = [Later("slow down", 30.0, lane=True)]
    more_in = drain(1.0)
    assert more_in is not None
    assert 25.0 < more_in <= 30.0, "it rests"


@here_only
def test_a_slice_is_one_of_its_kind(bench: Bench, carrier: Carrier) -> None:
    """`_at_work`: a second one in this process would take the first one's calls for a dead one's."""
    line = bench.senders["sms"]
    it = bench.letter(bench.phone(), WORDS)
    second: list[float | None] = []

    async def again(_out: Outgoing) -> None:
        second.append(await bench.dispatcher.drain_sender(line))
        assert bench.states(it) == ["calling"]

    carrier.during = again
    bench.drain()
    assert (second, bench.states(it)) == ([TAKEN], ["sent"])


@here_only
def test_a_call_that_takes_long_keeps_its_neighbours_ends_from_nobody(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`PATIENCE`: one hanging call must not keep a whole chunk uncertain, nor the sender from going on."""
    monkeypatch.setattr(air, "PATIENCE", 0.01)
    line = bench.senders["sms"]
    stuck = bench.letter(bench.phone(), "hangs")
    others = [bench.letter(bench.phone(), f"Number {number}") for number in range(3)]

    async def scene() -> None:
        lands = asyncio.Event()

        async def hangs(out: Outgoing) -> None:
            if out.words == "hangs":
                await lands.wait()

        carrier.during = hangs
        sending = asyncio.create_task(bench.dispatcher.drain_sender(line, 1.0))
        await _until(lambda: bench.states(*others) == ["sent"] * 3)
        late = bench.letter(bench.phone(), "put meanwhile")
        await _until(lambda: bench.states(late) == ["sent"])
        assert bench.states(stuck) == ["calling"]
        assert not sending.done(), "nobody else may send on it before that call has ended"
        lands.set()
        await sending

    asyncio.run(scene())
    assert bench.states(stuck) == ["sent"]


@here_only
def test_a_call_that_we_slept_over_is_not_made(bench: Bench, carrier: Carrier) -> None:
    """`STALE`: whoever wakes so late may have been given up, and another may have sent it. It goes once, later."""
    it = bench.letter(bench.phone(), WORDS)
    _sleeps_after_the_begin(bench, lambda: None)
    bench.round()
    row = bench.delivery(it)
    assert carrier.calls == []
    assert (row["state"], row["tries"], row["words"]) == ("waiting", 0, None)
    bench.drain()
    assert (bench.states(it), carrier.words) == (["sent"], [WORDS])


@here_only
def test_what_another_has_taken_over_is_not_ours_to_take_back(bench: Bench, carrier: Carrier) -> None:
    """Compare and set in `attempts.not_made`: the other asks the carrier about it, and settles it."""
    it = bench.letter(bench.phone(), WORDS)
    line = bench.senders["sms"]
    _sleeps_after_the_begin(
        bench, lambda: bench.act(lambda desk: doubts.after_death(desk.db, desk.now, line))
    )
    bench.round()
    [tried] = bench.attempts(it)
    assert (bench.states(it), tried["state"], tried["settled_at"]) == (["unsure"], "unsure", None)
    assert carrier.calls == []


def test_a_call_that_went_while_we_were_given_up_is_not_made_again(bench: Bench, carrier: Carrier) -> None:
    """`closed_before`: the sleeper's own answer comes after another has counted the call as never made."""
    it = bench.letter(bench.phone(), WORDS)
    line = bench.senders["sms"]

    async def given_up(_out: Outgoing) -> None:
        bench.act(lambda desk: doubts.after_death(desk.db, desk.now, line))
        for _look in range(2):
            bench.passes(seconds=61)
            [row] = bench.act(lambda desk: doubts.to_ask_about(desk.db, desk.now))
            bench.act(lambda desk: reconciling.conclude(desk, row, Absent()))
        assert bench.states(it) == ["waiting"]
        bench.change(delivery, it, due_at=bench.now + timedelta(seconds=1))  # nobody has come to it yet

    carrier.during, carrier.answers = given_up, [Sent("SM1")]
    bench.drain()
    bench.passes(seconds=2)
    bench.drain()
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], carrier.words) == ("sent", "SM1", [WORDS])


def test_two_never_ask_about_the_same_doubt_at_once(bench: Bench, carrier: Carrier) -> None:
    """`doubts.to_ask_about`: two looks in the same moment would count as two, a minute apart."""
    bench.letter(bench.phone(), WORDS)
    carrier.answers = [Unsure("reset")]
    bench.round()
    bench.passes(seconds=6)
    assert len(bench.act(lambda desk: doubts.to_ask_about(desk.db, desk.now))) == 1
    assert bench.act(lambda desk: doubts.to_ask_about(desk.db, desk.now)) == []
    bench.passes(seconds=61)
    assert len(bench.act(lambda desk: doubts.to_ask_about(desk.db, desk.now))) == 1, "whoever asked has died"


@postgres_only
def test_a_hold_is_one_processs_and_ends_with_it(bench: Bench, database_url: str) -> None:
    """The advisory lock, on a connection of its own."""
    line = bench.senders["sms"]

    async def scene() -> None:
        async with locks.alone_with(database_url, line) as first:
            assert first is not None
            assert await first()
            async with locks.alone_with(database_url, line) as second:
                assert second is None
            async with locks.alone_with(database_url, line + 1) as other:
                assert other is not None
            _kill_holders(bench)
            assert not await first(), "a hold that was lost is not believed in"
            async with locks.alone_with(database_url, line) as third:
                assert third is not None

    asyncio.run(scene())


@postgres_only
def test_whoever_holds_a_sender_is_left_alone_and_whoever_lost_it_stops(
    bench: Bench, carrier: Carrier, database_url: str
) -> None:
    """Two processes, one sender: while the first is at it the second does nothing; when its hold is gone the second
    takes over, and the first begins no more chunk. Every text goes once."""
    bench.rates["sms"] = 10
    line = bench.senders["sms"]
    letters = [bench.letter(bench.phone(), f"Number {number}") for number in range(12)]
    first, second = _elsewhere(bench, database_url), _elsewhere(bench, database_url)
    by_first: list[str] = []

    async def in_the_first_call(out: Outgoing) -> None:
        if len(carrier.calls) > 1:
            return
        by_first.append(out.words)
        assert await second.drain_sender(line) == TAKEN
        assert set(bench.states(*letters)) <= {"calling", "waiting"}, "nothing of the first one's is doubted"
        _kill_holders(bench)
        await second.drain_sender(line, 5.0)
        doubted = [it for it in letters if bench.states(it) == ["unsure"]]
        assert 5 <= len(doubted) <= 10, "the first one's second"
        looks = [bench.attempts(it)[0]["look_at"] - bench.now for it in doubted]
        assert min(looks) > timedelta(seconds=STALE), "it may wake until then"

    carrier.during = in_the_first_call
    asyncio.run(first.drain_sender(line, 5.0))
    assert set(bench.states(*letters)) == {"sent"}
    assert sorted(carrier.words) == sorted(f"Number {number}" for number in range(12))


def _elsewhere(bench: Bench, url: str) -> Dispatcher:
    """As in another process, on PostgreSQL."""
    made = bench.new_dispatcher()
    made.alone_with = partial(locks.alone_with, url)
    return made


def _kill_holders(bench: Bench) -> None:
    """As when a process dies: its connection ends, and with it whatever it held."""
    bench.act(lambda desk: desk.db.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
        "WHERE locktype = 'advisory' AND datname = current_database()"
    ))  # fmt: skip


def _sleeps_after_the_begin(bench: Bench, meanwhile: Callable[[], Any]) -> None:
    """Once: between the commit that says that we call, and the calls."""
    whole: Callable[[Any], Awaitable[Any]] = bench.dispatcher._act
    slept: list[bool] = []

    async def act(deed: Any) -> Any:
        done = await whole(deed)
        if isinstance(done, Chunk) and not slept:
            slept.append(True)
            meanwhile()
            bench.slept += STALE + 1.0
        return done

    bench.dispatcher._act = act  # type: ignore[assignment]


async def _until(true: Callable[[], bool]) -> None:
    for _look in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")
