"""News, good news, ideas, choices, and what cannot wait: each keeps the rules that are its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.acts import prompting, safety, saying
from bot.acts.desk import Desk
from bot.model.chat import Option, PromptKind, Say, Wording
from bot.model.people import Role
from bot.store import people, polls, rooms
from bot.store.tables import audit, child, delivery, message
from tests.conversations.at_school import (
    IN_ENGLISH,
    WITH_NANA,
    asks,
    at,
    choose_weekly,
    count,
    counted,
    lists,
    named,
    school_with,
    unheard,
)
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, ROHAN, SINA
from tests.ground.school import SCHOOL, School

Open = Callable[..., School]
SPENT = SCHOOL.replace("monthly_segments = 5000", "monthly_segments = 1")
CLOSED = '\n[[closure]]\nname = "Storm"\nfirst = 2026-11-24\nlast = 2026-11-30\n'
DAYS = ({"en": "Monday", "mi": "Rāhina"}, {"en": "Friday", "mi": "Rāmere"})


def sends(school: School, words: str, kind: PromptKind, *, room: str = "Room 5", **more: Any) -> int:
    def confirmed(desk: Desk) -> int:
        where = {} if "child_ids" in more else {"room_ids": rooms.named(desk.db, desk.school.id, [room])}
        made = prompting.draft(
            desk, named(desk, "Ms Tane"), [Wording("en", words)], kind=kind, **where, **more
        )
        assert made is not None
        prompting.confirm(desk, made)
        return made

    made = school.act(confirmed)
    school.passes(seconds=1)
    return made


def sounds(school: School, words: str, *, typed: str = "Harakeke School", why: str = "a storm") -> str:
    """A safety message, confirmed for the second time; what was amiss with that."""
    made = sends(school, words, PromptKind.SAFETY)
    office = frozenset({Role.OFFICE})
    told = school.act(
        lambda desk: safety.confirm(desk, named(desk, "Ms Tane"), office, made, typed=typed, why=why)
    )
    school.passes(seconds=1)
    return told


def children(school: School, *names: str) -> list[int]:
    return school.act(lambda desk: list(desk.db.scalars(select(child.c.id).where(child.c.name.in_(names)))))


def votes(school: School) -> list[tuple[str, int | None]]:
    query = select(message.c.kind, message.c.choice).order_by(message.c.id)
    return school.act(lambda desk: [tuple(row) for row in desk.db.execute(query)])


def test_a_poll_is_answered_by_number_by_button_in_words_and_in_free_text(open_school: Open) -> None:
    """Holds voting.chosen for each way; what is no choice stays an answer in the writer's own words."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, priya, rohan, anna = (school.sms(it).forgets() for it in (MERE, PRIYA, ROHAN, ANNA))
    hemi, teacher = school.on_telegram(HEMI, 777_004, "Hemi"), school.teacher()
    sends(school, "Which day suits you?", PromptKind.PROMPT, choices=DAYS)
    assert "Which day suits you?" in mere.hears("\n1 Monday\n2 Friday")
    mere.says("2")
    teacher.hears("Mere", "Friday")
    priya.says("monday")
    teacher.hears("Priya", "Monday")
    hemi.taps("Friday")
    teacher.hears("Hemi", "Friday")
    rohan.says("Neither, we are away")
    teacher.hears("Neither, we are away")
    anna.says("7")
    teacher.hears("Anna", "7")
    assert [it for it in votes(school) if it[1]] == [("reply", 2), ("reply", 1), ("reply", 2)]


