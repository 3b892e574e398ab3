"""One message a day: a family's over all children and rooms, and a teacher's, at the hour that each chose."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.acts import prompting, restricting, schools
from bot.acts.desk import Desk
from bot.jobs import one_a_day
from bot.model.chat import PromptKind, Wording
from bot.model.people import Role, Scope, State
from bot.store import people, rooms
from bot.store.tables import child, delivery, message, prompt
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, counted, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, SINA
from tests.ground.school import ROLL, SCHOOL, School

Open = Callable[..., School]
BY_DATE = "person,role,rooms,from,until\n"


def by_person(school: School, name: str) -> int:
    """How many messages of the day have been put for somebody."""

    def read(desk: Desk) -> int:
        mine = named(desk, name).id
        return len(
            desk.db.scalars(select(delivery.c.id).where(delivery.c.once.contains(f"digest {mine} "))).all()
        )

    return school.act(read)


def test_a_familys_day_is_one_text_over_all_children_and_rooms_at_their_hour(open_school: Open) -> None:
    """Holds last_look._waits_for_its_hour and jobs/one_a_day.put_at_home; a teacher's own words do not wait."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, sina, teacher = school.sms(ANNA).forgets(), school.sms(SINA).forgets(), school.teacher()
    anna.says("DIGEST 5pm")
    anna.hears("One message a day, at 5:00 pm.")
    asks(school, "What did you read?")
    asks(school, "Is the tooth out yet?", in_rooms=("Room 5", "Room 2"))
    asks(school, "Togs on Friday", in_rooms=("Room 2",), by="Mr Fuimaono")
    sina.hears("What did you read?")
    anna.hears_nothing()
    anna.says("Ruby lost her hat")
    anna.says("Ruby")
    anna.hears("Ms Tane has your words")
    teacher.replies_to("lost her hat", "It is in my desk")
    anna.hears("It is in my desk")
    school.goes_to(hour=16, minute=59)
    anna.hears_nothing()
    school.goes_to(hour=17, minute=1)
    assert anna.hears("From Harakeke School:") == (
        "From Harakeke School:\n1 Ms Tane for Ruby: What did you read?\n2 Ms Tane for Ruby and Jack: Is the tooth out "
        "yet?\n3 Mr Fuimaono for Jack: Togs on Friday"
    )
    for _look in range(3):
        school.passes(minutes=7)
    anna.hears_nothing()
    anna.says("The one about the moon")
    anna.hears("Which one do you answer?", "1 What did you read?", "3 Togs on Friday")
    anna.says("1")
    assert counted(school, message, message.c.prompt_id.is_not(None)) == 1
    anna.says("digest off")
    anna.hears("Each message comes by itself.")
    asks(school, "What made you laugh?")
    anna.hears("What made you laugh?")


def test_in_the_readers_language_and_by_telegram_with_the_lines_as_buttons(open_school: Open) -> None:
    """Holds `channel` in digesting.worded, and placing: whoever quotes it is asked which line."""
    school = open_school(roll_csv=ROLL)
    hemi = school.on_telegram(HEMI, 777_004, "Hemi")
    mere = school.sms(MERE).forgets()
    mere.says("DIGEST 12:00")
    hemi.says("DIGEST")
    hemi.hears("one message a day?")
    hemi.taps("12:00 pm")
    hemi.hears("One message a day, at 12:00 pm.")
    asks(school, "What did you read?", mi="I pānui koe i te aha?")
    asks(school, "What made you laugh?", mi="He aha te mea hātakēhi?")
    assert count(mere, "pānui koe") == count(hemi, "What did") == 0
    school.goes_to(hour=12, minute=1)
    assert "I pānui koe i te aha?" in mere.hears("Harakeke School", "hātakēhi")
    hemi.hears("From Harakeke School:", "1 Ms Tane", "What did you read?", "2 Ms Tane")
    hemi.replies_to("What made you laugh?", "The dog")
    hemi.hears("Which one do you answer?")
    hemi.taps("What made you laugh?")
    assert counted(school, message, message.c.prompt_id.is_not(None)) == 1


