"""What somebody said arrives, as what they meant it to be."""

from collections.abc import Callable

from tests.conversations.at_school import IN_ENGLISH, asks, at, count
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, PRIYA, SINA
from tests.conversations.test_at_the_door import ASKED, CODE, knocks
from tests.conversations.unhappy import DAN, WITH_DAN, WITH_KORO
from tests.ground.school import School


def test_words_wait_for_a_name_longer_than_the_question(open_school: Callable[..., School]) -> None:
    """A shared phone answers "What is your name?" after two hours: the words before it are not forgotten."""
    school = open_school(roll_csv=WITH_KORO)
    phone, teacher = school.sms(HEMI).forgets(), school.teacher()
    phone.says("He has a sore foot")
    phone.hears("What is your name?")
    school.passes(hours=2)
    phone.says("Hemi")
    phone.says("Hemi")
    assert count(teacher, "He has a sore foot") == 1


def test_words_wait_for_a_name_though_something_else_was_asked(open_school: Callable[..., School]) -> None:
    """Somebody knocks while we wait for the name: the words are still there when the name comes."""
    school = open_school(roll_csv=WITH_KORO)
    phone, teacher, nana = school.sms(HEMI).forgets(), school.teacher(), school.sms(NANA)
    phone.says("FAMILY")
    phone.says("Hemi")
    code = CODE.search(phone.hears("pass this code on"))
    assert code is not None
    school.passes(hours=2)
    phone.says("He has a sore foot")
    knocks(nana, code[0], "Nana Aroha")
    phone.hears(ASKED)
    phone.says("Hemi")
    phone.says("Hemi")
    assert count(teacher, "He has a sore foot") == 1


def test_a_share_is_still_a_share_once_we_know_which_child(open_school: Callable[..., School]) -> None:
    """SHARE, the story, "Who is this about?", Ruby: told that Dan will see it, and Dan does."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan = school.sms(ANNA).forgets(), school.sms(DAN).forgets()
    anna.says("SHARE")
    anna.hears("Dan will see it")
    anna.says("We baked bread")
    anna.says("Ruby")
    anna.hears("Thank you for sharing this about Ruby")
    dan.hears("We baked bread")


def test_a_language_changed_in_between_does_not_make_a_share_private(
    open_school: Callable[..., School],
) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    for words in ("SHARE", "LANGUAGE", "1", "We baked bread"):
        mere.says(words)
    mere.hears("Thank you for sharing")
    hemi.hears("We baked bread")


def test_a_teachers_words_wait_for_whom_they_are_though_the_family_wrote_again(
    open_school: Callable[..., School],
) -> None:
    """ "Whom is this for?" The button of Tama's mother still means her, though she has written again since."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    school.sms(SINA).says("Lagi is well")
    mere.says("He is shy")
    teacher.says("Thank you for telling me")
    teacher.hears("Whom is this for?")
    mere.says("And tired")
    teacher.taps("Tama: Mere")
    mere.hears("Thank you for telling me")


def test_a_pause_of_one_is_no_pause_of_the_other_on_their_phone(open_school: Callable[..., School]) -> None:
    """Mere and Hemi share a phone. Mere pauses while a prompt waits for the morning; Hemi has not paused."""
    one_phone = IN_ENGLISH.replace("Tama,Hemi,father,020 000 00004", "Tama,Hemi,father,020 000 00001")
    school = open_school(roll_csv=one_phone, at=at(25, 7))
    phone = school.sms(MERE)
    asks(school, "What did you read?")
    for words in ("PAUSE", "Mere", "3"):
        phone.says(words)
    school.goes_to(hour=9)
    phone.hears("What did you read?")


def test_who_answered_on_their_other_phone_is_not_reminded(open_school: Callable[..., School]) -> None:
    """Priya read the prompt on Telegram and texted her answer: it is one, and no reminder follows."""
    school = open_school(roll_csv=IN_ENGLISH)
    by_text, priya = school.sms(PRIYA).forgets(), school.on_telegram(PRIYA, 777_009, "Priya")
    asks(school, "What did you read?")
    priya.hears("What did you read?")
    by_text.says("The tiger book")
    school.goes_to(days=3, hour=11)
    priya.never_heard("there is still time")
