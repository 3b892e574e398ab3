"""Death between any two steps: what the rows say, and what becomes of it."""

import asyncio
import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.dispatch.air import MISTAKES
from bot.dispatch.beginning import begin
from bot.dispatch.reconciling import MOST_DEATHS
from bot.model.delivery import Found, Outgoing, Turn, Unsure
from bot.store import attempts
from bot.store.tables import attempt, audit, delivery
from tests.dispatch.bench import Bench, Carrier

WORDS = "Tama read to me"


def test_the_attempt_and_its_words_are_committed_before_the_call(bench: Bench, carrier: Carrier) -> None:
    """Another connection sees both while the call is in the air: after a death there is something to ask about."""
    seen = []

    async def look(out: Outgoing) -> None:
        query = select(attempt.c.state, delivery.c.words, delivery.c.state.label("of")).join(
            delivery, delivery.c.id == attempt.c.delivery_id
        )
        with bench.engine.connect().execution_options(looking=True) as other:
            row = other.execute(query.where(attempt.c.token == out.attempt)).one()
        seen.append((row.state, row.of, row.words == out.words))

    carrier.during = look
    bench.letter(bench.phone(), WORDS)
    bench.drain()
    assert seen == [("calling", "calling", True)]


def test_a_phone_has_one_open_attempt(bench: Bench) -> None:
    """The unique index: two calls to one phone at once would lose its order, and make any doubt ambiguous."""
    phone = bench.phone()
    first, second = bench.letter(phone, WORDS), bench.letter(phone, WORDS)
    assert _claim(bench) == [first]
    with pytest.raises(IntegrityError):
        bench.act(lambda desk: desk.db.execute(insert(attempt).values(
            school_id=desk.school.id, delivery_id=second, contact_id=phone, sender_id=bench.senders["sms"],
            token="another", state="claimed", claimed_at=desk.now)))  # fmt: skip


def test_dead_after_the_claim_it_is_released_and_sent_once(bench: Bench, carrier: Carrier) -> None:
    it = bench.letter(bench.phone(), WORDS)
    _claim(bench)
    assert bench.drain() == 0, "a claim of somebody alive is left alone"
    _start_again(bench)
    bench.drain()
    assert (bench.states(it), carrier.words) == (["sent"], [WORDS])


def test_dead_in_the_call_sms_is_asked_for_and_found(bench: Bench, carrier: Carrier) -> None:
    """Never sent again blind: the carrier has it."""
    it = _dead_in_the_call(bench)
    carrier.finds = [Found("SM7", "delivered", "", 2)]
    bench.drain()
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], row["carrier_state"]) == ("sent", "SM7", "delivered")
    assert carrier.calls == []
    assert carrier.asked[0].words == WORDS


def test_absent_counts_when_it_was_absent_twice_a_minute_apart(bench: Bench, carrier: Carrier) -> None:
    """A carrier's list may lag: after one look it is still not sent again; after two, exactly once."""
    it = _dead_in_the_call(bench)
    bench.drain()
    bench.passes(seconds=59)
    bench.drain()
    assert (len(carrier.asked), carrier.calls, bench.states(it)) == (1, [], ["unsure"])
    bench.passes(seconds=2)
    bench.drain()
    assert (len(carrier.asked), carrier.words, bench.states(it)) == (2, [WORDS], ["sent"])


def test_a_list_that_cannot_decide_is_asked_for_six_hours_then_a_person_is(
    bench: Bench, carrier: Carrier
) -> None:
    it = _dead_in_the_call(bench)
    carrier.finds = [Unsure("several fit")] * 5
    for _look in range(3):
        bench.drain()
        bench.passes(minutes=1, seconds=1)
    assert (len(carrier.asked), bench.states(it)) == (3, ["unsure"])
    bench.passes(hours=6)
    bench.drain()
    row = bench.delivery(it)
    assert row["state"] == "failed"
    assert "ask the family" in row["why"]
    assert bench.act(lambda desk: desk.db.scalars(select(audit.c.act)).all())[-1:] == ["could not be decided"]
    assert carrier.calls == []


