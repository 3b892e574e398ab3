"""STOP and its kin where they are hard: twice, at night, on two phones, by the carrier; and how people come back."""

from collections.abc import Callable

from sqlalchemy import select

from bot.acts import greeting, roll
from bot.languages.folding import fold
from bot.simulated.twilio import webhooks
from bot.store import people, suppressions
from bot.store import schools as school_rows
from bot.store.tables import contact, delivery, inbox
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, counted, named
from tests.conversations.conftest import ANNA, HEMI, MERE, SINA, STRANGER
from tests.ground.school import ROLL, School

STILL = delivery.c.state.in_(("waiting", "claimed"))


def test_the_same_stop_twice_is_one_stop_and_one_farewell(school: School) -> None:
    """Holds UNIQUE(inbox key): the carrier brings it again when our answer is lost."""
    mere = school.sms(MERE).forgets()
    mere.says("Kāti")
    twilio = school.carriers.twilio
    heard = next(it for it in reversed(twilio.messages.values()) if it.direction == "inbound")
    again = webhooks.inbound(heard, twilio.account, twilio.address)
    for _time in range(3):
        school.do(twilio._tell(twilio.sms_url, again))
    assert len(mere.unread) == 1
    assert counted(school, inbox, inbox.c.key == heard.sid) == 1


def test_stop_at_night_leaves_nothing_waiting_and_start_begins_with_the_notice(
    open_school: Callable[..., School],
) -> None:
    """Holds `cancel_waiting`, and `forget_unsent` in greet_now: without it the notice never went again, nor anything else."""
    school = open_school(at=at(24, 22), roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA)
    asks(school, "What made you laugh today?")
    anna.says("STOP")
    assert counted(school, delivery, delivery.c.address == ANNA, STILL) == 0
    school.goes_to(days=1, hour=9)
    assert all(it.by in ("phone", "carrier") for it in anna.screen)
    anna.forgets().says("START")
    anna.hears("Kia ora from Harakeke School", "STOP")
    anna.hears("Welcome back")
    asks(school, "And today?")
    anna.hears("And today?", "Ruby")
    anna.never_heard("What made you laugh")  # what STOP cancelled stays cancelled


def test_what_the_carrier_blocked_counts_as_a_stop(open_school: Callable[..., School]) -> None:
    """Holds `Gone(stopped=True)` for 21610 in dispatch/settling: we never heard the word, Twilio did."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    school.carriers.twilio.opted_out.add(HEMI)
    asks(school, "Are you there?")
    asks(school, "And now?")

    def why(desk) -> tuple[str, str | None]:  # type: ignore[no-untyped-def]
        sender = school_rows.sender_on(desk.db, desk.school.id, "sms") or 0
        found = people.contact_at(desk.db, sender, HEMI)
        assert found is not None
        return found.state, suppressions.stopped(desk.db, sender, HEMI)

    state, stopped = school.act(why)
    assert (state, bool(stopped)) == ("stopped", True)
    # One call found it out; the second prompt was never tried.
    assert (
        counted(
            school,
            delivery,
            delivery.c.address == HEMI,
            delivery.c.tries > 0,
            delivery.c.prompt_id.is_not(None),
        )
        == 1
    )
    hemi.says("Unstop")
    hemi.hears("Welcome back")


def test_a_phone_that_was_thought_gone_is_there_when_it_writes(open_school: Callable[..., School]) -> None:
    """Holds `came_back` in reception: else a father who changed his SIM twice is answered by silence for ever."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    school.carriers.twilio.errors[HEMI] = 30005
    asks(school, "Are you there?")
    asks(school, "And now?")
    assert counted(school, contact, contact.c.state == "gone") == 1
    del school.carriers.twilio.errors[HEMI]
    hemi.says("My phone was broken")
    hemi.hears("is this still the right phone")  # behind a number that had nobody may be somebody else by now
    hemi.says("1")
    hemi.hears("Thank you. Ms Tane")
    teacher.replies_to("My phone was broken", "Good to hear you")
    hemi.hears("Good to hear you")


