"""STOP, START, PAUSE, LANGUAGE, HELP, WHO, WRONG, TELEGRAM: whole messages, in any language, at once."""

from collections.abc import Callable

import pytest

from bot.store import inbox, people, schools
from tests.conversations.conftest import ANNA, HEMI, MERE, SINA, STRANGER
from tests.ground.school import ROLL, School


def ask_room_5(teacher: object, words: str) -> None:
    for said in ("/ask", words):
        teacher.says(said)  # type: ignore[attr-defined]
    teacher.taps("Send")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "word", ["STOP", "stopall", " End ", "CANCEL", "Unsubscribe", "QUIT", "revoke", "OptOut"]
)
def test_twilios_own_stop_words_get_twilios_own_goodbye_and_nothing_of_ours(
    school: School, word: str
) -> None:
    """Holds is_twilio_stop in handlers/anyone/stop.py: our farewell would be refused with 21610."""
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says(word)
    assert [bubble.by for bubble in hemi.unread] == ["carrier"]
    hemi.forgets()
    ask_room_5(teacher, "Are you there?")
    hemi.hears_nothing()
    hemi.says("I can still write to you")
    teacher.hears("I can still write to you")
    hemi.hears_nothing()
    hemi.says("START")
    hemi.hears("Welcome back")
    ask_room_5(teacher, "And now?")
    hemi.hears("And now?")
    assert school.carriers.ledger.complaints == []


@pytest.mark.parametrize("word", ["KĀTI", "kati!", "Taofi", "stop texting me", "Stop.", "opt out"])
def test_a_stop_in_another_language_stops_too_and_is_answered_once(school: School, word: str) -> None:
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says(word)
    assert len(mere.unread) == 1
    mere.forgets()
    ask_room_5(teacher, "Are you there?")
    mere.hears_nothing()


def test_stop_cancels_what_waits_for_the_morning(open_school: Callable[..., School]) -> None:
    """Holds cancel_waiting in bot.acts.stopping, and the suppression at the call."""
    school = open_school()
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    school.goes_to(hour=21)
    ask_room_5(teacher, "For the morning")
    hemi.says("STOP")
    hemi.forgets()
    school.goes_to(days=1, hour=10)
    hemi.hears_nothing()


def test_yes_is_a_start_only_for_a_phone_that_was_stopped(school: School) -> None:
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says("Yes")
    teacher.hears("Yes")
    hemi.forgets().says("STOP")
    hemi.forgets().says("YES")
    hemi.hears("Welcome back")


def test_stop_on_telegram_with_and_without_a_slash(school: School) -> None:
    sina, teacher = school.on_telegram(SINA, 777_002, "Sina", "sm"), school.teacher()
    for word in ("/stop", "Stop"):
        sina.says(word)
        assert len(sina.unread) == 1
        sina.forgets()
        ask_room_5(teacher, "Are you there?")
        sina.hears_nothing()
        sina.says("/start")
        sina.forgets()
    # Her other phone, which never said stop, was not written to instead.
    assert not any("Are you there?" in bubble.text for bubble in school.sms(SINA).screen)


def test_blocking_the_bot_ends_it_and_letting_it_in_again_does_not_undo_a_stop(school: School) -> None:
    sina, teacher = school.on_telegram(SINA, 777_002, "Sina", "sm"), school.teacher()
    sina.says("/stop")
    sina.forgets().blocks_the_bot()
    school.do(sina.phone.unblocks_bot())  # type: ignore[union-attr]
    ask_room_5(teacher, "Are you there?")
    sina.hears_nothing()


def test_one_of_two_phones_stops_the_other_goes_on(school: School) -> None:
    """STOP belongs to the number."""
    sina, by_text, teacher = (
        school.on_telegram(SINA, 777_002, "Sina", "sm"),
        school.sms(SINA).forgets(),
        school.teacher(),
    )
    by_text.says("STOP")
    ask_room_5(teacher, "Are you there?")
    sina.hears("Are you there?")


