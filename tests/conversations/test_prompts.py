"""A teacher asks; families hear it in their own language, at a decent hour, once."""

from collections.abc import Callable
from datetime import datetime

from bot.acts import previewing, prompting, schools, stopping
from bot.acts.desk import Desk
from bot.store import people
from bot.store.tables import prompt
from tests.conversations.at_school import (
    IN_ENGLISH,
    asks,
    at,
    choose_weekly,
    count,
    counted,
    named,
    school_with,
)
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, SINA
from tests.ground.school import ROLL, ZONE, School

CALENDAR = """
[[term]]
first = 2026-10-12
last = 2026-12-16
[[term]]
first = 2027-02-02
last = 2027-04-09
[[closure]]
name = "Tangi"
first = 2026-12-01
last = 2026-12-02
"""


def test_each_phone_reads_its_own_wording_once_even_with_two_children(school: School) -> None:
    """Holds UNIQUE(prompt, contact, turn) and `recipients.of`: one text a phone, in its reader's language."""
    mere, sina, anna = (school.sms(it).forgets() for it in (MERE, SINA, ANNA))
    asks(
        school, "What did you count today?", mi="I tataua e koutou te aha?", sm="O a mea na outou faitauina?"
    )
    assert "Ms Tane" in mere.hears("I tataua e koutou te aha?", "Harakeke School", "Tama")
    assert "What did you count" not in sina.hears("O a mea na outou faitauina?", "Ms Tane", "Lagi")
    assert "Jack" not in anna.hears("Ms Tane, Harakeke School, for Ruby: What did you count today?")
    asks(school, "Is the tooth out yet?", in_rooms=("Room 5", "Room 2"), sm="Ua pa'u le nifo?")
    anna.hears("for Ruby and Jack: Is the tooth out yet?")
    anna.hears_nothing()
    mere.hears("Is the tooth out yet?", "Tama")  # no wording of hers: the original, as it was written


def test_nothing_is_asked_at_night_on_a_holiday_or_in_a_closure(open_school: Callable[..., School]) -> None:
    """Holds `due` at enqueue, and again in last_look for what the school decides overnight."""
    school = open_school(at=at(28, 20), toml=school_with(CALENDAR))  # a Saturday evening
    anna = school.sms(ANNA)
    school.goes_to(days=1, hour=10)
    anna.forgets()
    school.goes_to(hour=19)
    asks(school, "First question")
    anna.hears_nothing()  # Sunday 19:00 is past the weekend's hours
    school.goes_to(days=1, hour=8)
    anna.hears("First question")
    anna.says("We did, thank you for asking")
    anna.forgets()
    school.goes_to(hour=20, minute=30)
    asks(school, "Second question")
    school.goes_to(days=2, hour=12)
    anna.hears_nothing()  # the closure's second day
    school.goes_to(days=1, hour=8)
    anna.hears("Second question")
    anna.says("We did, thank you for asking")
    anna.forgets()
    school.goes_to(days=13, hour=21)  # 16 December, the last evening of the term
    asks(school, "Third question")
    school.goes_to(days=7, hour=12)
    anna.hears_nothing()
    school.goes_to(days=41, hour=12)  # 2 February
    anna.hears("Third question")
    anna.says("We did, thank you for asking")
    anna.forgets()
    school.goes_to(days=3, hour=21)
    asks(school, "Fourth question")
    school.goes_to(days=1, hour=12)
    anna.hears_nothing()  # Saturday 6 February: Waitangi Day
    school.goes_to(days=1, hour=9)
    anna.hears("Fourth question")
    anna.forgets().says("We did, thank you for asking")
    anna.forgets()
    school.goes_to(hour=21)
    asks(school, "Fifth question")  # due on Tuesday at eight (Waitangi Day is given back on Monday)
    closed = school_with(CALENDAR, "[[closure]]\nfirst = 2027-02-09\nlast = 2027-02-09\n")
    school.act(lambda desk: schools.apply(desk.db, schools.read(closed), desk.now))
    school.goes_to(days=2, hour=12)
    anna.hears_nothing()  # that night the school declared another closure
    school.goes_to(days=1, hour=8)
    anna.hears("Fifth question")


def test_the_weeks_cap_holds_ideas_and_never_a_teacher(open_school: Callable[..., School]) -> None:
    """Holds `within_cap` for activities only; the composer's word about a fourth; and two children, one text."""
    school = open_school(
        roll_csv=ROLL.replace("Room 2,Jack", "Room 5,Jack"),
        toml=school_with('[activities]\ndays = ["Thursday"]\nat = "10:00"\n'),
    )
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    for n in range(3):
        asks(school, f"Question {n}")
    teacher.says("/ask")
    teacher.says("Question 3")
    assert "fourth message this week" in teacher.hears("Question 3")
    teacher.taps("Send")
    for n in range(4):
        anna.hears(f"for Ruby and Jack: Question {n}")
    school.goes_to(days=2, hour=10, minute=5)
    anna.hears_nothing()