def test_telegram_words_go_once_more_marked_and_then_fail_honestly(open_bench: Callable[..., Bench]) -> None:
    """Telegram cannot be asked: one extra copy at most for one doubt, never a third."""
    telegram = Carrier("telegram", [Unsure("reset")], [Unsure("cannot be asked")] * 3)
    bench = open_bench(telegram)
    it = _dead_in_the_call(bench, "telegram", Turn.WORDS)
    bench.drain()
    assert bench.delivery(it)["again"]
    bench.passes(seconds=6)
    bench.drain()
    assert (bench.states(it), telegram.words) == (["failed"], [WORDS])
    assert "may or may not" in bench.delivery(it)["why"]


def test_telegram_words_outlive_as_many_deaths_of_ours_as_are_not_their_own_doing(
    open_bench: Callable[..., Bench],
) -> None:
    """Holds `_died_in_it`: we did not try and fail, we died, so a second death loses nobody's words. And its bound: what
    we die of each time is given up.
    """
    telegram = Carrier("telegram", finds=[Unsure("cannot be asked")] * MOST_DEATHS)
    bench = open_bench(telegram)
    it = _dead_in_the_call(bench, "telegram", Turn.WORDS)
    for _death in range(MOST_DEATHS - 1):
        bench.reconcile()
        row = bench.delivery(it)
        assert (row["state"], row["again"]) == ("waiting", True)
        bench.passes(seconds=6)
        _dies_in_the_call(bench, "telegram")
    bench.reconcile()
    assert bench.states(it) == ["waiting"]
    bench.passes(seconds=6)
    _dies_in_the_call(bench, "telegram")
    telegram.finds = [Unsure("cannot be asked")]
    bench.reconcile()
    assert (bench.states(it), telegram.calls) == (["failed"], [])


def test_a_reminder_in_doubt_is_not_sent_twice(open_bench: Callable[..., Bench]) -> None:
    telegram = Carrier("telegram", finds=[Unsure("cannot be asked")])
    bench = open_bench(telegram)
    it = _dead_in_the_call(bench, "telegram", Turn.NUDGE)
    bench.drain()
    assert (bench.states(it), telegram.calls) == (["failed"], [])


def test_a_chunk_that_breaks_off_while_we_live_is_taken_up_again(bench: Bench, carrier: Carrier) -> None:
    """Ends that cannot be written, whatever we try: without this the phone would wait for our next start."""
    it = bench.letter(bench.phone(), WORDS)
    whole, calls = bench.dispatcher._act, iter(range(100))

    async def fails_after_the_call(deed: object) -> object:
        if (
            carrier.calls and next(calls) < 2 * MISTAKES + 1
        ):  # the next claim, and this one's settle, each way
            raise LookupError("a bug of ours")
        return await whole(deed)  # type: ignore[arg-type]

    bench.dispatcher._act = fails_after_the_call  # type: ignore[assignment]
    bench.round()
    assert bench.states(it) == ["calling"]
    carrier.finds = [Found("SM1", "sent")]
    bench.drain()
    assert (bench.states(it), carrier.words) == (["sent"], [WORDS])


def test_what_was_cancelled_between_claim_and_call_does_not_go(bench: Bench, carrier: Carrier) -> None:
    it = bench.letter(bench.phone(), WORDS)
    ids = _claim(bench)
    bench.change(delivery, it, state="cancelled")
    assert bench.act(lambda desk: begin(desk, ids, lambda name: None)) == []


_TOKENS = itertools.count()


def _claim(bench: Bench, channel: str = "sms") -> list[int]:
    return bench.act(lambda desk: attempts.claim(
        desk.db, bench.senders[channel], desk.now, 10, lambda many: [f"old{next(_TOKENS)}" for _ in range(many)]))  # fmt: skip


def _dead_in_the_call(bench: Bench, channel: str = "sms", turn: Turn = Turn.WORDS) -> int:
    """Committed as calling, and nobody knows whether the call was made."""
    it = bench.letter(bench.phone(channel), WORDS, turn=turn)
    _dies_in_the_call(bench, channel)
    assert bench.states(it) == ["unsure"]
    return it


def _dies_in_the_call(bench: Bench, channel: str) -> None:
    ids = _claim(bench, channel)
    assert len(bench.act(lambda desk: begin(desk, ids, lambda name: None))) == 1
    _start_again(bench)


def _start_again(bench: Bench) -> None:
    bench.dispatcher = bench.new_dispatcher()
    asyncio.run(bench.dispatcher.after_death())
