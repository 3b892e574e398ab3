"""MYWAY: a family says how it wants to take part, and the scheduler keeps to that; nothing is read out of its words."""

from collections.abc import Callable

import pytest

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.acts.reading.ways import of_members
from bot.model.chat import PromptKind, Wording
from bot.store import audience, lanes, prompts, rooms, ways
from bot.store.tables import way
from tests.conversations.at_school import IN_ENGLISH, asks, at, counted, named
from tests.conversations.conftest import HEMI, MERE, SINA
from tests.ground.school import Person, School

OWN = "Koro tells stories, I work nights"


def idea(school: School, words: str) -> int:
    def sent(desk: Desk) -> int:
        made = prompting.draft(
            desk, None, [Wording("en", words)], kind=PromptKind.ACTIVITY,
            room_ids=rooms.named(desk.db, desk.school.id, ["Room 5"]),
        )  # fmt: skip
        assert made is not None
        prompting.confirm(desk, made)
        return made

    made = school.act(sent)
    school.passes(seconds=1)
    return made


def begins(person: Person, words: str = OWN) -> None:
    person.says("MYWAY")
    person.hears("How do you want to be part of", "There is no right way", "1 Just listening")
    person.says(words)
    person.hears(f"In your own words: {words}", "Is this right?", "1 Yes")


def test_own_words_hours_and_what_is_never_sent_by_text(open_school: Callable[..., School]) -> None:
    """Holds own hours in `_opens` of last_look, the refusal in fan-out, and that nothing counts before the yes."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE).forgets()
    begins(hemi)
    hemi.says("3")  # days and hours
    hemi.hears("1 Monday, Tuesday, Wednesday, Thursday and Friday", "2 Saturday and Sunday")
    hemi.says("1")
    hemi.hears("1 8:00 am - 12:00 pm")
    hemi.says("12-14")
    hemi.hears("12:00 pm - 2:00 pm.")
    hemi.says("4")  # what we never send
    hemi.hears("1 Questions from the teacher", "2 Ideas for home", "3 News from the school")
    hemi.says("2")
    hemi.hears("What we never send: Ideas for home.")
    idea(school, "Count the steps")
    hemi.hears("Count the steps")  # not confirmed: nothing counts yet
    hemi.says("MYWAY")
    hemi.says(OWN)
    hemi.says("3")
    hemi.says("1")
    hemi.says("12-14")
    hemi.says("4")
    hemi.says("2")
    hemi.forgets().says("Y")
    hemi.hears("Kept. We hold to it from now on.")
    second = idea(school, "Find three words")
    mere.hears("Find three words")
    hemi.never_heard("Find three words")
    asks(school, "What made you laugh?")
    mere.hears("What made you laugh?")
    hemi.never_heard("What made you laugh?")  # it is ten: his hours open at noon
    school.goes_to(hour=12, minute=1)
    hemi.hears("What made you laugh?")
    told = school.act(lambda desk: ways.never_want(
        desk.db, audience.of_prompt(prompts.one(desk.db, second), desk.now)))  # fmt: skip
    assert told == (1, 6)

    def shown(desk: Desk) -> list[tuple[str, str, tuple[str, ...]]]:
        mine = lanes.lanes_of(desk.db, named(desk, "Hemi").id, desk.now)
        home = lanes.members(desk.db, [mine[0].lane.household_id], desk.now)
        return [(it.name, it.words, it.lines) for it in of_members(desk, home)]

    assert school.act(shown) == [
        ("Hemi", OWN, ("Texts Mon, Tue, Wed, Thu, Fri 12:00 to 14:00", "No ideas for home"))
    ]


def test_a_refusal_counts_at_the_call_too(open_school: Callable[..., School]) -> None:
    """Holds `refused` in last_look: it was on its way when he said so."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(24, 21))
    hemi = school.sms(HEMI).forgets()
    idea(school, "Look at the moon")
    begins(hemi)
    hemi.says("4")
    hemi.says("2")
    hemi.says("1")
    school.goes_to(days=1, hour=9)
    hemi.never_heard("Look at the moon")
    school.sms(MERE).hears("Look at the moon")


def test_by_buttons_listening_counts_and_the_channel_is_theirs(open_school: Callable[..., School]) -> None:
    """Holds `prefers` in `is_reached_on`: Telegram comes first until she asks for texts."""
    school = open_school(roll_csv=IN_ENGLISH)
    phone = school.sms(SINA).forgets()
    sina = school.on_telegram(SINA, 888, "Sina")
    sina.says("MYWAY")
    sina.taps("Just listening")
    sina.hears("In your own words: Just listening")
    sina.taps("Ideas for home")
    sina.taps("1")
    sina.hears("Ideas for home: 1.")
    sina.taps("SMS / Telegram")
    sina.hears("SMS.")
    sina.taps("Who speaks for us")
    sina.taps("Sina")
    sina.hears("Who speaks for us: Sina.", "The teacher sees this. Texts still come to each of you.")
    sina.taps("Yes")
    sina.hears("Kept.")
    idea(school, "Count the steps")
    idea(school, "Find three words")
    phone.hears("Count the steps")
    phone.hears_nothing()
    assert "Count the steps" not in sina.forgets()._shown()


