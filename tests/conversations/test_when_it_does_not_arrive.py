"""What people see when something does not arrive: another phone of theirs, or a question to the teacher."""

import pytest
from sqlalchemy import select, update

from bot.acts import answering, holding
from bot.acts.desk import Desk
from bot.dispatch import receiving
from bot.model.chat import Wording
from bot.model.heard import Receipt
from bot.store.tables import attempt, delivery, message
from tests.conversations.at_school import IN_ENGLISH, asks, named
from tests.ground.school import School


def test_who_asked_for_telegram_is_texted_where_the_chat_is_no_more(open_school) -> None:  # type: ignore[no-untyped-def]
    """Told on the phone that asks, agreed to by opening the link: only then (bot.acts.elsewhere)."""
    school: School = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms("+642000000001").forgets()
    mere.says("TELEGRAM")
    link = mere.hears("press Start: https://t.me/", "If we cannot reach you there, we text you here.")
    chat = school.telegram(777_001, "Mere")
    chat.starts(link.partition("start=")[2].split()[0])
    chat.forgets()
    asks(school, "What did you read?")
    chat.hears("What did you read?")
    mere.hears_nothing()
    chat.phone.chat.deactivated = True  # type: ignore[union-attr]
    asks(school, "And today?")
    mere.hears("And today?")
    mere.never_heard("What did you read?")


def test_a_link_that_came_without_those_words_is_no_leave(open_school) -> None:  # type: ignore[no-untyped-def]
    school: School = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms("+642000000001").forgets()
    chat = school.on_telegram("+642000000001", 777_001, "Mere")
    chat.phone.chat.deactivated = True  # type: ignore[union-attr]
    asks(school, "What did you read?")
    mere.hears_nothing()
    asks(school, "And today?")
    mere.hears("And today?")  # from now on it is the only phone she has


@pytest.mark.parametrize("tapped", ["Go on", "Take it back"])
def test_a_question_that_stops_by_itself_asks_its_teacher(
    open_school,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    tapped: str,
) -> None:
    """`handlers/teacher/held`: nothing is lost, and what becomes of the rest is one tap."""
    monkeypatch.setattr(holding, "MOST", 0)
    school: School = open_school(roll_csv=IN_ENGLISH)
    teacher, anna = school.teacher(), school.sms("+642000000003").forgets()
    school.goes_to(hour=21)
    made = asks(school, "What did you read?")  # it waits for the morning

    def one_fails(desk: Desk) -> None:
        of_others = delivery.c.prompt_id == made, delivery.c.address != anna.phone.address
        first = desk.db.execute(select(delivery).where(*of_others).limit(1)).mappings().one()
        desk.db.execute(
            update(delivery).where(delivery.c.id == first["id"]).values(state="failed", why="filtered")
        )
        called = {it: first[it] for it in ("school_id", "contact_id", "sender_id", "prompt_id")}
        desk.db.execute(attempt.insert().values(
            **called, delivery_id=first["id"], token="one", state="settled", outcome="failed", absences=0,
            claimed_at=desk.now, settled_at=desk.now))  # fmt: skip
        holding.weigh(desk, made)

    school.act(one_fails)
    school.goes_to(days=1, hour=10)
    anna.hears_nothing()
    teacher.hears("has stopped by itself: 1 of its last texts did not arrive", "Nothing is lost")
    teacher.taps(tapped)
    if tapped == "Go on":
        teacher.hears("It goes on.")
        anna.hears("What did you read?")
    else:
        teacher.hears("Taken back.")
        anna.hears_nothing()


def test_what_is_news_no_more_does_not_ring_the_other_phone_at_night(open_school) -> None:  # type: ignore[no-untyped-def]
    """Holds elsewhere._reach: answered at once at 19:40, and at 23:30 the carrier says that nobody is there."""
    school: School = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms("+642000000001").forgets()
    mere.says("TELEGRAM")
    link = mere.hears("press Start: https://t.me/")
    chat = school.telegram(777_001, "Mere")
    chat.starts(link.partition("start=")[2].split()[0])
    chat.forgets()
    school.goes_to(hour=19, minute=40)
    mere.says("May Tama bring his eel book?")

    def answers(desk: Desk) -> None:
        words = answering.keep(desk, [Wording("en", "Yes please")], False)
        theirs = desk.db.execute(select(message).order_by(message.c.id.desc()).limit(1)).one()
        answering.send(desk, named(desk, "Ms Tane"), theirs.thread_id, words, answers_id=theirs.id)

    school.act(answers)
    school.passes(seconds=1)
    mere.hears("Yes please")
    gone = school.act(lambda desk: desk.db.scalar(
        select(delivery.c.external_id).where(delivery.c.words.contains("Yes please"))))  # fmt: skip
    school.goes_to(hour=23, minute=30)
    school.act(lambda desk: desk.db.execute(
        update(delivery).where(delivery.c.external_id == gone).values(carrier_state="sent")))  # fmt: skip
    school.act(lambda desk: receiving.take(desk, Receipt("sms", gone, "undelivered", "30005")))
    school.passes(minutes=1)
    chat.hears_nothing()
    school.goes_to(days=1, hour=9)
    chat.hears("Yes please")
