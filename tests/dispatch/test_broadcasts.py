"""A broadcast that does not arrive stops by itself, and asks whoever sent it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import holding, prompting, stopping
from bot.dispatch import receiving
from bot.model.delivery import Gone, Later, Outcome, Outgoing, Refused, Turn
from bot.model.heard import Receipt
from bot.store import people
from bot.store.tables import audit, prompt, question
from tests.dispatch.bench import Bench, Carrier

here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two in the last twenty are too many here, or each test would need hundreds of phones."""
    if "in_earnest" not in request.node.name:
        monkeypatch.setattr(holding, "LAST", 20)
        monkeypatch.setattr(holding, "MOST", 1)


def broadcast(bench: Bench, number: int, author: int | None = None) -> tuple[int, list[int]]:
    """A prompt, and its deliveries."""
    made = bench.add(
        prompt, content_id=bench.content("Read to me"), kind="prompt", state="sent", created_at=bench.now,
        author_id=author, fanned_at=bench.now,
    )  # fmt: skip
    return made, [put(bench, made, f"Number {it}") for it in range(number)]


def put(bench: Bench, made: int, words: str) -> int:
    return bench.letter(bench.phone(), words, turn=Turn.PROMPT, prompt_id=made)


def failing(carrier: Carrier, *places: int, how: Outcome | None = None) -> None:
    """These calls, in their order, fail for good."""

    async def each(_out: Outgoing) -> None:
        failed = len(carrier.calls) in places
        carrier.answers = [how or Refused("filtered")] if failed else []

    carrier.during = each


def held(bench: Bench, made: int) -> bool:
    return bench.row(prompt, made)["held_at"] is not None


def test_too_many_failures_hold_the_rest_and_nothing_else(bench: Bench, carrier: Carrier) -> None:
    """`holding.weigh` after each failure, and the queue's front, which leaves out what is held."""
    bench.change_rate(4)
    made, every = broadcast(bench, 12)
    failing(carrier, 2, 5)
    bench.drain()
    states = bench.states(*every)
    assert held(bench, made)
    assert states.count("failed") == 2
    assert states.count("waiting") >= 4, "nothing is lost"
    # What stands behind it goes on: to other phones, and to the same ones.
    waiting = every[states.index("waiting")]
    there = bench.delivery(waiting)["contact_id"]
    others = [bench.letter(bench.phone(), "an answer"), bench.letter(there, "another", turn=Turn.NUDGE)]
    bench.drain()
    assert bench.states(*others, waiting) == ["sent", "sent", "waiting"]
    acts = bench.act(lambda desk: desk.db.scalars(select(audit.c.act)).all())
    assert acts.count("broadcast held") == 1


