"""After an older copy was put back nothing goes before it is known what went out since."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import releasing
from bot.dispatch import receiving
from bot.jobs import holding, listening
from bot.model.chat import Option, PromptKind
from bot.model.delivery import Halted, Later, Turn, Unsure
from bot.model.heard import Batch, Receipt
from bot.store import attempts, holds, outbox, prompts, questions, schools
from bot.store.tables import (
    delivery,
    hold,
    sent_meanwhile,
)
from tests.dispatch.bench import MORNING, Carrier
from tests.dispatch.older_copy import (
    APART,
    COPIED,
    Asked,
    School,
    enrolled,
    nobody,
)


def test_a_sender_that_is_held_claims_nothing(school: School, sms: Asked, telegram: Carrier) -> None:
    """Holds the line in `attempts._eligible`: whoever claims, in whatever process, finds nothing."""
    bench = school.bench
    both = [bench.letter(bench.phone(channel)) for channel in ("sms", "telegram")]
    school.is_put_back()
    bench.drain()
    assert (bench.states(*both), sms.calls, telegram.calls) == (["waiting"] * 2, [], [])
    assert (
        bench.act(
            lambda desk: attempts.claim(
                desk.db, bench.senders["sms"], desk.now, 10, lambda many: ["t"] * many
            )
        )
        == []
    )
    bench.act(releasing.give_up_asking)
    bench.drain()
    assert bench.states(*both) == ["sent", "sent"], "or this proves nothing"


def test_the_list_is_read_twice_a_minute_apart(school: School, sms: Asked) -> None:
    """Holds the second look: a list may lag behind, and what is not in it yet would go twice."""
    bench = school.bench
    phone = bench.phone()
    it = school.waits(phone, "Kia ora")
    school.is_put_back()
    assert school.goes_on() == 2 - 1, "Telegram has nothing to ask; SMS has looked once"
    assert school.goes_on() == 1
    assert sms.looks == 1, "and does not look again before the minute is over"
    bench.drain()
    sms.has_sent(school.address(phone), "Kia ora")
    bench.passes(seconds=APART.total_seconds())
    assert school.goes_on() == 0
    bench.drain()
    assert (bench.states(it), sms.calls) == (["sent"], [])


@pytest.mark.parametrize("trouble", [Later("Twilio could not be reached", 5.0), Halted("not let in")])
def test_while_the_carrier_does_not_tell_nothing_goes_and_it_is_said_why(
    school: School, sms: Asked, trouble: Later | Halted
) -> None:
    bench = school.bench
    it = school.waits(bench.phone())
    school.is_put_back()
    sms.troubles = [trouble, trouble]
    assert school.settles() == 2, "Telegram too: what came by SMS may still be told to people there"
    assert bench.states(it) == ["waiting"]
    assert all(trouble.why in held.step for held in bench.act(releasing.held))
    assert school.settles() == 0
    assert (bench.states(it), bench.act(releasing.held)) == (["sent"], ())


def test_without_an_account_for_texts_their_sender_stays_held(
    school: School, sms: Asked, telegram: Carrier
) -> None:
    """And what came by text is still to be heard in its turn, once there is one."""
    bench = school.bench
    letters = [school.waits(bench.phone(it)) for it in ("sms", "telegram")]
    school.is_put_back()
    del bench.carriers["sms"]
    assert school.settles() == 1
    assert bench.states(*letters) == ["waiting", "sent"]
    bench.carriers["sms"] = sms
    assert bench.act(lambda desk: holds.unheard(desk.db))
    assert school.settles() == 0
    assert bench.states(*letters) == ["sent", "sent"]


def test_calls_that_were_open_in_the_copy_are_asked_about_first(school: School, sms: Asked) -> None:
    """A call in doubt is settled by `find`; only then is what waits decided."""
    bench = school.bench
    sms.answers = [Unsure("reset")]
    it = bench.letter(bench.phone(), "Kia ora", turn=Turn.WORDS)
    bench.drain()
    school.is_put_back()
    assert school.goes_on() == 1
    bench.passes(seconds=APART.total_seconds())
    assert school.goes_on() == 1, "its call is still open"
    assert "about 1 call begun before" in bench.act(releasing.held)[0].step
    bench.reconcile()
    bench.passes(seconds=APART.total_seconds())
    bench.reconcile()
    assert (len(sms.asked), bench.states(it)) == (2, ["waiting"]), "absent twice"
    assert school.goes_on() == 0
    bench.drain()
    assert (bench.states(it), len(sms.calls)) == (["sent"], 2)


def test_what_was_claimed_in_the_copy_may_have_been_called_after_it(school: School, sms: Asked) -> None:
    """Holds `holds._doubt_calls`: released as after a death, a late callback with its token would find nobody."""
    bench = school.bench
    it = bench.letter(bench.phone(), "Kia ora", turn=Turn.WORDS)
    bench.act(
        lambda desk: attempts.claim(desk.db, bench.senders["sms"], desk.now, 10, lambda many: ["ours"] * many)
    )
    assert bench.states(it) == ["claimed"]
    school.is_put_back()
    asyncio.run(bench.new_dispatcher().after_death())
    assert bench.states(it) == ["waiting"]
    bench.act(lambda desk: receiving.take(desk, Receipt("sms", "SM9", "delivered", attempt="ours")))
    assert (bench.states(it), bench.delivery(it)["external_id"]) == (["sent"], "SM9")
    school.settles()
    assert sms.calls == []


def test_telegram_cannot_be_asked(school: School, telegram: Carrier) -> None:
    """Holds `holds.cannot_be_asked`: words once more and marked; reminders and what was marked before do not."""
    bench = school.bench
    chats = [bench.phone("telegram") for _one in range(4)]
    words = school.waits(chats[0], "Tama read to me")
    reminder = school.waits(chats[1], "There is still time", turn=Turn.NUDGE)
    marked = school.waits(chats[2], "Kia ora")
    bench.change(delivery, marked, again=True)
    later = school.waits(chats[3], "Tomorrow", due_at=MORNING + timedelta(hours=1))
    school.is_put_back()
    school.settles()
    assert (bench.states(words), bench.delivery(words)["again"]) == (["sent"], True)
    assert [school.state(it) for it in (reminder, marked)] == [("failed", holds.UNKNOWN)] * 2
    assert (bench.states(later), bench.delivery(later)["again"]) == (["waiting"], False), "it was not due yet"
    assert telegram.words == ["Tama read to me"]


def test_a_prompt_that_fell_due_since_the_copy_is_put_before_anything_is_decided(
    school: School, sms: Asked
) -> None:
    """Holds the jobs in `holding._catch_up`: put only after the hold, it would go out a second time."""
    bench = school.bench
    phone = bench.phone()
    child, _home = enrolled(bench, phone)
    content = bench.content("What did you read?")

    def scheduled(desk: Any) -> int:
        made = prompts.draft(desk.db, desk.school.id, content_id=content, kind=PromptKind.PROMPT, author_id=None,
                             room_ids=(), child_id=child, now=COPIED)  # fmt: skip
        assert made is not None
        prompts.move(
            desk.db, made, only_from=("draft",), state="scheduled", due_at=COPIED + timedelta(minutes=30)
        )
        return made

    it = bench.act(scheduled)
    bench.passes(seconds=-1)
    sms.has_sent(
        school.address(phone),
        "Harakeke School, Harakeke School, for Tama: What did you read?",
        MORNING - timedelta(hours=1),
    )
    bench.passes(seconds=1)
    school.is_put_back()
    school.settles()
    (row,) = bench.act(lambda desk: outbox.of_prompt(desk.db, it))
    assert (row["state"], row["external_id"], sms.calls) == ("sent", "SM0", [])


def test_no_new_question_gets_the_number_of_one_that_was_lost(school: School) -> None:
    """Holds `holds._pass_over_questions`: its buttons are still on somebody's screen."""
    bench = school.bench
    phone = bench.phone("telegram")

    def asks(desk: Any) -> int:
        return questions.ask(desk.db, desk.school.id, phone, "let in", {}, [Option("Yes", "yes")], desk.now,
                             desk.now + timedelta(hours=1))  # fmt: skip

    before = bench.act(asks)
    school.is_put_back()
    assert bench.act(asks) > before + 1000
    school.is_put_back()
    assert bench.act(asks) > before + holds.LOST_QUESTIONS


