"""“Please stop texting me”, in a sentence of their own: the teacher reads it, and Aho asks once."""

from collections.abc import Callable

import pytest

from bot.acts.desk import LOCALES
from bot.languages.catalogue import Catalogues
from bot.languages.registry import LANGUAGES
from bot.languages.wishes import wants_to_stop
from bot.store.tables import contact
from tests.conversations.at_school import IN_ENGLISH, asks, counted, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE, SINA, STRANGER
from tests.ground.school import ROLL, School

SPEECH = Catalogues.load(LOCALES)
ASKED, GOES_ON = "Shall we stop writing to you?", "All right, we go on. Text STOP any time to end."
SPOKEN = {
    "en": "pls stop sending me these",
    "mi": "Kāti te tuku karere mai",
    "es": "Por favor, no me escriba más",
}


def in_language(open_school: Callable[..., School], tag: str) -> School:
    """The usual school, in which Sina and Hemi read this language."""
    if tag not in LANGUAGES or not wants_to_stop(SPOKEN[tag], tag):
        pytest.skip(f"the registry has no such sentence in {tag} yet")
    roll = ROLL.replace(",sm,", f",{tag},").replace("00004,en,", f"00004,{tag},")
    languages = sorted({"en", "mi", "sm", tag})
    return open_school(roll_csv=roll, toml=school_with(languages=str(languages).replace("'", '"')))


@pytest.mark.parametrize("tag", sorted(SPOKEN))
def test_by_text_message_a_number_answers(open_school: Callable[..., School], tag: str) -> None:
    """Holds asks_to_stop in handlers/__init__.py, and that it stops nobody unasked."""
    school = in_language(open_school, tag)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says(SPOKEN[tag])
    asked = hemi.hears(SPEECH.say(tag, ASKED))
    assert f"1 {SPEECH.say(tag, 'Yes')}\n2 {SPEECH.say(tag, 'No')}" in asked
    teacher.hears(SPOKEN[tag])
    hemi.says("2")
    hemi.hears(SPEECH.say(tag, GOES_ON))
    asks(school, "What made you laugh today?")
    hemi.hears("What made you laugh today?")
    hemi.says(SPOKEN[tag])  # asked once a day: the teacher reads it all the same
    teacher.hears(SPOKEN[tag])
    assert sum(SPEECH.say(tag, ASKED) in it.text for it in hemi.screen) == 1
    school.passes(days=1)
    hemi.says(SPOKEN[tag])
    hemi.hears(SPEECH.say(tag, ASKED))
    hemi.says("1")
    hemi.hears(SPEECH.say(tag, "You will get no more texts from {school}. Text START if you want them back.",
                          {"school": "Harakeke School"}))  # fmt: skip
    asks(school, "Are you there?")
    hemi.hears_nothing()


@pytest.mark.parametrize("tag", sorted(SPOKEN))
def test_on_telegram_a_button_does(open_school: Callable[..., School], tag: str) -> None:
    school = in_language(open_school, tag)
    sina, teacher = school.on_telegram(SINA, 777_002, "Sina"), school.teacher()
    sina.says(SPOKEN[tag])
    sina.hears(SPEECH.say(tag, ASKED))
    teacher.hears(SPOKEN[tag])
    sina.taps(SPEECH.say(tag, "Yes"))
    sina.hears("START" if tag == "en" else SPEECH.say(tag, "You will get no more texts from {school}. Text START if "
               "you want them back.", {"school": "Harakeke School"}))  # fmt: skip
    asks(school, "Are you there?")
    sina.hears_nothing()


@pytest.mark.parametrize(("said", "stops"), [("Yes", True), ("yes.", True), ("NO", False), ("no!", False)])
def test_people_answer_such_a_question_with_the_word(
    open_school: Callable[..., School], said: str, stops: bool
) -> None:
    """Holds the words in `_answered`: by SMS a label as typed is no answer anywhere else."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.says("please do not text me any more")
    hemi.hears(ASKED)
    hemi.says(said)
    hemi.hears("You will get no more texts" if stops else "we go on")
    assert counted(school, contact, contact.c.state == "stopped") == stops


def test_it_is_no_answer_to_a_question_and_nothing_for_the_home(open_school: Callable[..., School]) -> None:
    """Holds `to_school_only` in writes.py: words after a question go to the rest of the home, but not these."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere, teacher = school.sms(HEMI), school.sms(MERE), school.teacher()
    asks(school, "What made you laugh today?")
    hemi.forgets().says("no more texts please, we moved")
    teacher.hears("no more texts please")
    hemi.hears(ASKED)
    mere.never_heard("we moved")
    hemi.says("2")
    hemi.says("The dog made us laugh")
    mere.hears("The dog made us laugh")


def test_a_mother_of_two_is_not_asked_which_child_she_means(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("Take me off your list please")
    teacher.hears("Take me off your list please", "Ruby")
    anna.hears(ASKED)
    anna.never_heard("Who is this about?")


def test_a_stranger_is_asked_too(open_school: Callable[..., School]) -> None:
    """Holds its place in STRANGER, before a name is taken for one."""
    school = open_school(roll_csv=IN_ENGLISH)
    stranger = school.sms(STRANGER)
    stranger.says("who is this?? stop texting this number")
    stranger.hears(ASKED)
    stranger.says("1")
    stranger.hears("You will get no more texts from Harakeke School")


@pytest.mark.parametrize(
    "words", ["please stop by the school", "the bus stop is closed", "make him stop biting"]
)
def test_a_false_friend_is_words_like_any_other(open_school: Callable[..., School], words: str) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    hemi.says(words)
    teacher.hears(words)
    hemi.hears("Thank you")
    hemi.never_heard(ASKED)


def test_another_text_says_stop_while_we_ask(open_school: Callable[..., School]) -> None:
    """Whoever is asked and simply texts STOP has stopped."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    hemi.says("please stop texting me at work")
    hemi.hears(ASKED)
    hemi.says("STOP!!")
    assert counted(school, contact, contact.c.state == "stopped") == 1