def test_blocking_the_bot_and_letting_it_in_again(open_school: Callable[..., School]) -> None:
    """Holds `left` and `came_back`: what went out meanwhile went to her other phone, which never said stop."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina, by_text = school.on_telegram(SINA, 777_002, "Sina"), school.sms(SINA).forgets()
    sina.blocks_the_bot()
    asks(school, "While it was shut")
    by_text.hears("While it was shut")
    school.do(sina.phone.unblocks_bot())  # type: ignore[union-attr]
    asks(school, "Open again")
    sina.hears("Open again")
    by_text.hears_nothing()
    sina.never_heard("While it was shut")


def test_words_from_a_phone_that_said_stop_do_not_open_it_again(open_school: Callable[..., School]) -> None:
    """Holds the STOP in `came_back`: she went on by text, and what is for her does not go where it cannot arrive."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina, by_text, teacher = (
        school.on_telegram(SINA, 777_002, "Sina"),
        school.sms(SINA).forgets(),
        school.teacher(),
    )
    sina.says("STOP")
    by_text.says("START")
    sina.forgets().says("Lagi lost her hat")
    teacher.hears("Lagi lost her hat")
    by_text.forgets()
    asks(school, "What did you read?")
    by_text.hears("What did you read?")
    sina.hears_nothing()


def test_a_stranger_who_blocks_and_comes_back_is_a_stranger_still(school: School) -> None:
    """Holds `_opened` in stopping.py: made active, such a chat was never answered again."""
    stranger = school.telegram(666_001, "Nobody")
    stranger.starts()
    stranger.hears("we do not know yours")
    stranger.blocks_the_bot()
    school.do(stranger.phone.unblocks_bot())  # type: ignore[union-attr]
    assert counted(school, contact, contact.c.address == "666001", contact.c.state == "unverified") == 1


def test_a_wrong_number_is_not_undone_by_shutting_and_opening_the_door(
    open_school: Callable[..., School],
) -> None:
    """Holds the first line of `left`: WRONG had become "gone", and START lifted it."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina, by_text = school.on_telegram(SINA, 777_002, "Sina"), school.sms(SINA).forgets()
    sina.says("Wrong person")
    sina.hears("Sorry to have bothered you")
    sina.blocks_the_bot()
    sina.starts()
    asks(school, "Are you there?")
    sina.hears_nothing()
    by_text.hears("Are you there?")  # the number from the roll is hers all the same: WRONG is no stop by her
    assert counted(school, contact, contact.c.state == "wrong", contact.c.why.like("%wrong number%")) == 1


def test_whoever_stopped_on_telegram_starts_again_by_text(open_school: Callable[..., School]) -> None:
    """Holds the last lines of `stopping.start`: her Telegram stays shut, and holds her other phone up no longer."""
    school = open_school(roll_csv=IN_ENGLISH)
    sina, by_text, teacher = (
        school.on_telegram(SINA, 777_002, "Sina"),
        school.sms(SINA).forgets(),
        school.teacher(),
    )
    sina.says("/stop")
    sina.forgets()
    asks(school, "Are you there?")
    by_text.hears_nothing()
    by_text.says("Start")
    by_text.hears("Welcome back")
    by_text.says("Texting is easier")
    teacher.replies_to("Texting is easier", "Then we text")
    by_text.hears("Then we text")
    sina.hears_nothing()
    sina.says("/start")
    sina.hears("Welcome back")


def test_a_stop_button_and_a_stop_word_with_marks_on_it(open_school: Callable[..., School]) -> None:
    """Holds `fold`: case, macrons, the ʻokina and punctuation are forgiven; a sentence is no keyword."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says("Please stop by the office and get his hat")
    teacher.hears("Please stop by the office")
    hemi.forgets().says("taofi fa’amolemole!!")  # the apostrophe that phones type
    hemi.hears("You will get no more texts from Harakeke School. Text START")
    asks(school, "Are you there?")
    hemi.hears_nothing()
    hemi.says("TĪMATA")  # Hemi reads English: a word in another language is words
    hemi.hears_nothing()
    teacher.hears("TĪMATA")
    hemi.says("start again.")
    hemi.hears("Welcome back")


