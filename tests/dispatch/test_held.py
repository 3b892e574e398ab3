"""After an older copy was put back: nothing goes before it is known what went out since, and nothing goes twice."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import releasing
from bot.dispatch import receiving
from bot.jobs import holding, listening
from bot.jobs.holding import APART
from bot.model.chat import Option, PromptKind, Say
from bot.model.delivery import ASK_THE_FAMILY, Carried, Gate, Halted, Later, Turn, Unsure
from bot.model.heard import Batch, Receipt
from bot.store import attempts, holds, outbox, prompts, questions, schools
from bot.store.tables import (
    audit,
    child,
    delivery,
    hold,
    household,
    inbox,
    membership,
    message,
    sent_meanwhile,
    thread,
)
from tests.dispatch.bench import MORNING, Bench, Carrier

COPIED = MORNING - timedelta(hours=2)  #: the copy's moment
CRASHED = MORNING - timedelta(minutes=10)


class Asked(Carrier):
    """A carrier that can be asked what it has sent for us."""

    def __init__(self, *answers: Any) -> None:
        super().__init__("sms", answers)
        self.list: list[Carried] = []
        self.troubles: list[Later | Halted] = []
        self.looks = 0

    def has_sent(self, address: str, words: str, at: datetime = CRASHED, **more: Any) -> Carried:
        it = Carried(f"SM{len(self.list)}", address, words, at, more.pop("state", "delivered"), **more)
        self.list.append(it)
        return it

    async def sent_since(self, moment: datetime) -> tuple[Carried, ...] | Later | Halted:
        self.looks += 1
        if self.troubles:
            return self.troubles.pop(0)
        return tuple(it for it in self.list if it.at >= moment)

    async def heard_since(self, mark: str) -> Batch:
        return Batch((), mark)

    async def receipts_since(self, mark: str) -> Batch:
        return Batch((), mark)


class School:
    """A bench whose rows are an older copy, put back now."""

    def __init__(self, bench: Bench, sms: Asked) -> None:
        self.bench, self.sms = bench, sms

    def waits(self, phone: int, words: str = "Kia ora", **more: Any) -> int:
        """A delivery that was in the copy, due before it unless it is said otherwise."""
        due = more.pop("due_at", COPIED - timedelta(minutes=1))
        it = self.bench.letter(phone, words, due_at=due, **({"turn": Turn.WORDS} | more))
        self.bench.change(delivery, it, created_at=COPIED - timedelta(minutes=5))
        return it

    def is_put_back(self) -> None:
        self.bench.act(lambda desk: holds.begin(desk.db, COPIED, desk.now))

    def goes_on(self) -> int:
        """One tick of the job; how many are held still."""
        bench = self.bench
        return asyncio.run(
            holding.go_on(bench._act, bench._act, _nobody, bench.dispatcher._channels, lambda *_: None)
        )

    def settles(self) -> int:
        """The first look, a minute, the second look, and then whatever goes."""
        self.goes_on()
        self.bench.passes(seconds=APART.total_seconds())
        self.bench.reconcile()
        held = self.goes_on()
        self.bench.drain()
        return held

    def address(self, phone: int) -> str:
        return str(self.bench.contact(phone)["address"])

    def state(self, it: int) -> tuple[str, str | None]:
        row = self.bench.delivery(it)
        return row["state"], row["why"]


async def _nobody(_incoming: object) -> None:
    raise AssertionError("nothing was heard")


@pytest.fixture
def sms() -> Asked:
    return Asked()


@pytest.fixture
def telegram() -> Carrier:
    return Carrier("telegram")


@pytest.fixture
def school(open_bench: Callable[..., Bench], sms: Asked, telegram: Carrier) -> School:
    return School(open_bench(sms, telegram), sms)


def test_a_sender_that_is_held_claims_nothing(school: School, sms: Asked, telegram: Carrier) -> None:
    """Holds the line in `attempts._eligible`: whoever claims, in whatever process, finds nothing."""
    bench = school.bench
    both = [bench.letter(bench.phone(channel)) for channel in ("sms", "telegram")]
    school.is_put_back()
    bench.drain()
    assert (bench.states(*both), sms.calls, telegram.calls) == (["waiting"] * 2, [], [])
    assert (
        bench.act(lambda desk: attempts.claim(desk.db, bench.senders["sms"], desk.now, 10, lambda: "t")) == []
    )
    bench.act(releasing.give_up_asking)
    bench.drain()
    assert bench.states(*both) == ["sent", "sent"], "or this proves nothing"


def test_what_went_out_since_the_copy_stays_sent_and_what_did_not_goes(school: School, sms: Asked) -> None:
    """Holds `meanwhile.decide`: sent in the very same words is sent; a phone that got nothing gets it now."""
    bench = school.bench
    mere, hemi = bench.phone(), bench.phone()
    went, waits = school.waits(mere, "Tama read to me"), school.waits(hemi, "Tama read to me")
    found = sms.has_sent(school.address(mere), "Tama read to me", segments=1)
    school.is_put_back()
    assert school.settles() == 0
    row = bench.delivery(went)
    assert (row["state"], row["external_id"], row["carrier_state"], row["sent_at"]) == (
        "sent", found.external_id, "delivered", CRASHED,
    )  # fmt: skip
    assert (row["words"], row["segments"], row["segments_charged"]) == ("Tama read to me", 1, 1)
    assert [it["outcome"] for it in bench.attempts(went)] == ["sent"]
    assert [(it.address, it.words) for it in sms.calls] == [(school.address(hemi), "Tama read to me")]
    assert bench.states(waits) == ["sent"]


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


def test_words_in_another_language_are_still_the_same_words(school: School, sms: Asked) -> None:
    """Holds the variants in `meanwhile._wordings`: she changed her language after the copy."""
    bench = school.bench
    phone = bench.phone()
    parts = (
        Say("You will get no more texts from {school}. Text START if you want them back.", {"school": "H"}),
    )
    it = school.waits(phone, parts=parts)
    samoan = bench.act(lambda desk: desk.speech.say("sm", parts[0].msgid, parts[0].filling))
    assert samoan != parts[0].msgid.format(school="H")
    sms.has_sent(school.address(phone), samoan)
    school.is_put_back()
    assert school.settles() == 0
    assert (bench.states(it), bench.delivery(it)["words_in"], sms.calls) == (["sent"], "sm", [])


def test_what_is_said_once_may_be_said_once_too_often_in_the_copy(school: School, sms: Asked) -> None:
    """Holds the spare parts in `meanwhile._wordings`: she was told after the copy who else will see it."""
    bench = school.bench
    phone = bench.phone()
    parts = (Say("Thank you."), Say("Hemi can see it too."), Say("Teachers read from Monday."))
    it = school.waits(phone, parts=parts)
    sms.has_sent(school.address(phone), "Thank you. Teachers read from Monday.")
    school.is_put_back()
    school.settles()
    assert (bench.states(it), bench.delivery(it)["words"]) == (
        ["sent"],
        "Thank you. Teachers read from Monday.",
    )
    assert sms.calls == []


def test_where_it_cannot_be_told_a_person_is_asked_and_nothing_goes_by_itself(
    school: School, sms: Asked
) -> None:
    """Holds `meanwhile._leave`: something went to this phone that may have been these words, worded otherwise."""
    bench = school.bench
    phone, other = bench.phone(), bench.phone()
    it, free = school.waits(phone, "Kia ora"), school.waits(other, "Kia ora")
    sms.has_sent(school.address(phone), "Kia ora koutou")
    school.is_put_back()
    assert school.settles() == 0
    assert school.state(it) == ("failed", ASK_THE_FAMILY)
    assert (bench.states(free), len(sms.calls)) == (["sent"], 1)
    (asked,) = bench.act(lambda desk: holds.undecided(desk.db, desk.school.id))
    assert asked["id"] == it
    noted = bench.act(lambda desk: desk.db.scalars(select(audit.c.act)).all())
    assert "could not be decided" in noted


def test_the_office_decides(school: School, sms: Asked) -> None:
    bench = school.bench
    phones = [bench.phone() for _one in range(2)]
    send, leave = (school.waits(it, "Kia ora") for it in phones)
    for it in phones:
        sms.has_sent(school.address(it), "something else")
    school.is_put_back()
    school.settles()
    assert bench.act(lambda desk: releasing.release(desk, send))
    assert bench.act(lambda desk: releasing.drop(desk, leave))
    assert not bench.act(lambda desk: releasing.release(desk, leave)), "decided is decided"
    bench.drain()
    assert bench.states(send, leave) == ["sent", "cancelled"]
    assert [it.address for it in sms.calls] == [school.address(phones[0])]


def test_what_was_not_due_yet_when_the_rest_went_has_not_gone(school: School, sms: Asked) -> None:
    """Holds `meanwhile._earliest`: without it a lost broadcast would make everything that waits doubtful."""
    bench = school.bench
    phone = bench.phone()
    it = school.waits(phone, "Tomorrow is a holiday", due_at=MORNING + timedelta(hours=1))
    sms.has_sent(school.address(phone), "A question that nobody here remembers")
    school.is_put_back()
    assert school.settles() == 0
    assert bench.states(it) == ["waiting"]
    bench.passes(hours=1)
    bench.drain()
    assert (bench.states(it), sms.words) == (["sent"], ["Tomorrow is a holiday"])


def test_a_notice_may_have_been_hastened(school: School, sms: Asked) -> None:
    """… but not a notice: it goes at once when its reader writes first."""
    bench = school.bench
    phone = bench.phone(notice_at=None)
    it = school.waits(
        phone, "Who we are", turn=Turn.NOTICE, gate=Gate.NOTICE, due_at=MORNING + timedelta(hours=1)
    )
    sms.has_sent(school.address(phone), "Who we are, worded otherwise")
    school.is_put_back()
    school.settles()
    assert school.state(it) == ("failed", ASK_THE_FAMILY)


def test_an_answer_is_dropped_where_its_reader_has_been_answered_and_a_reminder_too(
    school: School, sms: Asked
) -> None:
    bench = school.bench
    phones = [bench.phone(), bench.phone()]
    answer = school.waits(phones[0], "Thank you", turn=Turn.ANSWER)
    reminder = school.waits(phones[1], "There is still time", turn=Turn.NUDGE)
    for it in phones:
        sms.has_sent(school.address(it), "something else")
    school.is_put_back()
    school.settles()
    assert school.state(answer) == ("cancelled", "answered before a copy was put back")
    assert school.state(reminder) == ("failed", holds.UNKNOWN)
    assert sms.calls == []


def test_what_is_heard_again_was_answered_only_if_something_went_after_it(school: School, sms: Asked) -> None:
    """Holds `heard_again` in `meanwhile._earliest`: thanks for what nobody had heard are not dropped."""
    bench = school.bench
    phones = [bench.phone(), bench.phone()]
    said = [
        CRASHED - timedelta(hours=1),
        CRASHED + timedelta(minutes=6),
    ]  # before, and after, what was sent last
    for it in phones:
        sms.has_sent(school.address(it), "A question that nobody here remembers")
    school.is_put_back()
    bench.passes(seconds=1)
    for it, at in zip(phones, said, strict=True):
        _heard_again(bench, it, at)
    thanks = [bench.letter(it, "Thank you") for it in phones]
    school.settles()
    assert [school.state(it)[0] for it in thanks] == ["cancelled", "sent"]


def test_words_that_are_passed_on_again_went_before_only_if_something_went_after_they_were_said(
    school: School, sms: Asked
) -> None:
    """… and so are words between people: each by the moment at which their own words came."""
    bench = school.bench
    phones = [bench.phone(), bench.phone()]
    said = [CRASHED - timedelta(hours=1), CRASHED + timedelta(minutes=6)]
    for it in phones:
        sms.has_sent(school.address(it), "A question that nobody here remembers")
    school.is_put_back()
    bench.passes(seconds=1)
    writer = bench.phone()
    passed_on = [
        bench.letter(it, "Mere: we read", turn=Turn.WORDS, message_id=_message(bench, writer, _heard_again(bench, writer, at)))
        for it, at in zip(phones, said, strict=True)
    ]  # fmt: skip
    school.settles()
    assert [school.state(it) for it in passed_on] == [("failed", ASK_THE_FAMILY), ("sent", None)]


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


def test_the_same_words_twice_are_two_messages(school: School, sms: Asked) -> None:
    """Two thanks in the same words, of which one has gone: the other one goes, once."""
    bench = school.bench
    phone = bench.phone()
    first, second = school.waits(phone, "Thank you"), school.waits(phone, "Thank you")
    sms.has_sent(school.address(phone), "Thank you")
    school.is_put_back()
    school.settles()
    assert bench.states(first, second) == ["sent", "sent"]
    assert sms.words == ["Thank you"]


def test_one_delivery_that_went_in_two_windows_is_one(school: School, sms: Asked) -> None:
    """The first missed its window (30036), the second arrived: the newest is what became of it, none is left over."""
    bench = school.bench
    phone = bench.phone()
    it, later = school.waits(phone, "Kia ora"), school.waits(phone, "and one more", due_at=MORNING)
    sms.has_sent(
        school.address(phone), "Kia ora", CRASHED - timedelta(hours=1), state="undelivered", error="30036"
    )
    newest = sms.has_sent(school.address(phone), "Kia ora")
    school.is_put_back()
    school.settles()
    assert (bench.states(it), bench.delivery(it)["external_id"]) == (["sent"], newest.external_id)
    assert (bench.states(later), sms.words) == (["sent"], ["and one more"])


def test_what_our_rows_know_explains_nothing_else(school: School, sms: Asked) -> None:
    """Holds `meanwhile.keep`: a message whose id a row has is that row's, whoever wrote the same words later."""
    bench = school.bench
    phone = bench.phone()
    known = school.waits(phone, "Thank you")
    bench.change(delivery, known, state="sent", external_id="SM0")
    it = school.waits(phone, "Thank you")
    sms.has_sent(school.address(phone), "Thank you", COPIED + timedelta(seconds=1))
    school.is_put_back()
    school.settles()
    assert (bench.states(it), sms.words) == (["sent"], ["Thank you"])


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
    bench.act(lambda desk: attempts.claim(desk.db, bench.senders["sms"], desk.now, 10, lambda: "ours"))
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
    child, _home = _enrolled(bench, phone)
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


