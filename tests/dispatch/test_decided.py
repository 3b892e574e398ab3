"""What an older copy shows as waiting, and what became of it: nothing goes twice, and what has not gone goes."""

from datetime import timedelta

from sqlalchemy import select

from bot.acts import releasing
from bot.model.chat import Say
from bot.model.delivery import ASK_THE_FAMILY, Gate, Turn
from bot.store import holds
from bot.store.tables import (
    audit,
    delivery,
)
from tests.dispatch.bench import MORNING
from tests.dispatch.older_copy import COPIED, CRASHED, Asked, School, heard_again, message_of


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
    it, later = school.waits(phone, "Kia ora"), school.waits(phone, "and one more")
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
        heard_again(bench, it, at)
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
        bench.letter(it, "Mere: we read", turn=Turn.WORDS, message_id=message_of(bench, writer, heard_again(bench, writer, at)))
        for it, at in zip(phones, said, strict=True)
    ]  # fmt: skip
    school.settles()
    assert [school.state(it) for it in passed_on] == [("failed", ASK_THE_FAMILY), ("sent", None)]


def test_a_notice_that_was_given_meanwhile_is_not_given_again(school: School, sms: Asked) -> None:
    """Holds `meanwhile.said_before`: the office brings the roll in again, and that family had its notice."""
    bench = school.bench
    phone = bench.phone(notice_at=None)
    sms.has_sent(school.address(phone), "Who we are")
    school.is_put_back()
    school.settles()
    bench.passes(days=1)
    it = bench.letter(phone, "Who we are", turn=Turn.NOTICE, gate=Gate.NOTICE, once="notice 0")
    words = bench.letter(phone, "Who we are")
    bench.drain()
    row = bench.delivery(it)
    assert (row["state"], row["external_id"], row["sent_at"]) == ("sent", "SM0", CRASHED)
    assert bench.contact(phone)["notice_at"] is not None, "so that the phone is open to everything else"
    assert (bench.states(words), sms.words) == (["sent"], ["Who we are"]), "what people say may say the same"
