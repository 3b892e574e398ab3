"""Answers for a chosen time, answers that quote, and a colleague who is handed a thread: on the phones."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import answering, answering_later, handing_over
from bot.acts.quoting import Quote
from bot.model.chat import Wording
from bot.store import messages
from bot.store.tables import message
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, at, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, STRANGER
from tests.conversations.test_what_waits_comes_along import corrects
from tests.ground.school import School

Open = Callable[..., School]
TEACHER = "Ms Tane"


def last(school: School) -> Any:
    """The last message of a family's."""
    return school.act(
        lambda desk: (
            desk.db.execute(
                select(message).where(message.c.kind != "answer").order_by(message.c.id.desc()).limit(1)
            )
            .mappings()
            .one()
        )
    )


def answers(school: School, said: Any, words: str, **more: Any) -> None:
    school.act(lambda desk: answering.answer(
        desk, named(desk, TEACHER), said["thread_id"], [Wording("en", words)], answers_id=said["id"], **more
    ))  # fmt: skip
    school.passes(seconds=1)


def test_it_comes_at_its_time_and_not_after_a_stop(open_school: Open) -> None:
    """Holds bot/acts/answering_later.py: whoever has stopped by then hears nothing."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, mere = school.sms(ANNA).forgets(), school.sms(MERE).forgets()
    anna.says("Is the hat at school?")
    anna.hears("Who is this about?")
    anna.says("1")
    anna.hears("Thank you.")
    ruby = last(school)
    mere.says("Is Tama's hat at school?")
    mere.hears("Thank you.")
    tama = last(school)

    def plan(said: Any) -> None:
        words, when = [Wording("en", "It is on the hook")], at(25, 8, 30)
        school.act(lambda desk: answering_later.plan(
            desk, named(desk, TEACHER), said["thread_id"], words, when, answers_id=said["id"]))  # fmt: skip

    plan(ruby)
    plan(tama)
    school.goes_to(hour=18)
    anna.never_heard("on the hook")
    mere.says("STOP")
    school.goes_to(days=1, hour=8, minute=31)
    anna.hears("Ms Tane, Harakeke School, about Ruby: It is on the hook")
    mere.never_heard("on the hook")


def test_on_telegram_it_hangs_under_their_words_and_by_text_only_if_wished(open_school: Open) -> None:
    """Holds bot/acts/quoting.py: the reply on Telegram, and no quote by text that nobody asked for."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, anna = school.on_telegram(MERE, 777_001, "Mere"), school.sms(ANNA).forgets()
    mere.says("Where is Tama's hat?")
    said = last(school)
    answers(school, said, "On the hook", quote=Quote(said["id"]))
    mere.hears("Ms Tane, Harakeke School, about Tama: On the hook")
    theirs, ours = (
        next(it for it in mere.screen if words in it.text) for words in ("Where is", "On the hook")
    )
    assert ours.replies_to == theirs.key
    anna.says("Where is the green hat with the long wide brim?")
    anna.says("1")
    ruby = last(school)
    answers(school, ruby, "At the office", quote=Quote(ruby["id"]))
    anna.hears("Ms Tane, Harakeke School, about Ruby: At the office")
    answers(school, ruby, "It was found", quote=Quote(ruby["id"], by_sms=True))
    anna.hears('about Ruby. About "Where is the green hat with the', "It was found")


