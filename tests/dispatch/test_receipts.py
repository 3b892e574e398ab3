"""What a carrier says later: any order, any number of times, whoever it speaks of."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.dispatch import ending, receiving
from bot.dispatch.beginning import Call, begin
from bot.model.delivery import Sent, Turn, Unsure
from bot.model.heard import Receipt
from bot.store import attempts
from bot.store.tables import attempt, delivery
from tests.dispatch.bench import Bench, Carrier

#: Delivered in the end; on its way one event told of trouble (30008: unknown error, then it went after all).
EVENTS = [
    ("accepted", ""),
    ("queued", ""),
    ("sending", ""),
    ("sent", ""),
    ("sent", "30008"),
    ("delivered", ""),
]


@pytest.mark.parametrize("token", [True, False])
def test_in_every_order_also_before_the_call_came_back_it_is_delivered(bench: Bench, token: bool) -> None:
    """The ranks, the open call that a receipt closes, and what was heard too early: all 720 orders of the six events,
    with the call's own answer at each of the seven places among them, end alike and keep the error code.

    `token`: whether the events name our call, as callbacks do, or only the carrier's id, as a list does. Orders that
    have led to the same rows go on alike, so they are walked once.
    """
    it = bench.letter(bench.phone())
    [call] = _in_the_air(bench)
    ours = call.outgoing.attempt if token else None
    came = [
        *(Receipt("sms", "SM1", state, error, attempt=ours) for state, error in EVENTS),
        (call, Sent("SM1", 1, "queued")),
    ]

    def walk(desk: Any) -> set[tuple[Any, ...]]:
        ends, known = set(), set()

        def go(left: frozenset[int]) -> None:
            rows = _as_it_stands(desk, it)
            if (left, rows) in known:
                return
            known.add((left, rows))
            if not left:
                ends.add(rows)
            for one in left:
                place = desk.db.begin_nested()
                event = came[one]
                if isinstance(event, Receipt):
                    receiving.take(desk, event)
                else:
                    ending.end(desk, [event])
                go(left - {one})
                place.rollback()

        go(frozenset(range(len(came))))
        return ends

    assert bench.act(walk) == {("sent", "SM1", "delivered", "30008", "settled", "sent")}


def _in_the_air(bench: Bench) -> list[Call]:
    line = bench.senders["sms"]
    ids = bench.act(lambda desk: attempts.claim(desk.db, line, desk.now, 9, lambda many: ["a token"] * many))
    return bench.act(lambda desk: begin(desk, ids, lambda _name: None))


def _as_it_stands(desk: Any, it: int) -> tuple[Any, ...]:
    query = select(
        delivery.c.state, delivery.c.external_id, delivery.c.carrier_state, delivery.c.carrier_error,
        attempt.c.state.label("tried"), attempt.c.outcome,
    ).join(attempt, attempt.c.delivery_id == delivery.c.id)  # fmt: skip
    return tuple(desk.db.execute(query.where(delivery.c.id == it)).one())


def test_a_receipt_before_the_call_came_back_closes_it_once(bench: Bench, carrier: Carrier) -> None:
    """The carrier was quicker than its own answer: the later settle, an Unsure even, changes nothing."""

    async def early(out: object) -> None:
        _hears(bench, Receipt("sms", "SM5", "delivered", attempt=out.attempt))  # type: ignore[attr-defined]

    it = bench.letter(bench.phone())
    carrier.during, carrier.answers = early, [Unsure("read timeout")]
    bench.drain()
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], row["carrier_state"]) == ("sent", "SM5", "delivered")
    assert [found["outcome"] for found in bench.attempts(it)] == ["sent"]
    assert carrier.asked == []


def test_a_receipt_of_nobody_changes_nothing(bench: Bench) -> None:
    it = bench.letter(bench.phone())
    bench.drain()
    before = dict(bench.delivery(it))
    _hears(bench, Receipt("sms", "SM of somebody else", "failed", "30005", attempt="no such token"))
    _hears(bench, Receipt("telegram", before["external_id"], "failed", "30005"))
    _hears(bench, Receipt("sms", before["external_id"], "no such state", "30005"))
    assert dict(bench.delivery(it)) == before


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # our own rule: no database has a say in it
@pytest.mark.parametrize("error", ["30005", "30006"])
@pytest.mark.parametrize("early", [False, True])
def test_a_number_with_nobody_behind_it_is_gone(
    bench: Bench, carrier: Carrier, error: str, early: bool
) -> None:
    """The queue is dropped, also where this word itself closed the call (`early`)."""
    phone = bench.phone()
    it, behind = bench.letter(phone), bench.letter(phone, due_at=bench.now.replace(hour=23))
    carrier.answers = [Unsure("reset")] if early else [Sent("SM1")]
    bench.round()
    token = bench.attempts(it)[0]["token"]
    _hears(bench, Receipt("sms", "SM1", "undelivered", error, attempt=token))
    assert bench.contact(phone)["state"] == "gone"
    assert bench.states(it, behind) == ["sent", "cancelled"]


def test_a_missed_window_is_tried_in_the_next_twice_at_most(bench: Bench, carrier: Carrier) -> None:
    """30036: it waits for decent hours; three evenings in vain are enough. Calls that came to nothing do not count."""
    it = bench.letter(bench.phone(), turn=Turn.WORDS, reach="words")
    due = []
    for call in range(1, 4):
        carrier.answers = [Sent(f"SM{call}")]
        bench.drain()
        bench.now = bench.now.replace(hour=8, minute=0)  # nine in the evening there
        _hears(bench, Receipt("sms", f"SM{call}", "undelivered", "30036"))
        row = bench.delivery(it)
        if row["state"] != "waiting":
            break
        assert row["due_at"] > bench.now, "not in the middle of the night"
        due.append(row["due_at"])
        bench.now = row["due_at"]
    assert (len(due), row["state"], row["carrier_error"]) == (2, "sent", "30036")
    assert len(carrier.calls) == 3


def _hears(bench: Bench, receipt: Receipt) -> None:
    bench.act(lambda desk: receiving.take(desk, receipt))