def test_who_chooses_again_has_changed_their_answer(open_school: Open) -> None:
    """Holds voting.vote: a second number is a second choice, not a stray note."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE).forgets()
    asked = sends(school, "Which day suits you?", PromptKind.PROMPT, choices=DAYS)
    mere.says("1")
    mere.says("2")
    rows = school.act(lambda desk: polls.chosen(desk.db, asked))
    assert [(it["choice"], it["people"]) for it in rows] == [(2, 1)]


def test_a_number_under_something_else_is_no_choice(open_school: Open) -> None:
    """Holds the look at the screen: once another question has come, "1" is not counted for the poll."""
    school = open_school(roll_csv=IN_ENGLISH)
    priya = school.sms(PRIYA).forgets()
    sends(school, "Which day suits you?", PromptKind.PROMPT, choices=DAYS)
    asks(school, "How many books did you read?")
    priya.says("1")
    assert all(it[1] is None for it in votes(school))


def test_a_late_number_for_our_own_question_is_no_choice_but_a_label_is(open_school: Open) -> None:
    """Holds asked_above in voting.chosen: which child? was asked below the poll, and is over; its "1" is no vote."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    sends(school, "Which day suits you?", PromptKind.PROMPT, choices=DAYS)

    def asked(desk: Desk) -> None:
        phone = people.contacts_of(desk.db, [named(desk, "Anna").id])[named(desk, "Anna").id][0]
        saying.ask(desk, phone, "machines", Say("Which of the two?"),
                   options=[Option("a", Say("This")), Option("b", Say("That"))],
                   about={}, lasts=timedelta(hours=1), person_id=named(desk, "Anna").id)  # fmt: skip

    school.act(asked)
    school.passes(seconds=5)
    anna.hears("Which of the two?")
    school.passes(hours=2)
    anna.says("2")
    assert all(it[1] is None for it in votes(school))
    anna.says("Friday")
    assert [it[1] for it in votes(school) if it[1]] == [2]


def test_a_poll_in_a_weekly_text_names_its_choices_and_is_answered_in_words(open_school: Open) -> None:
    """Holds digesting._with_choices, and that a number in a weekly text is its line's."""
    digest = '\n[sms.digest]\nday = "Thursday"\nat = "16:00"\n'
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + digest)
    priya = school.sms(PRIYA).forgets()
    sends(school, "Which day suits you?", PromptKind.PROMPT, choices=DAYS)
    asks(school, "What did you read?")
    school.goes_to(days=2, hour=16, minute=1)
    priya.hears("1 Ms Tane for Arjun: Which day suits you? (Monday / Friday)")
    priya.says("1")
    assert all(it[1] is None for it in votes(school))


def test_news_and_good_news_ask_for_nothing(open_school: Open) -> None:
    """Holds PromptKind.asks: no reminder follows, and nobody is told who would see an answer; an answer is heard."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    sends(school, "The gate is closed on Friday.", PromptKind.NOTICE)
    assert "will see it too" not in mere.hears(
        "News from Ms Tane, Harakeke School, for Tama: The gate is closed"
    )
    sends(school, "Tama swam ten metres.", PromptKind.CELEBRATION)
    assert "will see it too" not in mere.hears("Good news from Ms Tane, Harakeke School, for Tama: Tama swam")
    school.passes(days=3, minutes=5)
    mere.hears_nothing()
    mere.says("We are so proud of him")
    teacher.hears("We are so proud of him")


def test_an_idea_of_a_teachers_own_keeps_the_weeks_number(open_school: Open) -> None:
    """Holds PromptKind.keeps_cap where deliveries are written."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, priya = school.sms(MERE).forgets(), school.sms(PRIYA).forgets()
    choose_weekly(school, "Mere", 0)
    sends(school, "Count the steps to school.", PromptKind.ACTIVITY)
    priya.hears("An idea from Harakeke School for Arjun: Count the steps to school.")
    mere.hears_nothing()


def test_children_picked_by_hand_are_one_text_a_phone_and_nobody_elses(open_school: Open) -> None:
    """Holds By.HAND in fan-out: two of one home's children are one text; no other child's family hears of it."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, mere, priya = (school.sms(it).forgets() for it in (ANNA, MERE, PRIYA))
    sends(school, "The kapa haka group meets.", PromptKind.NOTICE,
          child_ids=children(school, "Ruby", "Jack", "Tama"))  # fmt: skip
    anna.hears("for Ruby and Jack: The kapa haka group meets.")
    anna.hears_nothing()
    mere.hears("for Tama: The kapa haka group meets.")
    priya.hears_nothing()


def test_what_cannot_wait_goes_at_night_in_a_closure_past_pauses_and_a_spent_month(open_school: Open) -> None:
    """Holds Turn.SAFETY, timing.SAFETY and PromptKind.overrides: each of them, taken out, keeps somebody from it."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + CLOSED)
    mere, priya = school.sms(MERE).forgets(), school.sms(PRIYA).forgets()
    choose_weekly(school, "Mere", 0)
    school.act(lambda desk: people.change_person(
        desk.db, named(desk, "Priya").id, paused_until=desk.now + timedelta(days=60)))  # fmt: skip
    school.goes_to(days=1, hour=3)
    mere.forgets(), priya.forgets()
    asks(school, "What did you read?")
    mere.hears_nothing()
    assert sounds(school, "School is closed today. Please stay at home.") == ""
    assert mere.hears() == (
        "Important from Harakeke School for Tama: School is closed today. Please stay at home."
    )
    priya.hears("Important from Harakeke School for Arjun")
    noted = school.act(
        lambda desk: desk.db.execute(select(audit).where(audit.c.act == safety.SENT)).mappings().all()
    )
    assert [(it["about"]["why"], it["person_id"] is not None) for it in noted] == [("a storm", True)]


