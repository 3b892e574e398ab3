"""Whether a broadcast stops by itself is seen from its last calls, never from all that it has made."""

from collections.abc import Callable

from bot.model.delivery import Outgoing, Refused, Turn
from bot.store import broadcasts
from bot.store.tables import prompt
from tests.dispatch.bench import Bench, Carrier


def test_the_last_calls_are_read_from_their_index(open_bench: Callable[..., Bench]) -> None:
    """Holds `attempt.prompt_id` and ix_attempt_prompt: of ten thousand deliveries of which three in a hundred fail, each
    failure would read all of them. The statement reads backwards from the newest call, and sorts nothing.
    """
    bench = open_bench(Carrier("sms"))
    with bench.engine.begin() as db:
        ready = broadcasts._FAILURES._for(db)
        if (
            db.dialect.name != "sqlite"
        ):  # a small table PostgreSQL reads whole, and sorts: whatever index there is
            for way in ("seqscan", "bitmapscan", "sort"):
                db.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        begins = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
        raw = db.connection.dbapi_connection
        assert raw is not None
        given = ready._given({"prompt": 1, "last": 200})
        plan = "\n".join(str(it[-1]) for it in raw.execute(f"{begins} {ready.sql}", given).fetchall())  # type: ignore[attr-defined]
    assert "ix_attempt_prompt" in plan
    for wrong in ("SCAN attempt", "SCAN delivery", "TEMP B-TREE", "Seq Scan", "Sort"):
        assert wrong not in plan, plan


def test_a_call_counts_in_its_place_and_a_reminder_never(open_bench: Callable[..., Bench]) -> None:
    """Holds `prompt` in `attempts.claim`, and the order: what failed before the last so many is forgotten."""
    carrier = Carrier("sms")
    bench = open_bench(carrier)
    made = bench.add(prompt, content_id=bench.content("Read to me"), kind="prompt", state="sent", created_at=bench.now,
                     fanned_at=bench.now)  # fmt: skip
    for number in range(6):
        bench.letter(bench.phone(), f"Number {number}", turn=Turn.PROMPT, prompt_id=made)
    bench.letter(bench.phone(), "Reminder", turn=Turn.NUDGE, prompt_id=made)

    async def each(out: Outgoing) -> None:
        carrier.answers = [Refused("filtered")] if out.words in ("Number 0", "Number 4", "Reminder") else []

    carrier.during = each
    bench.drain()
    lost = [bench.act(lambda desk, last=last: broadcasts.failures(desk.db, made, last)) for last in (6, 2, 1)]
    assert lost == [2, 1, 0]