def test_a_notice_that_was_given_meanwhile_is_not_given_again(school: School, sms: Asked) -> None:
    """Holds `meanwhile.said_before`: the office brings the roll in again, and that family had its notice."""
    bench = school.bench
    phone = bench.phone(notice_at=None)
    sms.has_sent(school.address(phone), "Who we are")
    school.is_put_back()
    school.settles()
    bench.passes(days=1)
    it = bench.letter(phone, "Who we are", turn=Turn.NOTICE, gate=Gate.NOTICE)
    words = bench.letter(phone, "Who we are")
    bench.drain()
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], row["sent_at"]) == ("sent", "SM0", CRASHED)
    assert bench.contact(phone)["notice_at"] is not None, "so that the phone is open to everything else"
    assert (bench.states(words), sms.words) == (["sent"], ["Who we are"]), "what people say may say the same"


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


def _enrolled(bench: Bench, phone: int) -> tuple[int, int]:
    pupil = bench.add(child, name="Tama", folded="tama", created_at=COPIED)
    home = bench.add(household, child_id=pupil, label="home")
    bench.add(membership, household_id=home, person_id=bench.owner(phone), relation="mother", guardian=True,
              scope="everything", from_roll=True, since=COPIED - timedelta(days=9))  # fmt: skip
    return pupil, home


