"""“Sick today”: to the office and the teacher, said back, mended by one word; and to nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import mandates
from bot.acts.desk import Desk
from bot.model.people import Scope
from bot.store import mandates as kept_mandates
from bot.store.tables import absence, child, household, message, thread
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, ROHAN, SINA
from tests.ground.school import School

Open = Callable[..., School]
#: Half past seven on Thursday 26 November: the school is not open yet.
EARLY = at(26, 7, 30)


def away(school: School) -> list[tuple[str, str, str, bool]]:
    """Who is away when, as which home says; and whether that still holds."""
    query = (
        select(child.c.name, household.c.label, absence.c.day, absence.c.withdrawn_at)
        .join(child, child.c.id == absence.c.child_id)
        .join(household, household.c.id == absence.c.household_id)
        .order_by(absence.c.day, household.c.label, child.c.name)
    )

    def read(desk: Desk) -> list[Any]:
        return [(it[0], it[1], it[2], it[3] is None) for it in desk.db.execute(query)]

    return school.act(read)


def in_thread(school: School, name: str) -> int:
    query = (
        select(message.c.id)
        .join(thread, thread.c.id == message.c.thread_id)
        .join(child, child.c.id == thread.c.child_id)
    )
    return len(school.act(lambda desk: desk.db.scalars(query.where(child.c.name == name)).all()))


def test_sick_today_is_noted_said_back_and_stays_a_message(open_school: Open) -> None:
    """Holds `matter` in absences.write and in widening.can_widen (Hemi, who would hear an answer, hears nothing), and
    UNIQUE(home, day)."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(25, 10))
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    asks(school, "What did you read?")
    mere.says("The one about the eel")  # from here on Hemi hears what she answers
    school.goes_to(day=26, hour=7, minute=30)
    asks(school, "What made you laugh?", when=at(26, 8))
    school.goes_to(hour=8, minute=1)
    for it in (mere, hemi, teacher):
        it.forgets()
    mere.says("Tama is sick today")
    told = (
        "Noted: Tama away from school, Thursday 26 November. The office and Ms Tane know. Reply No if wrong."
    )
    assert mere.hears("Noted") == told
    heard = teacher.hears("Mere (mother of Tama, Room 5): Tama is sick today")
    assert heard.endswith("Noted as away: Thursday 26 November.")
    hemi.hears_nothing()
    assert away(school) == [("Tama", "home", "2026-11-26", True)]
    mere.says("tama is sick today!!")  # harmless, and said back again: the word that mends it works again
    assert mere.hears("Noted") == told
    assert away(school) == [("Tama", "home", "2026-11-26", True)]
    for _twice in range(2):  # the first would only name him
        mere.says("ALL")  # attendance is shown to nobody at one person's word
        mere.forgets()
    hemi.never_heard("sick")


def test_one_word_mends_it_and_the_teacher_hears_that_too(open_school: Open) -> None:
    """Holds absence_mended: in their own language or in English, by SMS and by button; said again, it counts again."""
    school = open_school(at=EARLY)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("Kei te māuiui a Tama āpōpō")
    mere.hears("Kua tuhia", "Tama", "Rāmere 27 Whiringa-ā-rangi", "Whakautua Kāo")
    school.goes_to(hour=8, minute=1)
    teacher.forgets()
    mere.says("No.")
    mere.hears("Kua whakakorea", "Tama")
    assert teacher.hears("Mere (mother of Tama, Room 5): No.").endswith(
        "Not away after all: Friday 27 November."
    )
    assert away(school) == [("Tama", "home", "2026-11-27", False)]
    mere.says("no")  # the question has had its answer: these are ordinary words
    teacher.hears("Mere (mother of Tama, Room 5): no")
    mere.says("Kei te māuiui a Tama āpōpō")
    assert away(school) == [("Tama", "home", "2026-11-27", True)]
    hemi = school.on_telegram(HEMI, 777_004, "Hemi")
    hemi.says("Tama won't be at school today, tummy bug")
    hemi.hears("Noted: Tama away from school, Thursday 26 November.")
    hemi.taps("No")
    hemi.hears("Taken back: Tama is not noted as away.")
    assert away(school) == [("Tama", "home", "2026-11-26", False), ("Tama", "home", "2026-11-27", True)]