def test_a_wrong_number_ends_kindly_for_good_and_only_the_office_sees_it(school: School) -> None:
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    hemi.says("Wrong number")
    hemi.hears("Sorry to have bothered you")
    ask_room_5(teacher, "Are you there?")
    hemi.says("START")
    ask_room_5(teacher, "And now?")
    hemi.hears_nothing()
    mere.never_heard("wrong")
    state = school.act(
        lambda desk: people.contact_at(desk.db, schools.sender_on(desk.db, desk.school.id, "sms") or 0, HEMI)
    )
    assert state is not None
    assert state.state == "wrong"


def test_language_by_menu_by_name_and_by_button(school: School) -> None:
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says("LANGUAGE")
    hemi.hears("1 English", "2 te reo Māori")
    hemi.says("2")
    hemi.hears("te reo Māori")
    teacher.says("/ask")
    teacher.says("Hello\nmi: Kei te pēhea koe?")
    teacher.taps("Send")
    hemi.hears("Kei te pēhea koe?")
    hemi.says("language english")
    hemi.hears("English")
    hemi.says("LANGUAGE Tongan")
    hemi.hears("not have", "Lea")
    sina = school.on_telegram(SINA, 777_002, "Sina", "sm")
    sina.says("Gagana")
    sina.taps("English")
    sina.hears("From now on we write to you in English")


def test_pause_holds_prompts_and_not_people(school: School) -> None:
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    hemi.says("PAUSE")
    hemi.hears("Paused", "1 One week", "3 Until I text START")
    ask_room_5(teacher, "While he rests")
    hemi.hears_nothing()
    hemi.says("1")
    hemi.hears("START")
    hemi.says("One thing: he has a dentist at two")
    teacher.replies_to("dentist at two", "Thanks Hemi")
    hemi.hears("Thanks Hemi")
    school.goes_to(days=8)
    ask_room_5(teacher, "After a week")
    hemi.hears("After a week")
    mere.hears("While he rests")


def test_help_and_who_tell_only_what_is_theirs(school: School) -> None:
    hemi = school.sms(HEMI).forgets()
    hemi.says("Help")
    hemi.hears("SHARE", "STOP", "09 555 0100", "111")
    hemi.says("who?")
    assert "Ruby" not in hemi.hears("About Tama", "Mere (mother)", "Hemi (father)", "Ms Tane")


def test_telegram_gives_a_link_that_works_once_and_only_for_them(school: School) -> None:
    hemi, teacher, thief = school.sms(HEMI).forgets(), school.teacher(), school.telegram(666, "Thief")
    hemi.says("TELEGRAM")
    code = hemi.hears("t.me/").partition("start=")[2].split()[0]
    chat = school.telegram(778, "Hemi")
    chat.starts(code)
    chat.hears("Harakeke School")
    chat.hears("You are in")
    thief.starts(code)
    thief.hears("That code does not work")
    ask_room_5(teacher, "Where do you read?")
    chat.hears("Where do you read?")
    hemi.hears_nothing()
    hemi.says("I wrote by text")  # answered where they wrote
    hemi.hears("Thank you")


def test_two_people_share_a_phone_and_nobody_is_named_to_it(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=ROLL + "Room 5,Tama,Koro Hone,grandfather,020 000 00004,en,home\n")
    phone, teacher = school.sms(HEMI).forgets(), school.teacher()
    phone.says("He liked the eels")
    text = phone.hears("What is your name?")
    assert "Hemi" not in text
    assert "Koro" not in text
    phone.says("Bob")
    phone.hears("What is your name?")
    phone.says("koro hone")
    teacher.hears("Koro Hone (grandfather of Tama, Room 5): He liked the eels")
    phone.says("And the river")
    teacher.hears("And the river")
    phone.forgets().says("STOP")  # without a name
    phone.forgets()
    ask_room_5(teacher, "Are you there?")
    phone.hears_nothing()