def test_call_us_instead_is_obeyed(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    sina = school.sms(SINA).forgets()
    begins(sina, "Please ring, I cannot read these")
    sina.says("6")
    sina.hears("Call us instead.")
    sina.says("yes")
    asks(school, "What did you read?")
    sina.never_heard("What did you read?")


def test_less_more_and_words_that_only_look_like_it(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    sina, teacher = school.sms(SINA).forgets(), school.teacher()
    sina.says("LESS")
    sina.hears("Ideas for home: 2.")
    sina.says("MORE")
    sina.hears("Ideas for home: 3.")
    sina.says("more")
    sina.hears("Ideas for home: 3.")
    asks(school, "Would Lagi like less or more reading?")
    sina.says("more")
    teacher.hears("Sina", "more")
    for _each in range(4):
        sina.says("LESS")
    sina.hears("Ideas for home: 0.")
    idea(school, "Count the steps")
    sina.never_heard("Count the steps")


def test_a_pause_of_two_weeks_asks_for_no_reasons(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.says("PAUSE 2 weeks")
    hemi.hears("Paused until Tuesday 8 December.", "Text START any time")
    asks(school, "What did you read?")
    hemi.never_heard("What did you read?")
    hemi.says("Pause for a moment: is school open?")  # no span: these are words for the teacher
    hemi.hears("Thank you")
    hemi.says("pause 1/12")
    hemi.hears("Paused until Tuesday 1 December.")
    hemi.says("PAUSE a month")
    hemi.hears("Paused until Thursday 24 December.")
    hemi.says("START")
    asks(school, "And now?")
    hemi.hears("And now?")


def test_stop_stands_above_it_all_and_words_are_kept(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    sina = school.sms(SINA).forgets()
    begins(sina, "Two languages at home: {children} <b>")
    sina.says("y")
    sina.says("MYWAY")
    sina.says("STOP")
    sina.hears("unsubscribed")
    assert counted(school, way, way.c.confirmed_at.is_not(None)) == 1


def days_and_hours_of(school: School, name: str) -> tuple[tuple[int, ...], str]:
    found = school.act(lambda desk: ways.hours_of(desk.db, [it := named(desk, name).id]).get(it))
    return (found.days, f"{found.opens} {found.closes}") if found else ((), "")


@pytest.mark.parametrize(("days", "hours", "kept"), [
    ("Friday", "9.30-2.30", ((4,), "09:30:00 14:30:00")), ("Sat and Sun", "after 5pm", ((5, 6), "17:00:00 19:00:00")),
    ("1", "before 10am", ((0, 1, 2, 3, 4), "08:00:00 10:00:00")),
])  # fmt: skip
def test_days_and_hours_are_read_as_people_write_them(
    open_school: Callable[..., School], days: str, hours: str, kept: object
) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    begins(hemi)
    for it in ("3", days, hours, "Y"):
        hemi.says(it)
    hemi.hears("Kept. We hold to it from now on.")
    assert days_and_hours_of(school, "Hemi") == kept


def test_hours_that_no_text_ever_comes_in_are_not_promised(open_school: Callable[..., School]) -> None:
    """Holds `family_hours` in my_way_parts: "Kept. We hold to it" was said of 9pm to 11pm, and the text came at ten."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    begins(hemi)
    for it in ("3", "1", "9pm-11pm"):
        hemi.says(it)
    hemi.hears("We write between 8:00", "8:00", "Days and hours")
    hemi.says("7pm-11pm")
    hemi.hears("7:00", "Is this right?")


def test_an_absence_is_heard_whatever_was_asked_last(open_school: Callable[..., School]) -> None:
    """Holds `absence.wants` in my_way: it was kept as "in your own words", and nobody at school read it."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says("MYWAY")
    hemi.says("Tama is sick today")
    teacher.hears("Tama is sick today")
    hemi.never_heard("In your own words")


def test_a_phone_of_two_rings_when_both_let_it(open_school: Callable[..., School]) -> None:
    """Holds `paced` in dispatch/hours.py: the question goes once, under his name, and she has asked for evenings."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 5,Tama,Nana Aroha,grandmother,020 000 00004,en,home\n")
    phone = school.sms(HEMI).forgets()
    phone.says("this is Nana Aroha")
    for it in ("MYWAY", "Evenings are best", "3", "3", "4pm-8pm", "Y"):
        phone.says(it)
    phone.hears("Kept. We hold to it from now on.")
    asks(school, "What made you laugh?")
    phone.never_heard("What made you laugh?")
    school.goes_to(hour=16, minute=1)
    phone.hears("What made you laugh?")
