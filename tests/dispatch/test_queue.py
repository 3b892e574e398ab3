"""Who is next, however long the queue: read from its front, and by one at a time."""

import pytest

from bot.model.delivery import Outgoing, Turn
from bot.store import attempts, doubts, queue, rates, senders
from bot.store.tables import sender
from tests.dispatch.bench import Bench, Carrier
from tests.dispatch.beside import Beside

here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgres_only = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_a_claim_reads_the_queues_front_and_never_sorts_it(bench: Bench) -> None:
    """The two partial indexes, the scalar subselects, and that what is taken is found by its id and not among all that
    waits: a queue of 100,000 must not be read for each chunk."""
    for _one in range(3):
        bench.letter(bench.phone())
    with bench.engine.connect() as db, db.begin():
        queue.by_index(db)
        ready = attempts._CLAIMED._for(db)
        given = ready._given({"sender": bench.senders["sms"], "now": bench.now, "limit": 5, "at": None})
        how = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
        raw = db.connection.dbapi_connection
        assert raw is not None
        lines = [str(row[-1]) for row in raw.cursor().execute(f"{how} {ready.sql}", given).fetchall()]
    plan = "\n".join(lines)
    assert plan.count("ix_delivery_due") == len(Turn), plan
    for wrong in ("SCAN delivery", "SCAN first", "SCAN attempt", "Seq Scan", "Hash", "Merge Join"):
        assert wrong not in plan.replace("HashAggregate", ""), plan
    assert "TEMP B-TREE" not in plan, plan
    its_id = (
        "INTEGER PRIMARY KEY (rowid=?)" if db.dialect.name == "sqlite" else "using pk_delivery on delivery "
    )
    assert its_id in plan, plan


def test_a_reply_put_during_a_broadcast_goes_in_the_next_chunk(bench: Bench, carrier: Carrier) -> None:
    """Replies before prompts before nudges, also across a long broadcast: `claim` asks the queue for each chunk anew."""
    bench.rates["sms"] = 10  # five calls a chunk
    for number in range(3):
        bench.letter(bench.phone(), f"reminder {number}", turn=Turn.NUDGE)
    for number in range(15):
        bench.letter(bench.phone(), f"prompt {number}", turn=Turn.PROMPT)

    async def writes(_out: Outgoing) -> None:
        if len(carrier.calls) == 2:
            bench.letter(bench.phone(), "an answer", turn=Turn.ANSWER)

    carrier.during = writes
    bench.drain()
    assert carrier.words[:7] == [*(f"prompt {it}" for it in range(5)), "an answer", "prompt 5"]
    assert carrier.words[-3:] == [f"reminder {it}" for it in range(3)]


@postgres_only
def test_two_that_claim_at_once_take_different_rows_and_wait_for_nobody(bench: Bench) -> None:
    """SKIP LOCKED. (SQLite has one writer.)"""
    letters = [bench.letter(bench.phone()) for _one in range(4)]
    tokens = (f"t{number}" for number in range(99))
    line = bench.senders["sms"]
    with bench.engine.begin() as db:
        first = attempts.claim(db, line, bench.now, 2, lambda many: [next(tokens) for _ in range(many)])
        other = Beside(
            lambda: bench.act(
                lambda desk: attempts.claim(
                    desk.db, line, desk.now, 9, lambda many: [next(tokens) for _ in range(many)]
                )
            )
        )
        second = other.result()
    assert (first, second) == (letters[:2], letters[2:])


def test_only_senders_with_something_to_do_are_named(bench: Bench) -> None:
    """`queue.senders_due`: what a tick looks at every second, on every machine."""
    line = bench.senders["sms"]

    def due() -> list[int]:
        return bench.act(lambda desk: queue.senders_due(desk.db, desk.now, ["sms"], desk.now.timestamp()))

    assert due() == []
    later = bench.letter(bench.phone(), due_at=bench.now.replace(hour=22))
    assert due() == []
    assert bench.act(lambda desk: queue.next_due(desk.db, line, desk.now)) == bench.now.replace(hour=22)
    bench.now = bench.delivery(later)["due_at"]
    assert due() == [line]
    assert bench.act(lambda desk: queue.senders_due(desk.db, desk.now, ["telegram"])) == []
    # Something ails it: it is left alone until its wait is over.
    bench.change(sender, line, trouble="does not answer", trouble_at=bench.now)
    bench.act(lambda desk: rates.hold_back(desk.db, line, 30.0, desk.now.timestamp()))
    assert due() == []
    bench.passes(seconds=31)
    assert due() == [line]


def test_what_a_dead_process_left_behind_brings_its_sender_back(bench: Bench) -> None:
    """Nothing is due any more, and yet somebody must see to the call that nobody ended."""
    line = bench.senders["sms"]
    bench.letter(bench.phone())
    bench.act(lambda desk: attempts.claim(desk.db, line, desk.now, 9, lambda many: ["a token"] * many))
    assert bench.act(lambda desk: queue.senders_due(desk.db, desk.now, ["sms"])) == []
    bench.passes(seconds=16)
    assert bench.act(lambda desk: queue.senders_due(desk.db, desk.now, ["sms"])) == [line]
    assert bench.act(lambda desk: doubts.after_death(desk.db, desk.now, line)) == (1, 0)


@here_only
def test_a_school_sees_what_is_slow_and_how_much_waits(bench: Bench) -> None:
    line = bench.senders["sms"]
    for _one in range(3):
        bench.letter(bench.phone())
    bench.letter(bench.phone(), due_at=bench.now.replace(hour=22))
    bench.change(sender, line, trouble="does not answer", trouble_at=bench.now)
    found = bench.act(lambda desk: senders.troubled(desk.db, desk.school.id, desk.now))
    assert found == [("sms", "does not answer", bench.now, 3)]