def test_a_stranger_is_kept_answered_once_and_told_nothing(school: School) -> None:
    stranger, teacher = school.sms(STRANGER), school.teacher()
    stranger.says("Is Tama at school?")
    answer = stranger.hears("we do not know yours")
    for word in ("Harakeke", "Tama", "Tane", "Room"):
        assert word not in answer
    stranger.says("Hello??")
    stranger.hears_nothing()
    teacher.hears_nothing()
    kept = school.act(lambda desk: inbox.strangers(desk.db, desk.school.id))
    assert [row["heard"]["words"] for row in kept] == ["Hello??", "Is Tama at school?"]
    stranger.says("STOP")
    stranger.forgets().says("Hello again")
    stranger.hears_nothing()


def test_a_sticker_is_answered_honestly_and_a_group_once(school: School) -> None:
    sina = school.on_telegram(SINA, 777_002, "Sina", "en")
    update = {"update_id": 900_001, "message": {
        "message_id": 1, "date": 1_795_000_000, "chat": {"id": -100123, "type": "group", "title": "Room 5 mums"},
        "from": {"id": 777_002, "is_bot": False, "first_name": "Sina"}, "text": "Tama was sick",
    }}  # fmt: skip
    secret = {"x-telegram-bot-api-secret-token": school.house.channels["telegram"].secret}  # type: ignore[attr-defined]
    for number in range(2):
        update["update_id"] = 900_001 + number
        assert school.request("POST", "/hooks/telegram", json=update, headers=secret).status_code == 200
    rows = school.act(lambda desk: [dict(row) for row in _inbox(desk)])
    assert not any("Tama was sick" in str(row["heard"]) for row in rows)
    sina.hears_nothing()


def _inbox(desk: object) -> list[dict[str, object]]:
    from sqlalchemy import select

    from bot.store.tables import inbox as table

    return [dict(row) for row in desk.db.execute(select(table)).mappings()]  # type: ignore[attr-defined]


def test_by_text_a_teacher_has_no_power(open_school: Callable[..., School]) -> None:
    """Anybody can send in another number's name."""
    school = open_school()
    school.act(_give_teacher_a_number)
    teacher, anna = school.sms("+642000000077"), school.sms(ANNA).forgets()
    teacher.says("/ask")
    teacher.hears("not by text")
    teacher.says("What did you read?")
    teacher.hears_nothing()
    anna.hears_nothing()


def _give_teacher_a_number(desk: object) -> None:
    db, school = desk.db, desk.school  # type: ignore[attr-defined]
    person = people.staff_named(db, school.id, "ms tane", desk.now)  # type: ignore[attr-defined]
    assert person is not None
    sender = schools.sender_on(db, school.id, "sms")
    assert sender is not None
    contact = people.meet(
        db, school.id, sender, "sms", "+642000000077", people.State.ACTIVE, "Pacific/Auckland", desk.now
    )  # type: ignore[attr-defined]
    people.link(db, school.id, contact.id, person.id)


def test_a_teacher_who_quotes_nothing_is_asked_whom_it_is_for(school: School) -> None:
    mere, anna, teacher = school.sms(MERE).forgets(), school.sms(ANNA).forgets(), school.teacher()
    mere.says("He pātai tāku")
    anna.says("A question about reading")
    anna.says("1")
    teacher.hears("He pātai tāku")
    teacher.hears("A question about reading")
    mere.forgets(), anna.forgets()
    teacher.says("Yes, on Friday")
    teacher.hears("Whom is this for?")
    mere.hears_nothing()
    anna.hears_nothing()
    teacher.taps("Tama: Mere")
    mere.hears("Yes, on Friday")
    anna.hears_nothing()
    other = school.teacher("Mr Fuimaono", 555_006)
    other.says("I am not theirs")
    other.hears("/ask")