@here_only
def test_a_try_that_came_to_nothing_is_not_weighed(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ending.end` weighs what failed for good alone: each weighing reads what became of two hundred calls."""
    weighed: list[int] = []
    monkeypatch.setattr(holding, "weigh", lambda _desk, prompt_id: weighed.append(prompt_id))
    made, every = broadcast(bench, 1)
    carrier.answers = [Later("not now", 1.0), Refused("filtered")]
    bench.drain()
    assert (bench.states(*every), weighed) == (["waiting"], [])
    bench.passes(seconds=60)
    bench.drain()
    assert bench.states(*every) == ["failed"]
    assert weighed == [made]


def test_go_on_sends_the_rest_and_asks_no_second_time(bench: Bench, carrier: Carrier) -> None:
    bench.change_rate(4)
    made, every = broadcast(bench, 12)
    failing(carrier, 1, 2, 9, 10, 11)
    bench.drain()
    assert bench.act(lambda desk: holding.go_on(desk, made))
    assert not bench.act(lambda desk: holding.go_on(desk, made)), "two clicks"
    bench.drain()
    assert not held(bench, made)
    assert sorted(set(bench.states(*every))) == ["failed", "sent"]
    assert len(carrier.calls) == 12


def test_take_back_ends_it(bench: Bench, carrier: Carrier) -> None:
    bench.change_rate(4)
    made, every = broadcast(bench, 12)
    failing(carrier, 1, 2)
    bench.drain()
    waiting = bench.states(*every).count("waiting")
    assert bench.act(lambda desk: prompting.cancel(desk, made)) == waiting
    bench.drain()
    assert "waiting" not in bench.states(*every)
    assert not bench.act(lambda desk: holding.go_on(desk, made)), "too late for another word"


def test_what_was_claimed_when_it_stopped_does_not_go(bench: Bench, carrier: Carrier) -> None:
    """The last look asks too: between claim and call somebody else's failure may have stopped it."""
    made, [it] = broadcast(bench, 1)
    real = bench.dispatcher._act

    async def holds_after_the_claim(deed: Any) -> Any:
        done = await real(deed)
        if getattr(done, "ids", None):
            bench.change(prompt, made, held_at=bench.now)
        return done

    bench.dispatcher._act = holds_after_the_claim  # type: ignore[assignment]
    bench.round()
    assert (bench.states(it), carrier.calls) == (["waiting"], [])


@here_only
@pytest.mark.parametrize("how", [Refused("too long"), Gone("nobody"), Gone("said STOP to the carrier", True)])
def test_a_stop_at_the_carrier_counts_as_not_reached(bench: Bench, carrier: Carrier, how: Outcome) -> None:
    made, _every = broadcast(bench, 6)
    failing(carrier, 1, 2, how=how)
    bench.drain()
    assert held(bench, made)


@here_only
def test_what_was_cancelled_does_not_count(bench: Bench, carrier: Carrier) -> None:
    made, every = broadcast(bench, 6)
    for it in every[:3]:
        phone = bench.delivery(it)["contact_id"]
        bench.act(lambda desk: stopping.stop(
            desk, people.contact_by_id(desk.db, phone), "STOP", farewell=False))  # fmt: skip
    failing(carrier, 1)
    bench.drain()
    assert not held(bench, made)


def test_what_the_carrier_could_not_deliver_counts_when_it_says_so(bench: Bench, carrier: Carrier) -> None:
    made, every = broadcast(bench, 6)
    bench.drain()
    for it in every[:2]:
        assert not held(bench, made)
        sid = bench.delivery(it)["external_id"]
        bench.act(lambda desk: receiving.take(desk, Receipt("sms", sid, "undelivered", "30007")))
    assert held(bench, made)


@here_only
def test_only_the_last_ones_count(bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "LAST", 5)
    bench.change_rate(2)
    made, _every = broadcast(bench, 12)
    failing(carrier, 1, 9)
    bench.drain()
    assert not held(bench, made)
    assert len(carrier.calls) == 12


@here_only
def test_in_earnest_it_takes_more_than_ten_of_two_hundred(bench: Bench, carrier: Carrier) -> None:
    """5 %: a class in which two phones are dead is no reason to stop."""
    assert (holding.LAST, holding.MOST) == (200, 10)
    made, every = broadcast(bench, 12)
    failing(carrier, *range(1, 11))
    bench.drain()
    assert bench.states(*every).count("failed") == 10
    assert not held(bench, made)
    put(bench, made, "one more")
    failing(carrier, 13)
    bench.drain()
    assert held(bench, made)


def test_the_teacher_is_asked_where_they_have_a_chat(open_bench: Callable[..., Bench]) -> None:
    sms, telegram = Carrier("sms"), Carrier("telegram")
    bench = open_bench(sms, telegram)
    chat = bench.phone("telegram")
    made, _every = broadcast(bench, 6, author=bench.owner(chat))
    failing(sms, 1, 2)
    bench.drain()
    [asked] = telegram.calls
    assert "has stopped by itself" in asked.words
    assert [it.label for it in asked.choices] == ["Go on", "Take it back"]
    [row] = bench.act(lambda desk: desk.db.execute(select(question)).mappings().all())
    assert (row["kind"], row["contact_id"], row["about"]) == ("held", chat, {"prompt": made})


@here_only
def test_without_a_chat_it_waits_for_the_console(bench: Bench, carrier: Carrier) -> None:
    author = bench.owner(bench.phone())
    made, _every = broadcast(bench, 6, author=author)
    failing(carrier, 1, 2)
    bench.drain()
    assert held(bench, made)
    assert bench.act(lambda desk: desk.db.execute(select(question)).all()) == []