def test_a_quote_shows_nobody_words_that_are_not_on_their_phone(open_school: Open) -> None:
    """Holds `_stands`: a quote is read only where those words stand already."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    mere.says("SHARE: We baked bread")
    mere.hears("Thank you for sharing")
    said = last(school)
    school.act(lambda desk: messages.widen(desk.db, said["id"]))
    answers(school, school.act(lambda desk: messages.one(desk.db, said["id"])), "Yum",
            quote=Quote(said["id"], by_sms=True))  # fmt: skip
    mere.hears('About "We baked bread": Yum')
    assert "We baked bread" not in hemi.hears("Yum"), (
        "they were private when she wrote them: he has never read them"
    )


def test_a_colleague_is_told_in_school_hours(open_school: Open) -> None:
    """Holds the reach of `hand_over`: no teacher is woken at night."""
    school = open_school(roll_csv=IN_ENGLISH)
    moana, mere = school.teacher("Whaea Moana", 555_009), school.sms(MERE).forgets()
    mere.says("Tama is moving to his aunty's")
    said = last(school)
    school.goes_to(hour=21)

    def hand(desk: Any) -> None:
        assert handing_over.hand_over(
            desk, named(desk, TEACHER), said["thread_id"], named(desk, "Whaea Moana").id
        )
        assert not handing_over.hand_over(
            desk, named(desk, TEACHER), said["thread_id"], named(desk, "Mr Fuimaono").id
        ), "he does not teach Room 5"

    school.act(hand)
    school.passes(hours=1)
    moana.hears_nothing()
    school.goes_to(days=1, hour=8, minute=5)
    moana.hears("Ms Tane has handed you the thread about Tama.")


@pytest.mark.parametrize("whose", ["hers already", "hers since then"])
def test_private_words_are_quoted_where_nobody_else_reads(open_school: Open, whose: str) -> None:
    """Holds quoting.bare in elsewhere._to, and for_one_alone at the call: his new number is Nana's too."""
    school = open_school(roll_csv=WITH_NANA)
    hemi, nana = school.sms(HEMI), school.sms(NANA)
    hemi.says("Do not tell Nana about the dog")
    said = last(school)
    if whose == "hers since then":  # he has a new number for himself, and there he is answered
        school.act(lambda desk: corrects(desk, "Hemi", STRANGER))
    school.goes_to(hour=22)
    answers(school, said, "She will not hear of it", quote=Quote(said["id"], by_sms=True))
    school.act(
        lambda desk: corrects(
            desk, *(("Hemi", NANA) if whose == "hers already" else ("Nana Aroha", STRANGER))
        )
    )
    school.goes_to(days=1, hour=9)
    there = nana if whose == "hers already" else school.sms(STRANGER)
    there.hears("Ms Tane, Harakeke School, about Tama: She will not hear of it")
    there.never_heard("the dog")
    hemi.never_heard("She will not hear of it")


def test_a_teacher_answers_where_they_wrote(open_school: Open) -> None:
    """Holds quoting.phone_for: she is on Telegram too, and wrote by text. What is no answer goes to Telegram alone."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, chat = school.sms(MERE).forgets(), school.on_telegram(MERE, 777_001, "Mere").forgets()
    mere.says("Where is Tama's hat?")
    answers(school, last(school), "On the hook")
    mere.hears("Ms Tane, Harakeke School, about Tama: On the hook")
    chat.never_heard("On the hook")
    asks(school, "What did you read?")
    chat.hears("What did you read?")
    mere.never_heard("What did you read?")
    said = last(school)
    mere.says("STOP")
    answers(school, said, "It is yours")  # she listens there no more
    chat.hears("It is yours")
    mere.never_heard("It is yours")


def test_a_row_that_waits_anew_for_another_reader_quotes_nothing_to_them(open_school: Open) -> None:
    """Holds `parts` in returning._again: the phone that he left is hers now, and so is what waited on it for him."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI)
    hemi.says("Do not tell Mere about the dog")
    said = last(school)
    school.goes_to(hour=22)
    school.act(lambda desk: answering.answer(
        desk, named(desk, TEACHER), said["thread_id"], [Wording("en", "Swimming tomorrow")],
        quote=Quote(said["id"], by_sms=True)))  # fmt: skip
    school.act(lambda desk: corrects(desk, "Hemi", STRANGER))
    school.act(lambda desk: corrects(desk, "Mere", HEMI))
    school.goes_to(days=1, hour=9)
    hemi.hears("Ms Tane, Harakeke School, about Tama: Swimming tomorrow")
    assert not any("the dog" in it.text for it in hemi.unread)