def test_pause_stops_reminders_too_and_start_ends_it(open_school: Callable[..., School]) -> None:
    """Held twice, in jobs/nudges.py and recipients.py, and by `_ended` in the last look: red without both."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, anna, teacher = school.sms(HEMI).forgets(), school.sms(ANNA).forgets(), school.teacher()
    asks(school, "What did you read?")
    hemi.hears("What did you read?")
    hemi.says("pause")
    hemi.hears("Paused")
    hemi.says("3")
    hemi.hears("Text START any time")
    school.goes_to(days=3, hour=12)
    anna.hears("there is still time")
    hemi.hears_nothing()
    school.goes_to(days=60, hour=12)
    asks(school, "A new year")
    hemi.hears_nothing()
    hemi.says("START")
    hemi.hears("Welcome back")
    asks(school, "Welcome")
    hemi.hears("Welcome")
    hemi.says("Pause")
    hemi.says("2")
    school.goes_to(days=29)
    asks(school, "Within the month")
    hemi.never_heard("Within the month")
    school.goes_to(days=2)
    asks(school, "After the month")
    hemi.hears("After the month")
    assert teacher.phone.address


def test_a_pause_catches_what_waits_for_the_morning(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    school.goes_to(hour=21)
    asks(school, "For the morning")
    hemi.says("PAUSE")
    school.goes_to(days=1, hour=9)
    hemi.never_heard("For the morning")


def test_a_language_once_chosen_outlives_the_next_roll(school: School) -> None:
    """Holds `language_chosen`: the office's spreadsheet does not undo what she chose."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says("Reo")  # the word for LANGUAGE in the language she reads
    mere.hears("1 English", "3 Gagana Samoa")
    mere.says("English")
    mere.hears("From now on we write to you in English")
    school.act(lambda desk: roll.apply(desk, ROLL, greeting.greet))
    mere.says("He has a cold")
    mere.hears("Thank you. Ms Tane has your words about Tama")
    teacher.hears("He has a cold")
    assert school.act(lambda desk: named(desk, "Mere").language_chosen)


def test_a_stop_outlives_the_next_roll_too(school: School) -> None:
    hemi = school.sms(HEMI).forgets()
    hemi.says("KĀTI")
    hemi.hears("You will get no more texts")
    school.act(lambda desk: roll.apply(desk, ROLL, greeting.greet))
    asks(school, "Are you there?")
    hemi.hears_nothing()


def test_help_and_who_in_their_own_words_and_for_each_child(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH.replace("00003,en", "00003,mi"))
    anna = school.sms(ANNA).forgets()
    anna.says("Āwhina")
    anna.hears("09 555 0100", "111")
    anna.says("ko wai?")
    anna.hears("Ruby", "Ms Tane")
    anna.hears("Jack", "Mr Fuimaono")
    anna.never_heard("Tama", "Mere")


def test_a_stranger_by_text_gets_one_line_a_button_nobody_asked_for_gets_the_truth(school: School) -> None:
    stranger = school.sms(STRANGER)
    for words in ("WHO", "FAMILY", "HELLO", "PAUSE", "/ask", "TELEGRAM"):
        stranger.says(words)
    assert count(stranger, "we do not know yours") == 1
    stranger.never_heard("Tama", "Room", "Tane")
    rows = school.act(lambda desk: list(desk.db.scalars(select(inbox.c.state))))
    assert rows == ["stranger"] * 6
    assert fold("Harakeke") not in fold(" ".join(it.text for it in stranger.screen if it.by == "school"))
