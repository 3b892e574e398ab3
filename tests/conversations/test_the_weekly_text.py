"""A month whose SMS segments are used up: what is asked goes in one text a week, and answers find their question."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from bot.acts import budgets, digesting, prompting, schools
from bot.acts.desk import Desk
from bot.jobs import digests
from bot.model.chat import MessageKind
from bot.store import contents
from bot.store.tables import delivery, gathered, message, prompt, thread
from tests.conversations.at_school import IN_ENGLISH, asks, at, choose_weekly, count, counted, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, SINA
from tests.ground.school import SCHOOL, School

#: The whole school's budget is used up from the start: greeting the families has taken more.
SPENT = SCHOOL.replace("monthly_segments = 5000", "monthly_segments = 1")
DIGEST = '\n[sms.digest]\nday = "Thursday"\nat = "16:00"\n'
SIBLINGS = IN_ENGLISH.replace("Room 2,Jack", "Room 5,Jack")

Open = Callable[..., School]


def answers(school: School) -> dict[str, int | None]:
    """What families have written, and which prompt each answers."""
    query = select(message.c.prompt_id, message.c.content_id, message.c.kind).where(
        message.c.kind != MessageKind.ANSWER
    )

    def read(desk: Desk) -> dict[str, int | None]:
        rows = desk.db.execute(query).all()
        words = contents.wordings(desk.db, [row.content_id for row in rows])
        return {words[row.content_id][0].words: row.prompt_id for row in rows}

    return school.act(read)


def test_a_spent_budget_gathers_the_week_in_one_text_and_words_between_people_go_on(
    open_school: Open,
) -> None:
    """Holds Gather in the last look, jobs/digests.put with its UNIQUE(contact, once), and that Telegram is free."""
    school = open_school(roll_csv=SIBLINGS, toml=SPENT + DIGEST)
    anna, priya = school.sms(ANNA).forgets(), school.sms(PRIYA).forgets()
    hemi, teacher = school.on_telegram(HEMI, 777_004, "Hemi"), school.teacher()
    asks(school, "What did you read?")
    hemi.hears("What did you read?")
    asks(school, "Is the tooth out yet?")
    hemi.hears("Is the tooth out yet?")
    anna.hears_nothing()
    priya.says("Can I come by at three?")
    priya.hears("Ms Tane")  # the acknowledgement, and the answer: words between people never stop
    teacher.hears("Can I come by at three?")
    teacher.replies_to("Can I come by at three?", "Yes, come to the back gate")
    priya.hears("Yes, come to the back gate")
    school.goes_to(days=2, hour=15, minute=59)
    anna.hears_nothing()
    school.goes_to(hour=16, minute=1)
    text = anna.hears("This week from Harakeke School:")
    assert text == (
        "This week from Harakeke School:\n1 Ms Tane for Ruby and Jack: What did you read?\n"
        "2 Ms Tane for Ruby and Jack: Is the tooth out yet?"
    )
    priya.hears("1 Ms Tane for Arjun: What did you read?")
    for _look in range(3):
        school.passes(minutes=1)
    anna.hears_nothing()
    assert count(hemi, "This week") == 0
    asks(school, "What made you laugh?")
    school.goes_to(days=6, hour=15)
    anna.hears_nothing()
    school.goes_to(days=1, hour=16, minute=1)
    assert anna.hears("This week from").endswith("\n1 Ms Tane for Ruby and Jack: What made you laugh?")
    anna.hears_nothing()  # once in a week, and nothing twice


def test_an_answer_to_a_weekly_text_is_placed_by_asking_which_line(open_school: Open) -> None:
    """Holds placing.Several: a text that may answer either of two is asked about, whatever it says; and waits."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    first = asks(school, "What did you read together this week at home?")
    second = asks(school, "Is the tooth out yet?", in_rooms=("Room 5", "Room 2"))
    school.goes_to(days=2, hour=16, minute=1)
    anna.hears("1 Ms Tane for Ruby: What did you read", "2 Ms Tane for Ruby and Jack: Is the tooth")
    anna.says("2")  # how many? or which? Nobody can know
    assert anna.hears("Which one do you answer?") == (
        "Thank you. Which one do you answer?\n1 What did you read together this...\n2 Is the tooth out yet?\n3 Something else"
    )
    anna.says("Please keep this between us, his dad is away")  # said while it waits: it is not taken along
    anna.hears("Which one do you answer?")
    teacher.hears_nothing()
    anna.says("1")
    anna.hears("Ms Tane")
    assert answers(school) == {"2": first}
    anna.hears("Which one do you answer?")
    teacher.forgets()
    anna.says("3")
    anna.hears("Who is this about?", "Ruby", "Jack")
    anna.says("1")
    teacher.hears("Please keep this between us")
    assert answers(school) == {"2": first, "Please keep this between us, his dad is away": None}
    school.passes(minutes=70)  # whom it was about is remembered for an hour
    anna.says("And the tooth fell out on Monday")
    anna.hears("Which one do you answer?")
    anna.says("2")
    anna.hears("Who is this about?", "Ruby", "Jack")  # two children could be meant, as ever
    anna.says("2")
    assert answers(school)["And the tooth fell out on Monday"] == second
    children = school.act(
        lambda desk: desk.db.scalars(
            select(thread.c.child_id)
            .join(message, message.c.thread_id == thread.c.id)
            .where(message.c.prompt_id == second)
        ).all()
    )
    assert len(children) == 1
    anna.says("We are away on Friday")  # she has answered both: nothing is asked
    anna.hears("your words about Jack")  # whom the last words were about, within the hour
    assert answers(school)["We are away on Friday"] is None


