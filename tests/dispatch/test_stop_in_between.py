"""A STOP in the very moment of a last look: before it, or after it, never in the middle."""

from typing import Any

from bot.acts import stopping
from bot.dispatch.beginning import begin
from bot.store import attempts, people
from tests.dispatch.bench import Bench
from tests.dispatch.beside import Beside


def test_a_stop_that_came_first_holds_the_call_back(bench: Bench) -> None:
    """The rows that `claimed` holds: without them PostgreSQL would look past a STOP that is being committed."""
    phone = bench.phone()
    it = bench.letter(phone)
    ids = _claim(bench)
    with bench.engine.begin() as db:
        _stop(bench._desk(db), phone)
        calling = Beside(lambda: bench.act(lambda desk: begin(desk, ids, lambda _name: None)))
        assert calling.waits(), "it would begin a call that the committed STOP forbids"
    assert calling.result() == []
    assert bench.states(it) == ["cancelled"]


def test_a_call_that_began_first_is_seen_by_the_stop(bench: Bench) -> None:
    """… and the STOP, once it has its turn, sees the call in the air, and its webhook waits for it (`quiet`)."""
    phone = bench.phone()
    it = bench.letter(phone)
    ids = _claim(bench)

    def stop() -> bool:
        bench.act(lambda desk: _stop(desk, phone))
        return bench.act(lambda desk: attempts.in_the_air(desk.db, phone))

    with bench.engine.begin() as db:
        assert len(begin(bench._desk(db), ids, lambda _name: None)) == 1
        stopping_ = Beside(stop)
        assert stopping_.waits()
    assert stopping_.result() is True
    assert bench.states(it) == ["calling"]


def _claim(bench: Bench) -> list[int]:
    return bench.act(
        lambda desk: attempts.claim(
            desk.db, bench.senders["sms"], desk.now, 9, lambda many: ["a token"] * many
        )
    )


def _stop(desk: Any, phone: int) -> None:
    stopping.stop(desk, people.contact_by_id(desk.db, phone), "STOP", farewell=False)