def test_what_cannot_wait_does_not_and_the_rest_is_looked_at_once_more_at_the_hour(open_school: Open) -> None:
    """Holds the last look of each line: a court's order, a STOP and a withdrawal in between take their words out."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, anna, sina, priya = (school.sms(it).forgets() for it in (MERE, ANNA, SINA, PRIYA))
    for it in (mere, anna, sina, priya):
        it.says("DIGEST 5pm")
        it.forgets()
    taken = asks(school, "What did you read?")
    asks(school, "Is the tooth out yet?", in_rooms=("Room 5", "Room 2"))

    def alarm(desk: Desk) -> None:
        made = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", "School closes at noon: flood")],
                               room_ids=rooms.named(desk.db, desk.school.id, ["Room 5"]), kind=PromptKind.SAFETY)  # fmt: skip
        assert made is not None and prompting.confirm(desk, made, sure=True)

    school.act(alarm)
    school.passes(seconds=1)
    for it in (mere, anna, sina, priya):
        it.hears("School closes at noon: flood")
    school.act(lambda desk: prompting.cancel(desk, taken))
    priya.says("STOP")
    priya.forgets()

    def order(desk: Desk) -> None:
        ruby = desk.db.scalar(select(child.c.id).where(child.c.name == "Ruby"))
        restricting.keep_out(desk, named(desk, "Whaea Moana").id, ruby, person_id=named(desk, "Anna").id)

    school.act(order)
    school.goes_to(hour=17, minute=1)
    assert "School:\n1 Ms Tane for Tama: Is the tooth out yet?" in mere.hears("From")
    assert anna.hears("From").endswith("School:\n1 Ms Tane for Jack: Is the tooth out yet?"), (
        "Ruby is kept from her"
    )
    sina.hears("1 Ms Tane for Lagi: Is the tooth out yet?")
    priya.hears_nothing()


def test_once_for_a_person_and_date_whatever_dies_or_changes_in_between(open_school: Open) -> None:
    """Holds that a page is one transaction with its rows."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina = school.sms(SINA).forgets()
    sina.says("digest 5pm")
    sina.forgets()
    asks(school, "What did you read?")
    school.clock.at = at(24, 17, 1).astimezone(school.clock.at.tzinfo)

    class Died(Exception):
        pass

    def dies(desk: Desk) -> None:
        assert one_a_day.put_at_home(desk) == 1
        raise Died

    with pytest.raises(Died):
        school.act(dies)
    assert by_person(school, "Sina") == 0
    school.passes(minutes=1)
    sina.hears("1 Ms Tane for Lagi: What did you read?")
    chat = school.on_telegram(SINA, 777_002, "Sina")
    asks(school, "What made you laugh?")
    for _look in range(2):
        school.passes(minutes=30)
    assert by_person(school, "Sina") == 1
    assert school.act(one_a_day.put_at_home) == 0
    school.goes_to(days=1, hour=17, minute=1)
    chat.hears("From Harakeke School:", "What made you laugh?")
    assert by_person(school, "Sina") == 2
    assert count(sina, "What made you laugh?") == 0


