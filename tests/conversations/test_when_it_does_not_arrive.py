"""What people see when something does not arrive: another phone of theirs, or a question to the teacher."""

import pytest
from sqlalchemy import update

from bot.acts import holding
from bot.acts.desk import Desk
from bot.store.tables import delivery
from tests.conversations.at_school import IN_ENGLISH, asks
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
        first = desk.db.scalar(delivery.select().with_only_columns(delivery.c.id).where(
            delivery.c.prompt_id == made, delivery.c.address != anna.phone.address))  # fmt: skip
        desk.db.execute(update(delivery).where(delivery.c.id == first).values(state="failed", why="filtered"))
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