def test_the_teacher_sees_people_segments_and_who_is_missed_before_anything_goes(school: School) -> None:
    """Holds `previewing`: what it counts is what then goes."""
    mere, hemi, priya, sina = (school.sms(it).forgets() for it in (MERE, HEMI, PRIYA, SINA))
    teacher = school.teacher()
    school.on_telegram(ANNA, 777_003, "Anna")
    hemi.says("STOP")
    sina.says("PAUSE")
    school.act(lambda desk: _takes_the_phone_of(desk, "Rohan"))
    teacher.says("/ask")
    teacher.hears("What would you like to ask?")
    teacher.says("What did your child read?\nmi: He aha te pukapuka?")
    shown = teacher.hears("What did your child read?")
    assert (
        "1 × SMS, English, from" in shown
        and "1 × Telegram, English" in shown
        and "1 × SMS, te reo Māori" in shown
    )
    assert '"Ms Tane, Harakeke School, for Ruby: What did your child read?"' in shown
    assert "People: 3. " in shown and "Not reached: 3." in shown
    promised = int(shown.partition("SMS segments: ")[2].partition(".")[0])
    seen = school.act(lambda desk: previewing.preview(desk, desk.speech, _last(desk)))
    assert {(it.person.name, it.why) for it in seen.missed} == {
        ("Hemi", "said STOP"), ("Sina", "asked for a pause"), ("Rohan", "no phone"),
    }  # fmt: skip
    mere.hears_nothing()
    teacher.taps("Send")
    teacher.hears("It is on its way")
    heard = [next(it for it in phone.screen if words in it.text) for phone, words in (
        (mere, "He aha te pukapuka?"), (priya, "What did your child read?"),
    )]  # fmt: skip
    assert "Hemi" in heard[0].text  # the words about who hears an answer are counted, too
    assert sum(it.segments or 0 for it in heard) == promised
    assert count(hemi, "What did your child read") == count(sina, "What did your child read") == 0


def test_send_counts_once_and_can_be_taken_back_until_it_goes(school: School) -> None:
    """Holds `prompts.move` (from a draft only) and the last look's "taken back by the school"."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    school.goes_to(hour=21)
    teacher.says("/ask")
    teacher.says("What did you cook?")
    teacher.taps("Send")
    teacher.taps("Send")
    teacher.hears("That question has passed")
    teacher.taps("Take it back")
    teacher.hears("Taken back")
    school.goes_to(days=1, hour=9)
    anna.hears_nothing()
    teacher.says("/ask")
    teacher.says("What did you sing?")
    teacher.taps("Cancel")
    teacher.hears("Taken back")
    school.passes(hours=1)
    anna.hears_nothing()
    twice = asks(school, "What did you draw?")
    assert school.act(lambda desk: prompting.confirm(desk, twice)) is False
    assert school.act(lambda desk: prompting.fan_out(desk, twice)) == 0
    anna.hears("What did you draw?")
    anna.hears_nothing()


def test_a_prompt_for_tomorrow_finds_tomorrows_members(school: School) -> None:
    """Holds fan-out at its time: who has stopped or paused by then is left alone; change and cancel still work."""
    anna, mere, hemi = (school.sms(it).forgets() for it in (ANNA, MERE, HEMI))
    made = asks(school, "What did you cook?", when=at(25, 15))
    asks(school, "What did you sing?", when=at(25, 15, 30))
    hemi.says("STOP")
    school.act(lambda desk: stopping.pause(desk, named(desk, "Mere").id, None))
    school.act(lambda desk: prompting.cancel(desk, made))
    school.goes_to(days=1, hour=15, minute=29)
    anna.hears_nothing()
    school.goes_to(hour=15, minute=30)
    anna.hears("What did you sing?")
    anna.never_heard("What did you cook?")
    mere.hears_nothing()
    assert count(hemi, "What did you sing") == 0
    assert counted(school, prompt) == 2
    choose_weekly(school, "Anna", 0)
    asks(school, "What did you draw?")
    anna.hears("What did you draw?")  # weekly=0 is about ideas: a teacher may still ask


def _last(desk: Desk) -> int:
    from sqlalchemy import func, select

    return int(desk.db.scalar(select(func.max(prompt.c.id))) or 0)


def _takes_the_phone_of(desk: Desk, name: str) -> None:
    person = named(desk, name)
    for contact in people.contacts_of(desk.db, [person.id])[person.id]:
        people.unlink(desk.db, contact.id, person.id)


def test_a_question_for_a_day_of_which_no_term_is_known_yet_waits_for_it(
    open_school: Callable[..., School],
) -> None:
    """Holds due_or_ask_again in prompting._write: the day comes, and the school enters its terms at noon."""
    known = "[[term]]\nfirst = 2026-10-12\nlast = 2026-12-16\n"
    school = open_school(roll_csv=IN_ENGLISH, toml=school_with(known))
    hemi = school.sms(HEMI).forgets()
    asks(school, "What did you read?", when=datetime(2027, 2, 3, 10, tzinfo=ZONE))
    school.goes_to(days=71, hour=11)
    hemi.never_heard("What did you read?")
    school.act(lambda desk: schools.apply(desk.db, schools.read(school_with(CALENDAR)), desk.now))
    school.passes(hours=7)
    hemi.hears("What did you read?")