def test_what_cannot_wait_still_stops_at_a_stop_a_wrong_number_and_a_lane(open_school: Open) -> None:
    """Holds last_look for safety: nobody who said STOP or WRONG, and no supporter who was let in for stories only."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, priya, sina = (school.sms(it) for it in (MERE, PRIYA, SINA))
    mere.says("STOP")
    sina.says("WRONG")
    mere.forgets(), sina.forgets()
    assert sounds(school, "Please come to the gate now.") == ""
    priya.hears("Please come to the gate now.")
    mere.hears_nothing()
    sina.hears_nothing()


def test_what_cannot_wait_waits_for_the_first_words(open_school: Open) -> None:
    """Holds the queue's look at notice_at: before anybody was told who writes, nothing goes, and nothing is lost."""
    school = open_school(roll_csv=WITH_NANA, at=at(24, 22))
    mere = school.sms(MERE)
    assert sounds(school, "Please come to the gate now.") == ""
    assert count(mere, "gate") == 0
    school.goes_to(days=1, hour=8, minute=1)
    assert count(mere, "gate") == 1
    first = [it.text for it in mere.screen if it.by != "phone"]
    assert "gate" not in first[0]


def test_what_cannot_wait_is_confirmed_twice_by_those_who_may(school: School) -> None:
    """Holds `sure` in prompting.confirm, and safety.trouble: the wrong word, no reason, or a teacher alone."""
    assert "type the school’s name" in sounds(school, "Come now", typed="Kauri School")
    assert "why it cannot wait" in sounds(school, "Come now", why=" ")
    made = sends(school, "Come now", PromptKind.SAFETY)
    teacher = frozenset({Role.TEACHER, Role.LEADER})
    told = school.act(lambda desk: safety.confirm(
        desk, named(desk, "Ms Tane"), teacher, made, typed=desk.school.name, why="x"))  # fmt: skip
    assert "Only the office" in told
    assert counted(school, delivery, delivery.c.prompt_id.is_not(None)) == 0


def test_a_safety_message_goes_first_and_never_stops_by_itself(open_school: Open) -> None:
    """Holds Turn.SAFETY before every other turn: what else is due on the phone comes after it."""
    school = open_school(roll_csv=IN_ENGLISH, toml=school_with(CLOSED), at=at(24, 10))
    mere = school.sms(MERE).forgets()

    def both(desk: Desk) -> None:
        room = rooms.named(desk.db, desk.school.id, ["Room 5"])
        tane = named(desk, "Ms Tane")
        made = [
            prompting.draft(desk, tane, [Wording("en", kind)], kind=kind, room_ids=room)
            for kind in (PromptKind.NOTICE, PromptKind.SAFETY)
        ]
        for it in made:
            assert it is not None
            prompting.confirm(desk, it, sure=True)
        desk.db.execute(delivery.update().where(delivery.c.prompt_id.is_not(None)).values(due_at=desk.now))

    school.act(both)
    school.passes(seconds=1)
    assert "Important" in mere.hears()


def test_a_choice_that_is_heard_late_is_not_the_last_word(open_school: Open) -> None:
    """Holds the order in polls.chosen: the webhook of the 1 is lost, then he chooses 2; the list brings the 1."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    made = sends(school, "Which day?", PromptKind.PROMPT, choices=DAYS)
    unheard(school, hemi, "1")
    school.clock.forward(30)
    hemi.says("2")
    school.clock.forward(30)
    lists(school)
    assert school.act(lambda desk: [(it["choice"], it["people"]) for it in polls.chosen(desk.db, made)]) == [
        (2, 1)
    ]
    assert counted(school, message, message.c.choice.is_not(None)) == 2
