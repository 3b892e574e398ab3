"""Telegram numbers what it hears for us anew after a week without a word, and another bot has numbers of its own."""

from sqlalchemy import select

from bot.store import schools
from bot.store.tables import inbox
from tests.conversations.at_school import IN_ENGLISH
from tests.conversations.conftest import MERE
from tests.ground.school import School


def heard(school: School, words: str) -> int:
    kept = school.act(lambda desk: list(desk.db.scalars(select(inbox.c.heard))))
    return sum(words in str(it) for it in kept)


def test_the_first_words_after_a_quiet_week_are_heard_and_leave_telegram(open_school) -> None:
    """Holds that the mark of polling goes down too (`poll` in channels/telegram/polling.py): else Telegram hands out
    the same hundred for ever, and nobody hears what comes behind them. The webhook is told of no offset."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)
    mere = school.on_telegram(MERE, 777_001, "Mere")
    mere.says("We read about eels")
    for _ in range(2):
        school.passes(seconds=30)
    updates = school.carriers.telegram.updates
    assert heard(school, "eels") == 1
    assert not updates.pending
    school.goes_to(days=14)
    updates.number_anew(117_314_199)
    for words in ("Kia ora after the holidays", "We saw a whale"):
        mere.says(words)
    for _ in range(2):
        school.passes(seconds=30)
    assert heard(school, "holidays") == heard(school, "a whale") == 1
    assert not updates.pending, "Telegram would hand them out for ever"


def test_another_bot_is_heard_from_its_first_words_on(open_school) -> None:
    """Holds that `sender_for` in store/schools.py forgets the old bot's mark: Telegram would drop, unheard, what the
    other has with numbers just below it."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)

    def taken(desk) -> None:
        bot = schools.sender_on(desk.db, desk.school.id, "telegram")
        schools.move_mark(desk.db, bot, "offset", str(school.carriers.telegram.updates._next_id + 5))
        schools.sender_for(desk.db, desk.school.id, "telegram", "another_bot")

    school.act(taken)
    who = school.telegram(777_009, "Somebody")
    who.starts("")
    who.says("Kia ora from somebody new")
    school.passes(seconds=30)
    assert heard(school, "somebody new") == 1
