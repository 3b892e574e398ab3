"""When a carrier asks for a pause, or does not answer: one call a wait, nothing fails, and back to the full rate."""

import itertools
from collections.abc import Callable, Sequence

import pytest

from bot.dispatch import pausing
from bot.dispatch.pausing import FIRST_WAIT, IN_A_ROW, LONGEST_WAIT, SILENT, SLOW
from bot.model.delivery import Later, Outcome, Outgoing, Refused, Sent, Unsure
from tests.dispatch.bench import Bench, Carrier

here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REFUSED = Later("Twilio could not be reached", 30.0)
ASKED = Later("Twilio asks us to slow down", 7.0, lane=True)


def letters(bench: Bench, number: int) -> list[int]:
    return [bench.letter(bench.phone(), f"Number {it}") for it in range(number)]


def answers(carrier: Carrier, outcome: Outcome | None) -> None:
    """From now on, always the same."""

    async def each(_out: Outgoing) -> None:
        carrier.answers = [] if outcome is None else [outcome]

    carrier.during = each


def minutes(bench: Bench, carrier: Carrier, seconds: int) -> list[int]:
    """A while goes by, second by second: in which of them a call was made."""
    made = []
    for second in range(seconds):
        before = len(carrier.calls)
        bench.drain()
        made += [second] * (len(carrier.calls) - before)
        bench.passes(seconds=1)
    return made


@here_only
def test_the_first_that_is_asked_to_slow_down_holds_back_the_others(bench: Bench, carrier: Carrier) -> None:
    """`Air.shut`: what our rows have begun and the carrier has not seen goes back, untouched and uncounted."""
    bench.rates["sms"] = 10
    every = letters(bench, 8)
    carrier.answers = [ASKED]
    bench.drain()
    assert len(carrier.calls) == 1
    assert set(bench.states(*every)) == {"waiting"}
    assert [bench.delivery(it)["tries"] for it in every] == [1, *[0] * 7]
    assert all(bench.delivery(it)["due_at"] <= bench.now for it in every[1:])


def test_one_call_a_wait_while_it_asks_us_to_slow_down(bench: Bench, carrier: Carrier) -> None:
    """100 % 429: at most one probe per wait, visible, nothing failed; then the full rate at once."""
    every = letters(bench, 6)
    bench.change_rate(2)
    answers(carrier, ASKED)
    seconds = minutes(bench, carrier, 30)
    assert 3 <= len(seconds) <= 6
    assert all(later - earlier >= 7 for earlier, later in itertools.pairwise(seconds))
    row = bench.sender()
    assert (row["trouble"], row["halted"]) == (SLOW, None)
    assert set(bench.states(*every)) == {"waiting"}
    answers(carrier, None)
    bench.passes(minutes=20)
    bench.drain()
    row = bench.sender()
    assert set(bench.states(*every)) == {"sent"}
    assert (row["trouble"], row["trouble_at"], row["paused_until"], row["failures"]) == (None, None, None, 0)


@pytest.mark.parametrize("silence", [REFUSED, Unsure("read timeout")])
def test_a_carrier_that_does_not_answer_is_tried_ever_more_seldom(
    bench: Bench, carrier: Carrier, silence: Outcome
) -> None:
    """The circuit breaker: after five in a row one call a wait, doubling up to half a minute. Nothing fails."""
    bench.change_rate(4)
    every = letters(bench, 40)
    answers(carrier, silence)
    seconds = minutes(bench, carrier, 150)
    probes = seconds[IN_A_ROW:]
    assert len(seconds) <= IN_A_ROW + 9
    waits = [later - earlier for earlier, later in itertools.pairwise(probes)]
    assert waits == sorted(waits)
    assert waits[0] >= FIRST_WAIT
    assert max(waits) >= LONGEST_WAIT
    assert set(bench.states(*every)) <= {"waiting", "unsure"}
    row = bench.sender()
    assert (row["trouble"], row["failures"] > IN_A_ROW) == (SILENT, True)
    assert row["trouble_at"] < bench.now


@here_only
def test_after_the_first_answer_it_goes_at_its_full_rate(bench: Bench, carrier: Carrier) -> None:
    bench.change_rate(10)
    letters(bench, 30)
    answers(carrier, REFUSED)
    minutes(bench, carrier, 40)
    carrier.calls.clear()
    answers(carrier, None)
    bench.passes(seconds=30)
    began = bench.slept
    bench.drain()
    assert len(carrier.calls) >= 20
    assert bench.slept - began <= len(carrier.calls) / 10 + 1.5
    assert bench.sender()["trouble"] is None


@here_only
@pytest.mark.parametrize(
    "some",
    [[REFUSED] * (IN_A_ROW - 1), [Unsure("reset"), Refused("too long")] * 4, [Refused("too long")] * 9],
)
def test_single_failures_stop_nobody(bench: Bench, carrier: Carrier, some: Sequence[Outcome]) -> None:
    """A carrier that refuses is there; and one in fifty that break are the weather."""
    bench.change_rate(2)
    letters(bench, 20)
    carrier.answers = list(some)
    bench.drain()
    assert len(carrier.calls) == 20
    assert bench.sender()["trouble"] is None


@here_only
def test_a_dead_carrier_leaves_the_other_alone(open_bench: Callable[..., Bench]) -> None:
    dead, alive = Carrier("sms"), Carrier("telegram")
    bench = open_bench(dead, alive)
    lost = letters(bench, 10)
    going = [bench.letter(bench.phone("telegram")) for _one in range(10)]
    answers(dead, REFUSED)
    bench.drain()
    assert set(bench.states(*going)) == {"sent"}
    assert set(bench.states(*lost)) == {"waiting"}
    assert (bench.sender("sms")["trouble"], bench.sender("telegram")["trouble"]) == (SILENT, None)


@here_only
def test_what_was_in_the_air_before_the_pause_does_not_end_it(bench: Bench, carrier: Carrier) -> None:
    """`weigh`: a call of the chunk before, that comes to its end now, is no probe."""
    bench.rates["sms"] = 4
    letters(bench, 8)
    line = bench.senders["sms"]
    carrier.answers = [ASKED]
    bench.drain()
    assert len(carrier.calls) == 1
    bench.act(lambda desk: pausing.weigh(desk, line, [Sent("SM0")]))
    assert bench.sender()["trouble"] == SLOW
    bench.passes(seconds=8)
    carrier.answers = [ASKED]
    bench.drain()
    assert len(carrier.calls) == 2, "one call tries the door"


@here_only
def test_a_pause_keeps_the_real_time(bench: Bench, carrier: Carrier) -> None:
    """DESIGN §4: rates keep real time when the demo's clock is moved. A day ahead, the carrier's wait is not over."""
    real = [1_000_000.0]
    bench.dispatcher = bench.new_dispatcher(clock=lambda: real[0] + bench.slept)
    it = bench.letter(bench.phone())
    carrier.answers = [ASKED]
    bench.drain()
    bench.passes(hours=3)
    bench.drain()
    assert (len(carrier.calls), bench.states(it)) == (1, ["waiting"])
    real[0] += 8.0
    bench.drain()
    assert bench.states(it) == ["sent"]
