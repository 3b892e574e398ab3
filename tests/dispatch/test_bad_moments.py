"""A bug or a trouble of ours at one place: how far it may reach, and what is never said twice for it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.dispatch import beginning, receiving, settling
from bot.model.chat import Say
from bot.model.delivery import Absent, Halted, Open, Outgoing, Sent, Turn, Unsure
from bot.model.heard import Receipt
from bot.store import attempts
from bot.store.tables import delivery, media, sender
from tests.dispatch.bench import Bench, Carrier

WORDS = "Tama read to me"
# A rule of ours: no database has a say in it.
here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_ends_that_are_known_wait_for_the_database_and_are_not_doubted(
    open_bench: Callable[..., Bench],
) -> None:
    """`Dispatcher._settle`: doubted, these words would go a second time, since Telegram cannot be asked."""
    telegram = Carrier("telegram")
    bench = open_bench(telegram)
    letters = [bench.letter(bench.phone("telegram"), WORDS, turn=Turn.WORDS) for _one in range(3)]
    refusals = _refuses_after_the_call(bench, telegram, 2)
    bench.drain()
    assert refusals == ["no", "no"], "or this proves nothing"
    assert (set(bench.states(*letters)), telegram.words) == ({"sent"}, [WORDS] * 3)
    assert not any(bench.delivery(it)["again"] for it in letters)


def test_a_bug_after_one_call_leaves_the_other_ends_as_they_were(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The savepoint round each settle: without it the whole chunk would be in doubt, or stay in the air."""
    letters = [bench.letter(bench.phone(), WORDS) for _one in range(3)]
    bench.change(delivery, letters[1], tells={"lanes": []})

    def trips(*_: Any) -> None:
        raise KeyError("lanes")

    for name in ("remember_told", "remember_each_told"):  # for one call, and for a chunk of them
        monkeypatch.setattr(settling.ears, name, trips)
    bench.drain()
    assert bench.states(*letters) == ["sent", "unsure", "sent"]
    assert len(carrier.calls) == 3


@here_only
def test_a_bug_before_one_call_fails_that_row_alone(
    bench: Bench, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wall in `begin`: one row must not keep its whole chunk from going, round after round."""
    letters = [bench.letter(bench.phone(), f"Number {number}") for number in range(3)]
    real = beginning._valid_seconds

    def trips(desk: Any, row: Any, known: Any) -> Any:
        if row["id"] == letters[1]:
            raise ArithmeticError("the day has no end")
        return real(desk, row, known)

    monkeypatch.setattr(beginning, "_valid_seconds", trips)
    bench.drain()
    assert bench.states(*letters) == ["sent", "failed", "sent"]
    assert carrier.words == ["Number 0", "Number 2"]
    assert bench.attempts(letters[1])[0]["called_at"] is None


@here_only
def test_a_picture_that_the_disk_does_not_give_keeps_no_words_back(open_bench: Callable[..., Bench]) -> None:
    telegram = Carrier("telegram")
    bench = open_bench(telegram)
    content = bench.content("Look at her boat")
    bench.add(media, content_id=content, kind="photo", channel="telegram", reference="r", state="held", file="f",
              mime="image/jpeg", again_at=bench.now)  # fmt: skip
    frame = Say("{writer} sent a photo. {words}", {"writer": "Mere"})
    it = bench.letter(bench.phone("telegram"), parts=(frame,), content_id=content)

    def trouble(_name: str) -> bytes:
        raise OSError("the disk")

    bench.dispatcher._open_file = trouble
    bench.drain()
    assert (bench.states(it), telegram.words) == (["sent"], ["Mere sent a photo. Look at her boat"])
    assert telegram.calls[0].enclosure is None


@here_only
def test_a_doubt_that_breaks_the_asking_holds_up_no_other_doubt(bench: Bench, carrier: Carrier) -> None:
    """The wall in `reconcile`: the oldest doubt is asked about first, each time."""
    letters = [bench.letter(bench.phone(), WORDS) for _one in range(2)]
    carrier.answers = [Unsure("reset"), Unsure("reset")]
    bench.round()
    whole = carrier.find

    async def find(open: Open) -> Any:
        if not carrier.asked:
            carrier.asked.append(open)
            raise ValueError(open.words)
        return await whole(open)

    carrier.find = find  # type: ignore[method-assign]
    bench.passes(seconds=6)
    assert bench.reconcile() == 2
    assert len(carrier.asked) == 2
    assert [bench.attempts(it)[0]["absences"] for it in letters] == [0, 1]


def test_one_number_that_our_account_may_not_write_to_does_not_silence_the_school(
    bench: Bench, carrier: Carrier
) -> None:
    """21408 halts the sender: the refused row goes to the end of the queue, so that the next try is another's."""
    abroad = bench.phone()
    letters = [bench.letter(abroad, "abroad"), *(bench.letter(bench.phone(), WORDS) for _one in range(4))]

    async def not_there(out: Outgoing) -> None:
        carrier.answers = [Halted("not allowed")] if out.words == "abroad" else []

    carrier.during = not_there
    # One row a chunk: the refused one stands first each time.
    bench.change(sender, bench.senders["sms"], per_second=1)
    bench.drain()
    assert bench.states(*letters) == ["waiting"] * 5
    bench.passes(seconds=61)
    bench.drain()
    assert bench.states(*letters) == ["waiting", "sent", "sent", "sent", "sent"]


def test_what_the_carrier_had_after_all_is_not_sent_again(bench: Bench, carrier: Carrier) -> None:
    """Absent twice, and a status callback in the last moment: it has gone, so what waits to go again stays here."""
    it = _given_up(bench, carrier)
    assert bench.states(it) == ["waiting"]
    _hears(bench, it, "SM1", "sent")
    assert (bench.states(it), bench.delivery(it)["external_id"]) == (["sent"], "SM1")
    bench.drain()
    assert len(carrier.calls) == 1


def test_a_repeat_that_is_claimed_is_stopped_by_a_late_word(bench: Bench, carrier: Carrier) -> None:
    """`doubts.withdraw`: between the claim and its call it is not too late."""
    it = _given_up(bench, carrier)
    line = bench.senders["sms"]
    ids = bench.act(lambda desk: attempts.claim(desk.db, line, desk.now, 9, lambda many: ["again"] * many))
    assert ids == [it]
    _hears(bench, it, "SM1", "delivered")
    assert bench.act(lambda desk: beginning.begin(desk, ids, lambda _name: None)) == []
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], row["carrier_state"]) == ("sent", "SM1", "delivered")
    assert [found["outcome"] for found in bench.attempts(it)] == ["absent", "cancelled"]
    bench.letter(row["contact_id"], "the next")
    assert bench.drain() == 1, "its phone is not held up"