def test_on_two_phones_that_stand_in_one_page_it_is_one_message_all_the_same(
    open_school: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds digest_hours.take: she linked her chat that day, and something waits on both; the rest is of the next day.
    And `after` in _put_at_hour: who has had hers stands in nobody's way."""
    monkeypatch.setattr(one_a_day, "PAGE", 1)
    school = open_school(roll_csv=IN_ENGLISH)
    sina, anna = school.sms(SINA).forgets(), school.sms(ANNA).forgets()
    for it in (sina, anna):
        it.says("digest 5pm")
    asks(school, "What did you read?")
    chat = school.on_telegram(SINA, 777_002, "Sina")
    asks(school, "What made you laugh?")
    school.goes_to(hour=17, minute=1)
    for _page in range(2):
        school.passes(minutes=1)
    assert by_person(school, "Sina") == 1
    sina.hears("What did you read?")
    chat.never_heard("laugh")
    anna.hears("What did you read?", "What made you laugh?")
    school.goes_to(days=1, hour=17, minute=1)
    chat.hears("From Harakeke School:", "What made you laugh?")


def test_never_at_night_and_not_beyond_a_spent_month(open_school: Open) -> None:
    """Holds is_decent, and that a month without segments keeps its weekly text for those who chose an hour too."""
    weekly = '\n[sms.digest]\nday = "Thursday"\nat = "16:00"\n'
    school = open_school(roll_csv=IN_ENGLISH, toml=SCHOOL + weekly)
    anna, hemi = school.sms(ANNA).forgets(), school.on_telegram(HEMI, 777_004, "Hemi")
    anna.says("DIGEST 11pm")
    anna.hears("Choose an hour, or write one.", "1 8:00 am", "Each message by itself")
    anna.says("5.30pm")
    anna.hears("One message a day, at 5:30 pm.")
    hemi.says("DIGEST 5:30pm")
    hemi.forgets()
    spent = schools.read(SCHOOL.replace("= 5000", "= 1") + weekly)
    school.act(lambda desk: schools.apply(desk.db, spent, desk.now))
    asks(school, "What did you read?")
    school.goes_to(hour=17, minute=31)
    anna.hears_nothing()
    hemi.hears("From Harakeke School:")
    school.goes_to(days=2, hour=16, minute=1)
    anna.hears("This week from Harakeke School:", "What did you read?")


def test_what_is_held_and_what_costs_too_much_stand_in_nobodys_way(
    open_school: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `sms` among the readers: with one in a page, those after them get theirs; what is held is looked at in
    vain."""
    monkeypatch.setattr(one_a_day, "PAGE", 1)
    school = open_school(roll_csv=IN_ENGLISH + "Room 2,Tia,Fetu,mother,020 000 00032,en,home\n")
    mere, fetu = school.sms(MERE).forgets(), school.on_telegram("+642000000032", 777_032, "Fetu")
    for it in (mere, fetu):
        it.says("DIGEST 5pm")
    held = asks(school, "What did you read?")
    asks(school, "Togs on Friday", in_rooms=("Room 2",), by="Mr Fuimaono")
    fetu.forgets()
    school.act(
        lambda desk: desk.db.execute(prompt.update().where(prompt.c.id == held).values(held_at=desk.now))
    )
    school.goes_to(hour=17, minute=1)
    fetu.hears("Togs on Friday")
    spent = schools.read(SCHOOL.replace("= 5000", "= 1"))
    school.act(lambda desk: schools.apply(desk.db, spent, desk.now))
    school.act(lambda desk: desk.db.execute(prompt.update().values(held_at=None)))
    asks(school, "Bring a hat", in_rooms=("Room 2",), by="Mr Fuimaono")
    school.goes_to(days=1, hour=17, minute=1)
    fetu.hears("Bring a hat")
    mere.never_heard("What did you read?")


def test_our_way_settles_it_too_and_says_it_back(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    sina = school.sms(SINA).forgets()
    sina.says("MYWAY")
    sina.says("We read after tea")
    told = sina.hears("In your own words", "One message a day")
    sina.says(next(line.split()[0] for line in told.splitlines() if line.endswith("One message a day")))
    sina.says("10pm")
    sina.hears("We write between 8:00")  # nothing comes at night: it is asked once more
    sina.says("18:30")
    sina.hears("One message a day: 6:30 pm.")
    sina.says("Y")
    sina.forgets()
    asks(school, "What did you read?")
    sina.hears_nothing()
    school.goes_to(hour=18, minute=31)
    sina.hears("From Harakeke School:")


def test_a_teachers_day_has_what_came_and_who_waits_and_an_absence_does_not_wait(open_school: Open) -> None:
    """Holds put_at_school (school days, office hours, once), and that attendance is never held for it."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, sina, teacher = school.sms(MERE).forgets(), school.sms(SINA).forgets(), school.teacher()
    teacher.says("digest 3pm")
    teacher.hears("One message a day, at 3:00 pm.")
    mere.says("He lost a tooth")
    sina.says("Lagi is sick today")
    teacher.hears("Lagi is sick today", "Noted as away")
    teacher.hears_nothing()
    school.goes_to(hour=15, minute=1)
    told = teacher.hears("Families wrote:")
    assert "Mere (mother of Tama, Room 5): He lost a tooth" in told
    assert told.endswith("Waiting for your answer: Tama and Lagi.")
    school.passes(minutes=20)
    teacher.hears_nothing()
    teacher.says("Well done Tama")  # it may answer either: asked, never guessed
    teacher.hears("Whom is this for?")
    teacher.taps("Tama: Mere")
    mere.hears("Well done Tama")
    teacher.forgets()
    school.goes_to(days=4, hour=11)  # Saturday
    mere.says("He is reading")
    school.goes_to(hour=15, minute=1)
    teacher.hears_nothing()
    school.goes_to(days=2, hour=14, minute=59)
    school.goes_to(hour=15, minute=1)
    teacher.hears("He is reading", "Waiting for your answer")


def test_a_teachers_second_chat_gets_no_second_message_of_a_day(open_school: Open) -> None:
    """Holds had_one for staff: two people were merged, say; the one chat had it and was closed after that."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    teacher.says("digest 3pm")
    mere.says("He lost a tooth")
    school.goes_to(hour=15, minute=1)
    teacher.hears("Waiting for your answer: Tama.")

    def another(desk: Desk) -> None:
        mine = people.contacts_of(desk.db, [named(desk, "Ms Tane").id])[named(desk, "Ms Tane").id][0]
        met = people.meet(desk.db, desk.school.id, mine.sender_id, "telegram", "555055", State.ACTIVE, mine.zone,
                          desk.now)  # fmt: skip
        people.link(desk.db, desk.school.id, met.id, named(desk, "Ms Tane").id)
        people.lose(desk.db, mine.id, State.GONE, "blocked")

    school.act(another)
    school.passes(minutes=20)
    assert by_person(school, "Ms Tane") == 1


def test_a_teacher_with_a_child_here_is_told_where_the_familys_hour_is(open_school: Open) -> None:
    """Holds OWN_CHILDREN: DIGEST is their day at school; what comes to them as a parent comes by itself as before."""
    school = open_school(roll_csv=IN_ENGLISH)
    let_in(school, "Mr Fuimaono", "Hemi", Scope.EVERYTHING)
    only, both = school.teacher(), school.teacher("Mr Fuimaono", 555_006)
    only.says("DIGEST 3pm")
    only.hears("One message a day, at 3:00 pm.")
    only.never_heard("MYWAY")
    both.says("DIGEST 3pm")
    both.hears("One message a day, at 3:00 pm.", "about your own children, text MYWAY.")
    asks(school, "What did you read?")
    both.hears("What did you read?")
    both.says("MYWAY")
    both.hears("How do you want to be part of")


def test_a_reliever_has_their_days_only_no_digest_no_absence_no_answers(open_school: Open) -> None:
    """Holds viewer() in put_at_school, teaching.of_child in to_school, and the staff check of each line at the look."""
    rows = (
        BY_DATE
        + "Ms Tane,teacher,Room 5,,\nWhaea Moana,office,,,\nRua,reliever,Room 5,2026-11-24,2026-11-24\n"
    )
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=rows)
    mere, rua = school.sms(MERE).forgets(), school.teacher("Rua", 555_007)
    rua.says("DIGEST 12:30pm")
    rua.forgets()
    asks(school, "What did you read?")
    mere.says("The one about the eel")
    school.goes_to(hour=12, minute=31)
    rua.hears("The one about the eel")
    mere.says("And the one about the moon")  # held for Rua's next message, and there is none
    mere.says("Tama is off school tomorrow")
    rua.hears("Tama is off school tomorrow")
    school.goes_to(days=1, hour=9)
    mere.says("Tama is sick today")
    mere.says("The one about the kiwi")
    school.goes_to(hour=12, minute=31)
    school.goes_to(hour=15)
    rua.hears_nothing()
    rua.never_heard("moon", "sick", "kiwi")

    def back(desk: Desk) -> None:  # … in another room: what waited from this one is not theirs to read
        two = rooms.named(desk.db, desk.school.id, ["Room 2"])[0]
        people.employ(desk.db, desk.school.id, named(desk, "Rua").id, Role.RELIEVER, two, desk.now)

    school.act(back)
    school.sms(ANNA).says("Jack found a shell")
    school.goes_to(days=1, hour=12, minute=31)
    rua.never_heard("moon", "kiwi", "Tama is sick")


def test_nothing_at_a_teachers_hour_is_nothing_until_the_next_one(open_school: Open) -> None:
    """Holds `waits_since` in _put_at_school: who begins to wait later is of the next day's message, with their words."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(24, 8))
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    teacher.says("digest 8:15")
    teacher.forgets()
    school.goes_to(hour=8, minute=16)
    school.goes_to(hour=10, minute=6)
    mere.says("He lost a tooth")
    school.passes(minutes=2)
    teacher.hears_nothing()
    school.goes_to(days=1, hour=8, minute=16)
    teacher.hears("He lost a tooth", "Waiting for your answer: Tama.")