def test_which_child_is_asked_by_number_never_guessed(open_school: Open) -> None:
    """Holds absence._whom: neither the last child she spoke of, nor the prompt on her screen, decides an absence."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(25, 15))
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    asks(school, "What did you read?")  # about Ruby alone
    anna.says("The one about the moon")
    anna.forgets()
    teacher.forgets()
    anna.says("sick tomorrow")
    assert "1 Ruby\n2 Jack\n3 Both" in anna.hears("Who is this about?")
    assert away(school) == []
    teacher.hears_nothing()
    anna.says("2")
    anna.hears("Noted: Jack away from school, Thursday 26 November. The office and Mr Fuimaono know.")
    anna.says("sick today")
    anna.hears("Who is this about?")
    anna.says("3")
    anna.hears("Noted: Ruby and Jack away from school, Wednesday 25 November.")
    anna.says("Jack is away until Friday")
    anna.hears(
        "Noted: Jack away from school, Wednesday 25 November, Thursday 26 November and Friday 27 November."
    )
    assert [it[:1] + it[2:] for it in away(school)] == [
        ("Jack", "2026-11-25", True), ("Ruby", "2026-11-25", True), ("Jack", "2026-11-26", True),
        ("Jack", "2026-11-27", True),
    ]  # fmt: skip


def test_two_who_are_named_are_both_away_only_where_that_is_said(open_school: Open) -> None:
    """Holds absences.are_one, `naming` in named_in (Hope is a word too), and _MORE in languages.absences."""
    school = open_school(roll_csv=IN_ENGLISH.replace("Jack", "Hope"), at=at(25, 10))
    anna = school.sms(ANNA).forgets()
    anna.says("I hope he is back tomorrow, he is sick today")
    assert "1 Ruby\n2 Hope\n3 Both" in anna.hears("Who is this about?")
    assert away(school) == []
    anna.says("1")
    anna.hears("Noted: Ruby away from school, Wednesday 25 November.")
    school.goes_to(day=26, hour=8)
    anna.says("hope is sick today and Ruby is coming to school")
    assert "1 Ruby\n2 Hope\n3 Both" in anna.hears("Who is this about?")
    anna.says("2")
    anna.hears("Is Hope away from school")
    assert [it[0] for it in away(school)] == ["Ruby"]
    anna.says("yes")
    anna.hears("Noted: Hope away from school, Thursday 26 November.")
    school.goes_to(day=27, hour=8)
    anna.says("Our Hope and Ruby are sick today")
    anna.hears("Noted: Ruby and Hope away from school, Friday 27 November.")


def test_what_is_not_sure_is_asked_and_is_a_message_meanwhile(open_school: Open) -> None:
    """Holds Away.sure: nothing is noted before their yes; their words have reached the teacher all the same."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(26, 8, 15))
    sina, teacher = school.on_telegram(SINA, 777_002, "Sina"), school.teacher()
    sina.says("Lagi has a fever")
    sina.hears("Ms Tane has your words about Lagi.", "Is Lagi away from school on Thursday 26 November?")
    assert not teacher.hears("Lagi has a fever").endswith(".")
    assert away(school) == []
    sina.taps("No")
    sina.hears("It stays a message for the teacher.")
    sina.says("She was sick yesterday but is fine")  # no absence of today: words like any others
    sina.hears("Ms Tane has your words about Lagi.")
    sina.says("ABSENT")
    sina.hears("Noted: Lagi away from school, Thursday 26 November.")
    school.goes_to(hour=18)
    sina.says("absent")  # school is over: the next school day
    sina.hears("Lagi away from school, Friday 27 November.")
    sina.says("away Saturday")  # no school then
    assert count(sina, "Saturday") == 0
    assert [it[2] for it in away(school)] == ["2026-11-26", "2026-11-27"]


def test_the_other_home_hears_nothing_and_keeps_its_own_word(open_school: Open) -> None:
    """Holds the home in absences.take_back: what one home takes back is not the other's."""
    school = open_school(roll_csv=IN_ENGLISH, at=EARLY)
    priya, rohan = school.sms(PRIYA).forgets(), school.sms(ROHAN).forgets()
    priya.says("Arjun is sick today")
    priya.hears("Noted: Arjun")
    rohan.hears_nothing()
    rohan.says("Arjun is off school today")
    assert "Priya" not in rohan.hears("Noted: Arjun away from school, Thursday 26 November.")
    rohan.says("no")
    rohan.hears("Taken back")
    assert away(school) == [
        ("Arjun", "her home", "2026-11-26", True), ("Arjun", "his home", "2026-11-26", False)
    ]  # fmt: skip
    assert count(priya, "Taken back") == 0 and priya.unread == []


def test_a_supporter_writes_to_the_teacher_and_notes_no_absence_until_every_guardian_agreed(
    open_school: Open,
) -> None:
    """Holds absences.may_say. Nana's words reach the teacher, and nobody at home hears of them."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(26, 8, 15))
    let_in(school, "Rohan", "Mere", Scope.EVERYTHING)
    rohan, mere, hemi = (school.sms(it).forgets() for it in (ROHAN, MERE, HEMI))
    teacher = school.teacher()
    rohan.says("Tama is sick today")
    rohan.hears("Ms Tane has your words about Tama.")
    rohan.never_heard("Noted")
    assert not teacher.hears("Tama is sick today").endswith("November.")
    assert away(school) == []
    mere.hears_nothing()

    def agree(desk: Desk) -> None:
        for guardian in ("Mere", "Hemi"):
            mandates.may_see_private(desk, named(desk, guardian).id, named(desk, "Rohan").id)
            place = mandates.places(desk, named(desk, "Mere").id, named(desk, "Rohan").id)
            for it in place:
                kept_mandates.agree(
                    desk.db, desk.school.id, it.membership_id, named(desk, guardian).id, desk.now
                )

    school.act(agree)
    rohan.says("Tama is sick today")
    rohan.hears("Noted: Tama away from school")
    assert len(away(school)) == 1
    hemi.hears_nothing()


@pytest.mark.parametrize("words", ["Can Nana pick her up today? I am sick", "We read about a sick whale today",
                                   "He will be late tomorrow", "Ruby is not sick today"])  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_false_friend_is_an_ordinary_message(open_school: Open, words: str) -> None:
    school = open_school(roll_csv=IN_ENGLISH, at=EARLY)
    sina = school.sms(SINA).forgets()
    sina.says(words)
    sina.hears("Ms Tane has your words about Lagi.")
    assert count(sina, "away from school") == 0
    assert away(school) == []


def test_both_of_two_children_need_no_question(open_school: Open) -> None:
    """Holds `both` in absence._whom; and that a mother who is sick herself is asked."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(25, 10))
    anna = school.sms(ANNA).forgets()
    anna.says("we are both sick today")
    anna.hears("Who is this about?")
    assert away(school) == []
    school.goes_to(day=26, hour=8)
    anna.says("both sick tomorrow")
    anna.hears("Noted: Ruby and Jack away from school, Friday 27 November.")
