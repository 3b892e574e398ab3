"""Is this still the right phone? No child's name goes to a number that may be somebody else's by now."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.acts import still_yours
from bot.acts.desk import Desk
from bot.dispatch import receiving
from bot.jobs import silence
from bot.model.heard import Receipt
from bot.model.people import State
from bot.store import people
from bot.store.tables import audit, contact, delivery, membership, question
from tests.conversations.at_school import IN_ENGLISH, asks, count, counted, named
from tests.conversations.conftest import HEMI, MERE
from tests.ground.school import Person, School

Open = Callable[..., School]
ASKED = "is this still the right phone for our messages?"


def silent(open_school: Open) -> tuple[School, Person]:
    """Hemi has only listened for 48 weeks: his answer can come before the year is over."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI)
    school.sms(MERE).says("Kia ora")
    hemi.forgets()
    school.goes_to(days=336)
    return school, hemi


def state(school: School, number: str = HEMI) -> str:
    return str(school.act(lambda desk: desk.db.scalar(contact.select().with_only_columns(contact.c.state)
                                                      .where(contact.c.address == number))))  # fmt: skip


def test_who_only_listens_is_asked_once_a_year_and_one_word_is_enough(open_school: Open) -> None:
    """Holds silence._look, that a look comes twice in vain, and that a yes is remembered for a year."""
    school, hemi = silent(open_school)
    for _again in range(3):
        school.passes(minutes=10)
    assert "Tama" not in hemi.hears(ASKED, "1 Yes\n2 No")
    hemi.hears_nothing()
    assert count(school.sms(MERE), ASKED) == 1  # she wrote 48 weeks ago, and that was all
    hemi.says("Yes")
    hemi.hears("Thank you. We go on writing to you here.")
    asks(school, "What did you read?")
    hemi.hears("What did you read?")
    school.sms(MERE).hears("What did you read?")  # nothing is held back while we wait
    school.goes_to(days=43)
    assert state(school) == State.ACTIVE and state(school, MERE) == State.QUARANTINED
    assert count(hemi, ASKED) == 1


def test_without_an_answer_nothing_more_goes_there_until_it_comes(open_school: Open) -> None:
    """Holds ASKED_AFTER (by the year's end nothing goes there), still_yours.quarantine, the last look, reception (no lane is open), and `keep`: nothing said is lost."""
    school, hemi = silent(open_school)
    teacher = school.teacher()
    school.goes_to(days=43)
    assert state(school) == State.QUARANTINED
    hemi.forgets()
    asks(school, "What did you read?")
    hemi.hears_nothing()
    hemi.says("Who took Tama's shoes?")
    assert "Tama" not in hemi.hears(ASKED)
    hemi.says("WHO")
    hemi.hears(ASKED)
    hemi.says("URGENT the stove is on fire")  # whoever says so hears the number that helps, and no name
    hemi.hears("If someone is in danger, call 111.")
    hemi.hears(ASKED)
    teacher.hears_nothing()
    hemi.says("START")
    hemi.hears(ASKED)
    assert state(school) == State.QUARANTINED
    hemi.says("1")
    hemi.hears("We go on writing to you here.")
    hemi.hears("Ms Tane has your words about Tama.")
    teacher.hears("Hemi (father of Tama, Room 5): Who took Tama's shoes?")
    others = counted(school, contact, contact.c.state == State.QUARANTINED)
    assert counted(school, audit, audit.c.act == "phone in quarantine") == others + 1


def test_no_ends_it_kindly_and_stop_holds_in_quarantine(open_school: Open) -> None:
    school, hemi = silent(open_school)
    mere = school.sms(MERE).forgets()
    school.passes(minutes=1)
    mere.says("no")
    mere.hears("Sorry to have bothered you.")
    assert state(school, MERE) == State.WRONG
    school.goes_to(days=43)
    hemi.forgets().says("kāti")
    hemi.forgets()
    hemi.says("Hello?")
    hemi.hears_nothing()
    assert state(school) == State.QUARANTINED


def test_a_number_that_had_nobody_is_asked_before_it_is_believed(open_school: Open) -> None:
    """Holds stopping.came_back: behind a number that bounced may be somebody else today."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    school.act(lambda desk: people.lose(desk.db, _hemi(desk), State.GONE, "nobody is at this number"))
    hemi.says("Hi, is that the school?")
    assert "Tama" not in hemi.hears(ASKED)
    hemi.hears_nothing()
    teacher.hears_nothing()
    hemi.says("2")
    hemi.hears("Sorry to have bothered you.")
    teacher.hears_nothing()
    assert state(school) == State.WRONG


def test_start_a_year_after_stop_is_asked_before_it_is_believed(open_school: Open) -> None:
    """Holds still_yours.may_be_anybodys in START: the carrier has given the number to somebody else, perhaps."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE).forgets()
    hemi.says("STOP")
    school.goes_to(days=300)
    mere.says("STOP")
    school.goes_to(days=100)
    hemi.forgets().says("START")
    mere.says("START")
    mere.hears("Welcome back.")
    assert "Tama" not in hemi.hears(ASKED)
    asks(school, "What did you read?")
    hemi.never_heard("Welcome back", "What did you read?")
    assert state(school) == State.QUARANTINED
    hemi.says("1")
    hemi.hears("We go on writing to you here.")
    asks(school, "What did you sing?")
    hemi.hears("What did you sing?")


