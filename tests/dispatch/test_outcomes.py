"""The table of outcomes: what becomes of the delivery, its attempt, the phone and the sender."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.model.delivery import Gate, Gone, Halted, Later, Outcome, Refused, Sent, Turn, Unsure
from bot.store import suppressions
from tests.dispatch.bench import Bench, Carrier

A, B = "A bus is late", "It is here now"


def test_sent_is_done_and_keeps_the_carriers_id(bench: Bench, carrier: Carrier) -> None:
    """Without the settle a sent row would stay in the air, and hold its phone's queue for ever."""
    first = bench.letter(bench.phone(), A)
    carrier.answers = [Sent("SM1", 2, "queued")]
    assert bench.drain() == 1
    row, [attempt] = bench.delivery(first), bench.attempts(first)
    assert (row["state"], row["external_id"], row["carrier_state"], row["segments_charged"]) == (
        "sent",
        "SM1",
        "queued",
        2,
    )
    assert (attempt["state"], attempt["outcome"]) == ("settled", "sent")


def test_later_backs_off_and_is_tried_again(bench: Bench, carrier: Carrier) -> None:
    """The back-off: without it a dead carrier would be called as fast as we can."""
    first = bench.letter(bench.phone(), A)
    carrier.answers = [Later("refused", 1), Later("refused", 1)]
    waits = []
    for _try in range(2):
        assert bench.drain() == 1, "only once until its time comes"
        waits.append(bench.delivery(first)["due_at"] - bench.now)
        assert bench.states(first) == ["waiting"]
        bench.now = bench.delivery(first)["due_at"]
    assert timedelta(seconds=10) <= waits[0] < waits[1]
    bench.drain()
    assert bench.states(first) == ["sent"]
    assert [it["outcome"] for it in bench.attempts(first)] == ["later", "later", "sent"]


def test_slow_down_pauses_that_sender_only(open_bench: Callable[..., Bench]) -> None:
    """A 429 is one sender's: the other carrier's families wait for nothing."""
    slow, other = Carrier("sms", [Later("slow down", 30, lane=True)]), Carrier("telegram")
    bench = open_bench(slow, other)
    first = bench.letter(bench.phone(), A)
    bench.drain()
    neighbour = bench.letter(bench.phone(), B)
    elsewhere = bench.letter(bench.phone("telegram"), B)
    bench.drain()
    assert bench.states(first, neighbour, elsewhere) == ["waiting", "waiting", "sent"]
    bench.passes(seconds=31)
    bench.drain()
    assert bench.states(first, neighbour) == ["sent", "sent"]


def test_refused_fails_alone_with_its_reason(bench: Bench, carrier: Carrier) -> None:
    """A refused text must not be called again, nor take the rest of the queue with it."""
    phone = bench.phone()
    first, second = bench.letter(phone, A), bench.letter(phone, B)
    carrier.answers = [Refused("too long")]
    bench.drain()
    assert bench.states(first, second) == ["failed", "sent"]
    assert bench.delivery(first)["why"] == "too long"
    assert bench.contact(phone)["state"] == "active"


def test_a_notice_refused_in_one_language_counts_by_the_other(bench: Bench, carrier: Carrier) -> None:
    """Holds the notice in settling's Refused, and `went` in greeting.given: else the phone stays silent for ever."""
    phone, silent = bench.phone(notice_at=None), bench.phone(notice_at=None)
    for to, answers in (
        (phone, [Sent("SM1"), Refused("no such letters")]),
        (silent, [Refused("no such letters")]),
    ):
        carrier.answers = [*answers]
        for place in range(len(answers)):
            bench.letter(to, gate=Gate.NOTICE, turn=Turn.NOTICE, once=f"notice {place}")
        bench.drain()
    assert bench.contact(phone)["notice_at"] is not None
    assert bench.contact(silent)["notice_at"] is None, "nobody there was told anything"


@pytest.mark.parametrize(("stopped", "state"), [(True, "stopped"), (False, "gone")])
def test_gone_drops_the_queue_and_marks_the_phone(
    bench: Bench, carrier: Carrier, stopped: bool, state: str
) -> None:
    """A carrier's own stop counts as a stop; a number without a phone is not written to again."""
    phone = bench.phone()
    first, second, other = bench.letter(phone, A), bench.letter(phone, B), bench.letter(bench.phone(), B)
    carrier.answers = [Gone("not there", stopped)]
    bench.drain()
    assert bench.states(first, second, other) == ["failed", "cancelled", "sent"]
    row = bench.contact(phone)
    assert row["state"] == state
    kept = bench.act(lambda desk: suppressions.stopped(desk.db, row["sender_id"], row["address"]))
    assert (kept is not None) == stopped, "a stop outlives whatever the contact's state becomes"


def test_unsure_stays_open_and_nothing_goes_again(bench: Bench, carrier: Carrier) -> None:
    """It may have gone: neither it nor what stands behind it is called until somebody has asked."""
    phone = bench.phone()
    first, second = bench.letter(phone, A), bench.letter(phone, B)
    carrier.answers = [Unsure("read timeout")]
    bench.round()
    for _round in range(3):
        assert bench.round() == 0
    [attempt] = bench.attempts(first)
    assert bench.states(first, second) == ["unsure", "waiting"]
    assert (attempt["state"], attempt["settled_at"]) == ("unsure", None)
    assert carrier.words == [A]


def test_halted_fails_nothing_and_finds_its_way_back(bench: Bench, carrier: Carrier) -> None:
    """A wrong token for some minutes: nothing fails, one call a minute tries the door, then all go once."""
    every = [bench.letter(bench.phone(), f"Number {number}") for number in range(5)]
    carrier.during = _wrong_token(carrier)
    bench.drain()
    assert set(bench.states(*every)) == {"waiting"}
    assert bench.sender()["halted"] == "wrong token"
    for minute in range(1, 4):
        calls = len(carrier.calls)
        bench.passes(seconds=61)
        bench.drain()
        assert len(carrier.calls) == calls + 1, f"minute {minute}: one call tries the door, not five"
    carrier.during, carrier.answers = None, []
    carrier.calls.clear()
    bench.passes(seconds=30)
    assert bench.drain() == 0, "the minute is not over"
    bench.passes(seconds=31)
    bench.drain()
    assert set(bench.states(*every)) == {"sent"}
    assert sorted(carrier.words) == [f"Number {number}" for number in range(5)]
    assert bench.sender()["halted"] is None


def test_halted_of_one_sender_leaves_the_other_alone(open_bench: Callable[..., Bench]) -> None:
    bad, good = Carrier("sms", [Halted("no balance")]), Carrier("telegram")
    bench = open_bench(bad, good)
    first, second = bench.letter(bench.phone(), A), bench.letter(bench.phone("telegram"), B)
    bench.drain()
    assert bench.states(first, second) == ["waiting", "sent"]
    assert (bench.sender("sms")["halted"], bench.sender("telegram")["halted"]) == ("no balance", None)


def _wrong_token(carrier: Carrier) -> Callable[..., object]:
    async def refuse(_out: object) -> None:
        answer: Outcome = Halted("wrong token")
        carrier.answers = [answer]

    return refuse