def test_thanks_and_shares_after_a_weekly_text_are_no_reason_to_ask(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    sina = school.sms(SINA).forgets()
    asks(school, "What did you read?")
    asks(school, "Is the tooth out yet?")
    school.goes_to(days=2, hour=16, minute=1)
    sina.hears("This week from")
    sina.says("ka pai")
    sina.hears_nothing()
    sina.says("SHARE we baked bread")
    assert count(sina, "Which one") == 0
    assert answers(school) == {"ka pai": None, "we baked bread": None}


def test_the_only_line_is_answered_without_asking(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    sina = school.sms(SINA).forgets()
    made = asks(school, "What did you read?")
    school.goes_to(days=2, hour=16, minute=1)
    sina.hears("1 Ms Tane for Lagi: What did you read?")
    sina.says("The one about the moon")
    assert count(sina, "Which one") == 0
    assert answers(school) == {"The one about the moon": made}


def test_an_answer_on_another_phone_after_a_weekly_text_is_no_answer_to_an_older_question(
    open_school: Open,
) -> None:
    """Holds `last_elsewhere`: the newest that the person has read is the weekly text, and nobody can know its line."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SCHOOL + DIGEST)
    sina = school.sms(SINA).forgets()
    asks(school, "What did you read?")
    sina.hears("What did you read?")
    school.act(lambda desk: schools.apply(desk.db, schools.read(SPENT + DIGEST), desk.now))
    asks(school, "Is the tooth out yet?")
    asks(school, "What made you laugh?")
    school.goes_to(days=2, hour=16, minute=1)
    sina.hears("This week from")
    chat = school.on_telegram(SINA, 777_002, "Sina")
    chat.says("Yes, on Monday")
    assert answers(school) == {"Yes, on Monday": None}


def test_a_weekly_text_that_finds_nobody_goes_to_the_readers_chat_question_by_question(
    open_school: Open,
) -> None:
    """Holds `elsewhere.take` for weekly texts: a phone that is gone takes no question with it."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    sina = school.sms(SINA).forgets()
    asks(school, "What did you read?")
    asks(school, "Is the tooth out yet?")
    sina.says("TELEGRAM")
    code = sina.hears("start=").partition("start=")[2].split()[0]
    chat = school.telegram(777_002, "Sina")
    chat.starts(code)
    chat.forgets()
    school.carriers.twilio.errors[SINA] = 30005  # nobody is at this number
    school.goes_to(days=2, hour=16, minute=1)
    chat.hears("What did you read?")
    chat.hears("Is the tooth out yet?")


def test_what_has_changed_by_then_is_left_out_line_by_line(open_school: Open) -> None:
    """Holds last_look._weekly: taken back, answered (a reminder), paused, stopped, no longer theirs."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SCHOOL + DIGEST, at=at(27, 10))  # a Friday
    mere, anna, sina, priya = (school.sms(it).forgets() for it in (MERE, ANNA, SINA, PRIYA))
    asks(school, "What did you read?")
    school.act(lambda desk: schools.apply(desk.db, schools.read(SPENT + DIGEST), desk.now))
    school.goes_to(days=3, hour=10, minute=1)  # Monday: their reminders are gathered
    assert count(anna, "still time") == 0
    taken = asks(school, "Is the tooth out yet?")
    asks(school, "What made you laugh?")
    mere.says("The one about the eel")  # her home has answered the first
    sina.says("PAUSE")
    priya.says("STOP")
    for it in (mere, anna, sina, priya):
        it.forgets()
    school.act(lambda desk: prompting.cancel(desk, taken))
    school.goes_to(days=3, hour=16, minute=1)
    assert "School:\n1 Ms Tane for Tama: What made you laugh?" in mere.hears("This week")
    assert anna.hears("This week").endswith(
        "1 Ms Tane for Ruby: What did you read?\n2 Ms Tane for Ruby: What made you laugh?"
    )
    assert "eel" not in anna.screen[-1].text
    sina.hears_nothing()
    priya.hears_nothing()


def test_the_weekly_text_keeps_the_readers_hours_and_the_schools_days(open_school: Open) -> None:
    """Holds `prompting.REACH` on the digest's row, and due_days: none in a closure, none at night."""
    late = SPENT + '\n[sms.digest]\nday = "Thursday"\nat = "21:30"\n'
    closed = late + "\n[[closure]]\nfirst = 2026-12-03\nlast = 2026-12-03\n"
    school = open_school(roll_csv=IN_ENGLISH, toml=closed)
    anna = school.sms(ANNA).forgets()
    asks(school, "What did you read?")
    school.goes_to(days=2, hour=21, minute=31)
    anna.hears_nothing()
    school.goes_to(days=1, hour=7, minute=59)
    anna.hears_nothing()
    school.goes_to(hour=8, minute=1)
    anna.hears("This week from", "What did you read?")
    asks(school, "Is the tooth out yet?")
    school.goes_to(days=6, hour=22)  # the closure
    school.goes_to(days=1, hour=12)
    anna.hears_nothing()
    school.goes_to(days=6, hour=22)
    school.goes_to(days=1, hour=9)
    anna.hears("This week from", "Is the tooth out yet?")


def test_a_familys_own_cap_counts_what_is_gathered(open_school: Open) -> None:
    """Holds `had_this_week`: an idea beyond what the family wants is not brought in by the weekly text either."""
    ideas = '\n[activities]\ndays = ["Tuesday", "Wednesday", "Thursday"]\nat = "09:00"\n'
    school = open_school(
        roll_csv=IN_ENGLISH, toml=SPENT.replace("\n[sms]", ideas + "\n[sms]") + DIGEST, at=at(23, 20)
    )
    anna, sina = school.sms(ANNA).forgets(), school.sms(SINA).forgets()
    choose_weekly(school, "Anna", 1)
    for _day in range(3):
        school.goes_to(days=1, hour=9, minute=1)
    school.goes_to(hour=16, minute=1)
    assert anna.hears("This week from").count("\n") == 1
    assert sina.hears("This week from").count("\n") == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_weekly_text_itself_takes_no_place_in_a_familys_cap(open_school: Open) -> None:
    """Holds the last condition of `had_this_week`: what it tells counts, and it does not."""
    ideas = '\n[activities]\ndays = ["Tuesday", "Friday"]\nat = "09:00"\n'
    school = open_school(
        roll_csv=IN_ENGLISH, toml=SPENT.replace("\n[sms]", ideas + "\n[sms]") + DIGEST, at=at(23, 20)
    )
    anna = school.sms(ANNA).forgets()
    choose_weekly(school, "Anna", 2)
    school.goes_to(days=1, hour=9, minute=1)
    school.goes_to(days=2, hour=16, minute=1)
    anna.hears("This week from")
    school.goes_to(days=1, hour=9, minute=1)
    assert counted(school, delivery, delivery.c.state == "gathered", delivery.c.address == ANNA) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_office_is_told_once_near_the_end_and_once_at_it(open_school: Open) -> None:
    """Holds jobs/budgets.warn with its UNIQUE(contact, once): a month's word, and no more of it."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SCHOOL + DIGEST)
    office, anna = school.teacher("Whaea Moana", 555_009), school.sms(ANNA).forgets()
    used = school.act(lambda desk: budgets.of_school(desk).used)

    def budget(segments: int) -> None:
        text = SCHOOL.replace("= 5000", f"= {segments}") + DIGEST
        school.act(lambda desk: schools.apply(desk.db, schools.read(text), desk.now))

    budget(used * 100 // 79 + 1)
    school.passes(minutes=1)
    office.hears_nothing()
    budget(used * 100 // 80)
    school.passes(minutes=1)
    office.hears(f"Harakeke School: {used} of this month's {used * 100 // 80} SMS segments are used.")
    school.passes(minutes=1)
    office.hears_nothing()
    budget(used)
    school.passes(minutes=1)
    office.hears(f"Harakeke School: this month's {used} SMS segments are used up.")
    school.passes(days=1)
    office.hears_nothing()
    asks(school, "What did you read?")
    anna.hears_nothing()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rooms_own_budget_holds_its_own_questions_and_nobody_elses(open_school: Open) -> None:
    """Holds Purse.rooms and spending.of_rooms."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SCHOOL + DIGEST + '[sms.rooms]\n"Room 5" = 5\n')
    anna, sina = school.sms(ANNA).forgets(), school.sms(SINA).forgets()
    asks(school, "What did you read?")  # Room 5's families have six phones between them, and five segments
    held = counted(school, delivery, delivery.c.state == "gathered")
    assert held == 1
    spent = school.act(lambda desk: budgets.of_rooms(desk))
    assert [(it.room, it.segments, it.used, it.spent) for it in spent] == [("Room 5", 5, 5, True)]
    anna.forgets()
    sina.forgets()
    asks(school, "Is the tooth out yet?", in_rooms=("Room 2",), by="Mr Fuimaono")
    anna.hears("for Jack: Is the tooth out yet?")
    asks(school, "What made you laugh?")
    anna.hears_nothing()
    sina.hears_nothing()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_finds_no_room_in_it_or_comes_too_late_waits_for_the_next(
    open_school: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds MOST, `_IN_TIME`, and one text a date: a phone never gets two, however much waits."""
    monkeypatch.setattr(digesting, "MOST", 2)
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    sina = school.sms(SINA).forgets()
    for number in range(3):
        asks(school, f"Question {number}?")
    school.goes_to(days=2, hour=16, minute=1)
    assert sina.hears("This week from").endswith("Question 0?\n2 Ms Tane for Lagi: Question 1?")
    school.passes(minutes=1)
    assert school.act(digests.put) == 0
    asks(school, "Question 3?", in_rooms=("Room 2",), by="Mr Fuimaono")
    school.passes(minutes=10)
    assert count(school.sms(ANNA), "Question 3") == 0, "Thursday's hour is over for this one"
    sina.hears_nothing()
    school.goes_to(days=7, hour=16, minute=30)
    assert sina.hears("This week from").endswith("1 Ms Tane for Lagi: Question 2?")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_machine_that_looks_puts_nothing_twice(open_school: Open) -> None:
    """Holds UNIQUE(contact, once) and UNIQUE(delivery) of what is gathered: each of these may run again."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    anna = school.sms(ANNA).forgets()
    asks(school, "What did you read?")
    school.clock.forward(2 * 86_400 + 6 * 3600 + 60)
    for _machine in range(3):
        school.act(digests.put)
    school.passes(seconds=1)
    anna.hears("This week from")
    anna.hears_nothing()
    assert counted(school, gathered, gathered.c.digest_id.is_(None)) == 0


def test_the_schools_double_vowels_are_for_our_own_words_and_never_for_theirs(open_school: Open) -> None:
    """Holds `doubled` in render: the frame is ours to write as the school does; a teacher's macrons stay."""
    double = school_with().replace("monthly_segments", 'double_vowels = ["te reo Māori"]\nmonthly_segments')
    school = open_school(toml=double)
    mere = school.sms(MERE).forgets()
    asks(school, "What did you read?", mi="He aha te pukapuka i pānuihia?")
    assert "pānuihia" in mere.hears("He aha te pukapuka")
    frame = mere.screen[-1].text.replace("He aha te pukapuka i pānuihia?", "")
    assert "mō" not in frame
    assert "moo Tama" in frame
    asks(school, "What made you laugh?", mi="I kata koe ki te aha?")
    mere.hears("moo Tama: I kata koe ki te aha?")


def test_the_day_after_is_early_enough(open_school: Open) -> None:
    """Holds the second day in `due_days`: nobody was there on Thursday at four, and the week's questions still go."""
    school = open_school(roll_csv=SIBLINGS, toml=SPENT + DIGEST)
    anna = school.sms(ANNA).forgets()
    asks(school, "What did you read?")
    school.goes_to(days=3, hour=9)
    anna.hears("This week from", "What did you read?")


def test_what_is_held_for_its_author_does_not_go_under_with_the_weekly_text(open_school: Open) -> None:
    """Holds give_back, and the held ones in `_STILL_WAITS`: "nothing is lost" is also true of a week's line."""
    school = open_school(roll_csv=SIBLINGS, toml=SPENT + DIGEST)
    anna = school.sms(ANNA).forgets()
    held = asks(school, "What did you read?")
    asks(school, "Is the tooth out yet?")

    def hold(desk: Desk, at: object) -> None:
        desk.db.execute(update(prompt).where(prompt.c.id == held).values(held_at=at, let_on_at=None))

    school.act(lambda desk: hold(desk, desk.now))
    school.goes_to(days=2, hour=16, minute=1)
    assert anna.hears("This week from").endswith("\n1 Ms Tane for Ruby and Jack: Is the tooth out yet?")
    school.act(lambda desk: hold(desk, None))
    school.goes_to(days=7, hour=16, minute=1)
    anna.hears("This week from", "What did you read?")


def test_whoever_has_answered_every_line_is_not_asked_which_one(open_school: Open) -> None:
    """Holds `_is_answered`: "Ruby is sick today" must not wait for a number."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    priya, teacher = school.sms(PRIYA).forgets(), school.teacher()
    asks(school, "What did you read together?")
    asks(school, "Is the tooth out yet?")
    school.goes_to(days=2, hour=16, minute=1)
    priya.hears("1 Ms Tane for Arjun")
    for words, line in (("A book about eels", "1"), ("Not yet", "2")):
        priya.says(words)
        priya.hears("Which one do you answer?")
        priya.says(line)
        priya.hears("Ms Tane")
    priya.forgets()
    priya.says("Arjun is sick today")
    priya.hears("Ms Tane")
    assert count(priya, "Which one do you answer?") == 2
    teacher.hears("Arjun is sick today")