def test_listing_by_the_clock_waits_for_its_turn(school: School, sms: Asked) -> None:
    """Holds the first lines of `listening.list_sms`: an answer would be heard before the question that it answers."""
    bench, asked = school.bench, []

    async def heard_since(mark: str) -> Batch:
        asked.append(mark)
        return Batch((), mark)

    sms.heard_since = heard_since  # type: ignore[method-assign]
    school.is_put_back()
    asyncio.run(listening.list_sms(bench._act, _nobody, sms))
    assert asked == []
    school.goes_on()
    assert len(asked) == 1
    asyncio.run(listening.list_sms(bench._act, _nobody, sms))
    assert len(asked) == 2


def _heard_again(bench: Bench, phone: int, at: datetime) -> int:
    return bench.add(inbox, sender_id=bench.senders["sms"], channel="sms", key=f"SM {phone} {at}", contact_id=phone,
                     heard={"at": at.isoformat()}, state="done", heard_at=bench.now)  # fmt: skip


def _message(bench: Bench, writer: int, inbox_id: int) -> int:
    pupil = bench.add(child, name="Tama", folded="tama", created_at=COPIED)
    home = bench.add(household, child_id=pupil, label="home")
    about = bench.add(thread, child_id=pupil, household_id=home)
    return bench.add(message, thread_id=about, author_id=bench.owner(writer), content_id=bench.content("we read"),
                     inbox_id=inbox_id, contact_id=writer, kind="note", ears="household", said_at=bench.now)  # fmt: skip