def test_listening_begins_at_the_copy_again(school: School) -> None:
    """Holds the marks in `holds.begin`, also where nobody had listened yet."""
    bench = school.bench
    at = bench.senders["sms"]
    later = COPIED + timedelta(minutes=1)
    bench.act(lambda desk: schools.move_mark(desk.db, at, "heard", later.isoformat()))
    school.is_put_back()
    marks = [
        bench.act(lambda desk, name=name: schools.mark(desk.db, at, name)) for name in ("heard", "receipts")
    ]  # type: ignore[misc]
    assert [datetime.fromisoformat(it or "") for it in marks] == [COPIED, COPIED]


def test_a_copy_that_was_made_while_held_is_held_from_the_first_moment(school: School, sms: Asked) -> None:
    bench = school.bench
    school.is_put_back()
    school.goes_on()
    bench.act(lambda desk: holds.begin(desk.db, COPIED + timedelta(hours=1), desk.now))
    rows = bench.act(lambda desk: [it for it in holds.every(desk.db) if it["ended_at"] is None])
    assert [(it["since"], it["heard_at"], it["looked_at"]) for it in rows[:1]] == [(COPIED, None, None)]
    assert len(rows) == 2


def test_a_death_between_the_steps_costs_nothing(
    school: School, sms: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything it knows is in rows: the step that broke is done again, and nothing is decided twice."""
    bench = school.bench
    phones = [bench.phone() for _one in range(3)]
    letters = [school.waits(it, "Kia ora") for it in phones]
    for it in phones:
        sms.has_sent(school.address(it), "Kia ora")
    school.is_put_back()
    monkeypatch.setattr(holding, "PHONES", 1)
    whole = bench._act

    async def dies(deed: Any) -> Any:
        if bench.states(*letters).count("sent") == 1:
            raise KeyboardInterrupt
        return await whole(deed)

    monkeypatch.setattr(bench, "_act", dies)
    with pytest.raises(KeyboardInterrupt):
        school.goes_on()
    monkeypatch.setattr(bench, "_act", whole)
    assert school.settles() == 0
    assert (bench.states(*letters), sms.calls) == (["sent"] * 3, [])
    assert [len(bench.attempts(it)) for it in letters] == [1, 1, 1]


def test_what_went_meanwhile_is_forgotten_after_a_while(school: School, sms: Asked) -> None:
    bench = school.bench
    sms.has_sent(school.address(bench.phone()), "Kia ora")
    school.is_put_back()
    school.settles()

    def left() -> int:
        return sum(
            len(bench.act(lambda desk, it=it: desk.db.execute(select(it)).all()))
            for it in (hold, sent_meanwhile)  # type: ignore[misc]
        )

    assert left() == 3
    bench.passes(days=31)
    school.goes_on()
    assert left() == 0


def test_rows_that_say_nothing_of_a_copy_know_their_last_moment(school: School) -> None:
    """For `restore --held` without a moment: whatever came after the last row, these rows do not know."""
    bench = school.bench
    bench.passes(minutes=3)
    bench.letter(bench.phone())
    last = bench.now
    bench.passes(hours=5)
    assert bench.act(lambda desk: holds.newest_moment(desk.db)) == last


def test_listing_by_the_clock_waits_for_its_turn(school: School, sms: Asked) -> None:
    """Holds the first lines of `listening.list_sms`: an answer would be heard before the question that it answers."""
    bench, asked = school.bench, []

    async def heard_since(mark: str) -> Batch:
        asked.append(mark)
        return Batch((), mark)

    sms.heard_since = heard_since  # type: ignore[method-assign]
    school.is_put_back()
    asyncio.run(listening.list_sms(bench._act, nobody, sms))
    assert asked == []
    school.goes_on()
    assert len(asked) == 1
    asyncio.run(listening.list_sms(bench._act, nobody, sms))
    assert len(asked) == 2
