"""What a carrier says later: any order, any number of times, whoever it speaks of."""

import random
from itertools import permutations

import pytest

from bot.dispatch import receiving
from bot.model.delivery import Sent, Turn, Unsure
from bot.model.heard import Receipt
from bot.store.tables import delivery, status_event
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


def test_states_only_move_forward_in_every_order(bench: Bench) -> None:
    """The ranks: in each of the 720 orders delivered stays delivered, and the error code once told is kept."""
    orders = list(permutations(EVENTS))
    if bench.engine.dialect.name == "postgresql":
        orders = random.Random(2).sample(orders, 20)
    it = bench.letter(bench.phone())
    bench.drain()
    sid = bench.delivery(it)["external_id"]

    def all_orders(desk: object) -> set[tuple[str, str]]:
        ends = set()
        for order in orders:
            db = desk.db  # type: ignore[attr-defined]
            db.execute(status_event.delete())
            db.execute(delivery.update().values(carrier_state=None, carrier_error=None))
            for state, error in order:
                receiving.take(desk, Receipt("sms", sid, state, error))  # type: ignore[arg-type]
            ends.add(tuple(db.execute(delivery.select().with_only_columns(
                delivery.c.carrier_state, delivery.c.carrier_error)).one()))  # fmt: skip
        return ends

    assert bench.act(all_orders) == {("delivered", "30008")}


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