def test_the_office_asks_once_a_week_and_a_thousand_phones_are_not_asked_at_once(open_school: Open) -> None:
    school, hemi = silent(open_school)
    school.goes_to(days=43)
    hemi.forgets()

    def again(desk: Desk) -> bool:
        return still_yours.ask_again(
            desk, named(desk, "Whaea Moana"), people.contact_by_id(desk.db, _hemi(desk))
        )

    assert school.act(again) is True and school.act(again) is False
    school.passes(seconds=1)
    hemi.hears(ASKED)
    school.act(lambda desk: desk.db.execute(contact.update().values(look_at=desk.now - timedelta(days=1))))
    asked = counted(school, question, question.c.kind == still_yours.KIND)
    for _look in range(2):
        school.act(silence.look)
    assert counted(school, question, question.c.kind == still_yours.KIND) <= asked + 5


def out_of_reach(school: School, weeks: int) -> None:
    for week in range(weeks):
        asks(school, f"What did you read in week {week}?")
        school.goes_to(days=7)


def test_a_phone_that_is_out_of_reach_for_weeks_gets_nothing_until_it_says_whose_it_is(
    open_school: Open,
) -> None:
    """Holds still_yours.away, its weeks and its texts: a number that nobody can reach is soon somebody else's."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE)
    school.carriers.twilio.errors[HEMI] = 30003
    for day in range(7):  # a fortnight in the hills
        asks(school, f"What did you read on day {day}?")
        school.goes_to(days=2)
    assert state(school) == State.ACTIVE
    out_of_reach(school, 3)
    assert state(school) == State.QUARANTINED and state(school, MERE) == State.ACTIVE
    del school.carriers.twilio.errors[HEMI]
    asks(school, "What did you sing?")
    hemi.never_heard("What did you sing?")
    mere.hears("What did you sing?")
    school.goes_to(days=7)  # a phone that does not write first is asked again, each week until it was reached
    assert "Tama" not in hemi.hears(ASKED)
    school.goes_to(days=14)
    hemi.hears_nothing()
    hemi.says("Yes")
    hemi.hears("We go on writing to you here.")
    asks(school, "What did you cook?")
    hemi.hears("What did you cook?")


@pytest.mark.parametrize(("last", "then"), [
    ("it was reached since", State.ACTIVE), ("nobody there is of a home", State.ACTIVE), ("", State.QUARANTINED),
])  # fmt: skip
def test_a_fifth_text_that_is_told_late(open_school: Open, last: str, then: State) -> None:
    """Holds `later` in silence.missed (carriers' lists tell the newest first), and the homes in `away`: a colleague's
    own phone that was off over the summer is none of a family's."""
    school = open_school(roll_csv=IN_ENGLISH)
    school.carriers.twilio.errors[HEMI] = 30003
    out_of_reach(school, 4)
    del school.carriers.twilio.errors[HEMI]
    asks(school, "What did you sing?")
    if last == "it was reached since":
        asks(school, "What did you cook?")

    def told_late(desk: Desk) -> None:
        texts = delivery.c.address == HEMI, delivery.c.words.contains("What did you sing?")
        sid = desk.db.scalars(select(delivery.c.external_id).where(*texts)).one()
        desk.db.execute(update(delivery).where(*texts).values(carrier_state="sent"))
        if last == "nobody there is of a home":
            ended = update(membership).where(membership.c.person_id == named(desk, "Hemi").id)
            desk.db.execute(ended.values(until=desk.now))
        receiving.take(desk, Receipt("sms", sid, "undelivered", "30003"))

    school.act(told_late)
    assert state(school) == then


@pytest.mark.parametrize("reached", ["a text arrived", "a word came"])
def test_a_phone_that_is_now_and_then_out_of_reach_stays(open_school: Open, reached: str) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI)
    school.carriers.twilio.errors[HEMI] = 30003
    for _month in range(2):  # two texts in a month say little
        asks(school, "What did you do this month?")
        school.goes_to(days=30)
    assert state(school) == State.ACTIVE
    hemi.says("We are home")
    out_of_reach(school, 4)
    if reached == "a text arrived":
        del school.carriers.twilio.errors[HEMI]
        asks(school, "What did you sing?")
        school.carriers.twilio.errors[HEMI] = 30003
    else:
        hemi.says("We were in the hills")
    out_of_reach(school, 4)
    assert state(school) == State.ACTIVE
    out_of_reach(school, 2)
    assert state(school) == State.QUARANTINED


def _hemi(desk: Desk) -> int:
    return people.contacts_of(desk.db, [named(desk, "Hemi").id])[named(desk, "Hemi").id][0].id


def test_a_yes_after_a_stop_is_no_start(open_school: Open) -> None:
    """Holds the STOP in still_yours.yes: it is their phone, and nothing goes there, as the console says too."""
    school, hemi = silent(open_school)
    school.goes_to(days=43)
    hemi.forgets().says("Hello?")
    hemi.hears(ASKED)
    hemi.says("STOP")
    hemi.says("1")
    assert state(school) == State.STOPPED