def test_what_went_twice_says_so_and_the_first_ones_end_is_not_the_seconds(
    bench: Bench, carrier: Carrier
) -> None:
    """Late words about the first call: shown as "may have arrived twice"; they move nothing of the second call."""
    it = _given_up(bench, carrier)
    carrier.answers = [Sent("SM2")]
    bench.drain()
    _hears(bench, it, "SM1", "undelivered", "30036")
    row = bench.delivery(it)
    assert (row["again"], row["state"], row["external_id"]) == (True, "sent", "SM2")
    assert row["carrier_state"] == "accepted", "the second one's own state"
    assert len(carrier.calls) == 2


def test_what_a_person_was_asked_about_is_settled_by_a_late_word(bench: Bench, carrier: Carrier) -> None:
    it = bench.letter(bench.phone(), WORDS)
    carrier.answers, carrier.finds = [Unsure("reset")], [Unsure("several fit")]
    bench.round()
    bench.passes(hours=7)
    bench.drain()
    assert bench.states(it) == ["failed"]
    _hears(bench, it, "SM1", "delivered")
    row = bench.delivery(it)
    assert (row["state"], row["why"], row["carrier_state"]) == ("sent", None, "delivered")


def test_what_is_about_safety_does_not_wait_for_a_doubt(bench: Bench, carrier: Carrier) -> None:
    """Holds safety_waits: one call to a phone may be open at a time; the doubt is told to a person, and goes no more."""
    phone = bench.phone()
    it = bench.letter(phone, WORDS)
    carrier.answers, carrier.finds = [Unsure("reset")], [Unsure("several fit")] * 3
    bench.round()
    closed = bench.letter(phone, "School is closed today", turn=Turn.SAFETY)
    bench.passes(seconds=61)
    bench.reconcile()
    bench.round()
    assert (bench.states(it), bench.states(closed)) == (["failed"], ["sent"])
    assert carrier.words == [carrier.words[0], "School is closed today"]


def _given_up(bench: Bench, carrier: Carrier) -> int:
    """A call in doubt that the carrier's list did not show, twice."""
    it = bench.letter(bench.phone(), WORDS)
    carrier.answers, carrier.finds = [Unsure("reset")], [Absent(), Absent()]
    bench.round()
    bench.passes(seconds=6)
    bench.reconcile()
    bench.passes(seconds=61)
    bench.reconcile()
    return it


def _hears(bench: Bench, it: int, sid: str, state: str, error: str = "") -> None:
    token = bench.attempts(it)[0]["token"]
    bench.act(lambda desk: receiving.take(desk, Receipt("sms", sid, state, error, attempt=token)))


def _refuses_after_the_call(bench: Bench, carrier: Carrier, times: int) -> list[str]:
    """The database takes nothing for a while, once the calls were made."""
    whole, refused = bench.dispatcher._act, []

    async def act(deed: Any) -> Any:
        if carrier.calls and len(refused) < times:
            refused.append("no")
            raise OperationalError("COMMIT", {}, Exception("the disk is full"))
        await asyncio.sleep(0)
        return await whole(deed)

    bench.dispatcher._act = act  # type: ignore[assignment]
    return refused
