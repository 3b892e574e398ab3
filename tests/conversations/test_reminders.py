"""One gentle reminder of a question that nobody at home has answered, three days on. Never a second."""

from collections.abc import Callable

from sqlalchemy import select

from bot.acts import prompting, stopping
from bot.acts.desk import Desk
from bot.model.chat import PromptKind, Wording
from bot.store.tables import child
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, named, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, ROHAN, SINA
from tests.ground.school import School

STILL = "there is still time if you would like to answer. What did you read?"


def test_whoever_has_not_answered_is_reminded_once_and_a_home_that_has_is_left_alone(
    open_school: Callable[..., School],
) -> None:
    """Holds jobs/nudges.remind: UNIQUE(prompt, person), answers of the whole home, pauses, stops, and a thumb."""
    school = open_school(roll_csv=IN_ENGLISH)
    phones = [school.sms(it).forgets() for it in (MERE, HEMI, ANNA, SINA, PRIYA, ROHAN)]
    mere, _hemi, anna, sina, priya, _rohan = phones
    asks(school, "What did you read?")
    mere.says("The one about the eel")  # Hemi's home has answered
    sina.says("👍")  # kept, but no answer
    priya.says("STOP")
    school.act(lambda desk: stopping.pause(desk, named(desk, "Rohan").id, None))
    school.goes_to(days=3, hour=9, minute=59)
    assert not any(count(it, "still time") for it in phones)
    school.goes_to(hour=10, minute=1)
    anna.hears("Ms Tane, Harakeke School, for Ruby: " + STILL)
    sina.hears("for Lagi: " + STILL)
    school.goes_to(days=1, hour=9)
    anna.says("Oh! The one about the moon")
    anna.hears("Ms Tane has your words about Ruby.")  # in time: it answers, and nobody asks about which child
    for days in (1, 3, 7):
        school.goes_to(days=days, hour=10, minute=30)
    assert [count(it, "still time") for it in phones] == [0, 0, 1, 1, 0, 0]


def test_a_reminder_keeps_hours_and_comes_not_after_an_answer_in_the_night(
    open_school: Callable[..., School],
) -> None:
    """Holds the open_now in remind: one put at night would go in the morning, answered or not."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, sina = school.sms(ANNA).forgets(), school.sms(SINA).forgets()
    school.goes_to(hour=19, minute=59)
    asks(school, "What did you read?")
    school.goes_to(days=3, hour=19, minute=58)
    school.goes_to(hour=20, minute=30)  # Friday: its minute came and went while nobody looked
    school.goes_to(hour=23)
    assert count(anna, "still time") == count(sina, "still time") == 0
    anna.says("The one about the eel")
    school.goes_to(days=1, hour=8, minute=30)  # Saturday: not before nine
    assert count(sina, "still time") == 0
    school.goes_to(hour=9, minute=30)
    sina.hears("for Lagi: " + STILL)
    assert count(anna, "still time") == 0


def test_a_question_taken_back_or_overtaken_by_holidays_is_not_reminded_of(
    open_school: Callable[..., School],
) -> None:
    """Holds NUDGE_LIFE (after holidays it would read as a reproach) and prompt.state == "sent"."""
    from bot.acts import prompting

    term = (
        "[[term]]\nfirst = 2026-10-12\nlast = 2026-12-16\n[[term]]\nfirst = 2027-02-02\nlast = 2027-04-09\n"
    )
    school = open_school(roll_csv=IN_ENGLISH, at=at(11, 10, month=12), toml=school_with(term))
    anna = school.sms(ANNA).forgets()
    taken = asks(school, "What did you sing?")
    school.passes(minutes=5)
    school.act(lambda desk: prompting.cancel(desk, taken))
    school.goes_to(days=3, hour=11)
    assert count(anna, "still time") == 0
    asks(school, "What did you read?")  # Monday 14 December; the term ends on Wednesday
    school.goes_to(days=3, hour=11)
    school.goes_to(days=60, hour=11)
    assert count(anna, "What did you read?") == 1
    assert count(anna, "still time") == 0


def test_a_newer_question_takes_a_reminder_away_and_news_does_not(open_school: Callable[..., School]) -> None:
    """Holds the kind in nudging._overtaken: news asks for nothing, and reproaches nobody."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, sina = school.sms(ANNA).forgets(), school.sms(SINA).forgets()
    asks(school, "What did you read?")
    school.passes(minutes=5)

    def also(desk: Desk, kind: PromptKind, words: str, child_name: str) -> None:
        its = desk.db.scalar(select(child.c.id).where(child.c.name == child_name))
        made = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", words)], kind=kind, child_id=its)
        assert made is not None and prompting.confirm(desk, made)

    school.act(lambda desk: also(desk, PromptKind.NOTICE, "The gate is closed.", "Ruby"))
    school.act(lambda desk: also(desk, PromptKind.PROMPT, "What did you sing?", "Lagi"))
    school.passes(seconds=5)
    anna.hears("The gate is closed.")
    sina.hears("What did you sing?")
    school.goes_to(days=3, hour=10, minute=2)
    assert count(anna, STILL) == 1
    assert count(sina, STILL) == 0
