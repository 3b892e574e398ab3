"""Words that a phone cannot get go to its reader's other phone: where they allowed it, once, and past no STOP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import elsewhere, stopping
from bot.dispatch import receiving
from bot.model.chat import Say
from bot.model.delivery import Gate, Gone, Sent, Turn
from bot.model.heard import Receipt
from bot.store import people, prompts, suppressions
from bot.store.tables import (
    child,
    contact,
    delivery,
    household,
    membership,
    message,
    prompt,
    thread,
)
from tests.dispatch.bench import Bench, Carrier

DEAD = Gone("this person has left Telegram")
PROMPT, WORDS = "What did Tama read?", "Tama read to me today"
FRAME = Say("{children}: {words}")


@dataclass
class Mere:
    """A mother with a phone and a chat, in her child's lane; a prompt and a teacher's words on their way to the chat."""

    bench: Bench
    sms: Carrier
    telegram: Carrier
    phone: int
    chat: int
    id: int
    prompt: int
    words: int

    def allows(self) -> None:
        self.bench.act(
            lambda desk: elsewhere.allow(desk, self.id, people.contact_by_id(desk.db, self.chat), self.phone)
        )

    def on_the_phone(self) -> list[Any]:
        query = select(delivery).where(delivery.c.contact_id == self.phone).order_by(delivery.c.id)
        return self.bench.act(lambda desk: list(desk.db.execute(query).mappings()))


@pytest.fixture
def mere(open_bench: Callable[..., Bench]) -> Mere:
    sms, telegram = Carrier("sms"), Carrier("telegram", [DEAD])
    bench = open_bench(sms, telegram)
    phone, chat = bench.phone("sms"), bench.phone("telegram")
    her, nobody = bench.owner(phone), bench.owner(chat)

    def hers(desk: Any) -> None:
        people.unlink(desk.db, chat, nobody)
        people.link(desk.db, desk.school.id, chat, her)

    bench.act(hers)
    tama = bench.add(child, name="Tama", folded="tama", created_at=bench.now)
    home = bench.add(household, child_id=tama, label="home")
    bench.add(membership, household_id=home, person_id=her, relation="mother", guardian=True, scope="everything",
              from_roll=True, since=bench.now - timedelta(days=9))  # fmt: skip
    talk = bench.add(thread, child_id=tama, household_id=home)
    asked = bench.add(
        prompt, content_id=bench.content(PROMPT), kind="prompt", state="sent", created_at=bench.now
    )
    said_in, asked_in = bench.content(WORDS), bench.row(prompt, asked)["content_id"]
    said = bench.add(message, thread_id=talk, author_id=nobody, content_id=said_in, kind="answer", ears="household",
                     said_at=bench.now)  # fmt: skip
    lanes = [(tama, home)]
    words = bench.letter(chat, parts=(FRAME,), turn=Turn.WORDS, gate=Gate.LANE, message_id=said, content_id=said_in,
                         lanes=lanes, person_id=her)  # fmt: skip
    sent = bench.letter(chat, parts=(FRAME,), turn=Turn.PROMPT, gate=Gate.LANE, prompt_id=asked, content_id=asked_in,
                        lanes=lanes, person_id=her)  # fmt: skip
    bench.letter(chat, "You are in.", person_id=her, due_at=bench.now + timedelta(minutes=5))
    return Mere(bench, sms, telegram, phone, chat, her, sent, words)


def test_where_allowed_words_and_prompts_go_to_the_other_phone(mere: Mere) -> None:
    """The failed one and what stood behind it; our own answers belong to the phone that asked."""
    mere.allows()
    mere.bench.drain()
    assert mere.bench.contact(mere.chat)["state"] == "gone"
    assert mere.sms.words == [f"Tama: {WORDS}", f"Tama: {PROMPT}"]
    assert mere.bench.states(mere.words, mere.prompt) == ["failed", "cancelled"]
    assert len(mere.telegram.calls) == 1


def test_it_goes_once_however_often_the_chat_is_found_gone(mere: Mere) -> None:
    """The unique constraints of `delivery`: a second loss of the same words puts nothing."""
    mere.allows()
    mere.bench.drain()
    rows = [mere.bench.delivery(it) for it in (mere.words, mere.prompt)]
    assert mere.bench.act(lambda desk: elsewhere.take(desk, rows)) == 0
    mere.bench.drain()
    assert len(mere.sms.calls) == 2


def test_without_leave_nothing_goes_anywhere_else(mere: Mere) -> None:
    """Two phones under one name on the roll are no leave."""
    mere.bench.drain()
    assert mere.on_the_phone() == []


def _stops_on_the_phone(it: Mere) -> None:
    it.bench.act(
        lambda desk: stopping.stop(desk, people.contact_by_id(desk.db, it.phone), "STOP", farewell=False)
    )


def _suppressed(it: Mere, contact_id: int) -> None:
    row = it.bench.contact(contact_id)
    it.bench.act(
        lambda desk: suppressions.stop(
            desk.db, desk.school.id, row["sender_id"], row["address"], "STOP", desk.now
        )
    )


def _in_the_air(it: Mere) -> None:
    """STOP, said in the chat while its call was in the air."""

    async def stops(_out: object) -> None:
        _suppressed(it, it.chat)

    it.telegram.during = stops


HOLDS_BACK: dict[str, Callable[[Mere], object]] = {
    "the chat has blocked us": lambda it: it.telegram.answers.__setitem__(0, Gone("blocked", stopped=True)),
    "STOP on the phone": _stops_on_the_phone,
    "a stop that outlived the phone's state": lambda it: _suppressed(it, it.phone),
    "STOP in the chat": _in_the_air,
    "the phone is gone too": lambda it: it.bench.change(contact, it.phone, state="gone"),
    "the phone is somebody else's by now": lambda it: it.bench.act(
        lambda desk: people.unlink(desk.db, it.phone, it.id)
    ),
}


@pytest.mark.parametrize("why", HOLDS_BACK)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_leave_is_not_enough_where(mere: Mere, why: str) -> None:
    mere.allows()
    HOLDS_BACK[why](mere)
    mere.bench.drain()
    assert mere.on_the_phone() == []
    assert mere.sms.calls == []


def test_a_number_that_is_dead_falls_back_to_the_chat(mere: Mere) -> None:
    """30005, told later: the other way round, by the same leave."""
    mere.allows()
    mere.telegram.answers = []
    bench = mere.bench
    asked = bench.add(prompt, content_id=bench.content("And today?"), kind="prompt", state="sent",
                      created_at=bench.now)  # fmt: skip
    lanes = bench.act(lambda desk: _lanes(desk, mere.prompt))
    it = bench.letter(mere.phone, parts=(FRAME,), turn=Turn.PROMPT, gate=Gate.LANE, prompt_id=asked, lanes=lanes,
                      content_id=bench.row(prompt, asked)["content_id"], person_id=mere.id)  # fmt: skip
    mere.sms.answers = [Sent("SM1")]
    bench.drain()
    assert mere.telegram.words == [f"Tama: {WORDS}", f"Tama: {PROMPT}"]
    bench.act(lambda desk: receiving.take(desk, Receipt("sms", "SM1", "undelivered", "30005")))
    bench.drain()
    assert mere.telegram.words[2:] == ["Tama: And today?"]
    assert bench.delivery(it)["carrier_state"] == "undelivered"
    assert bench.contact(mere.phone)["state"] == "gone"


def _lanes(desk: Any, delivery_id: int) -> list[tuple[int, int]]:
    return prompts.children_of_delivery(desk.db, [delivery_id])[delivery_id]
