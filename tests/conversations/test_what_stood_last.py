"""What somebody says belongs to what stood last on their screen; and what does not come between, does not."""

from collections.abc import Callable

from bot.acts import linking
from bot.acts.roll import staff
from tests.conversations.at_school import IN_ENGLISH, asks, count, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, PRIYA, STRANGER
from tests.conversations.test_at_the_door import ASKED, code_from, knocks
from tests.conversations.test_private_words_stay_private import PRIVATE
from tests.conversations.unhappy import sends_photo
from tests.ground.school import STAFF, School


def test_what_the_others_at_home_answer_does_not_come_between(open_school: Callable[..., School]) -> None:
    """Holds `answers` in Screen.prompt: Hemi's answer reached Mere, and hers is still one to the same question."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    asks(school, "What did you read?")
    hemi.says("The eel book")
    mere.hears("Hemi about Tama: The eel book")
    mere.says("The tiger book")
    hemi.hears("Mere about Tama: The tiger book")


def test_a_photo_after_private_words_is_as_private_without_a_quotation(
    open_school: Callable[..., School],
) -> None:
    """Holds Screen.follows_private_words: most people do not quote; after SHARE the next one is for the home."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    for words in ("SHARE: We baked bread", "SHARE: And ate it", PRIVATE):
        mere.says(words)
    hemi.hears("And ate it")
    teacher.replies_to(PRIVATE, "Can you send me a photo of the order?")
    mere.hears("photo of the order")
    sends_photo(school, mere)
    hemi.hears_nothing()
    mere.says("SHARE")
    sends_photo(school, mere)
    hemi.hears("Mere sent a photo about Tama")


def test_an_album_without_words_is_shown_whole_by_one_all(open_school: Callable[..., School]) -> None:
    """Holds albums.messages_of: its pictures wait with the school, since words may stand under a later one."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    for words in ("SHARE: We baked bread", "SHARE: And ate it"):
        mere.says(words)
    hemi.hears("And ate it")
    for _picture in range(3):
        sends_photo(school, mere, media_group_id="7")
    hemi.hears_nothing()
    mere.hears("Only the school sees this. Text ALL to show it to Hemi.")
    mere.says("ALL")
    assert count(hemi, "Mere sent a photo about Tama") == 3


def test_an_album_that_was_called_a_share_goes_home_whole(open_school: Callable[..., School]) -> None:
    """Holds albums.ears: SHARE opens the ear for the first picture, and the others follow it."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    mere.says("SHARE")
    mere.hears("Hemi will see it")
    for _picture in range(3):
        sends_photo(school, mere, media_group_id="7")
    assert count(hemi, "Mere sent a photo about Tama") == 3


def test_a_second_all_shows_it_to_whoever_has_come_in(open_school: Callable[..., School]) -> None:
    """Holds `asked_first`: the new one is named before anybody sees it, and then ALL means all of them."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, uncle = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.sms(STRANGER)
    mere.says(PRIVATE)
    knocks(uncle, code_from(hemi), "Uncle Pita")
    hemi.says("1")
    mere.says("ALL")
    mere.hears("Text ALL to show it to Hemi and Uncle Pita.")
    hemi.never_heard("pick him up")
    mere.says("ALL")
    mere.hears("Done. Hemi and Uncle Pita can see it now.")
    uncle.hears("pick him up")


def test_no_and_the_name_of_a_language_may_answer_the_prompt(open_school: Callable[..., School]) -> None:
    """Holds Heard.overtaken for what is typed in words: the button's own label, and a language by its name."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana, teacher = school.on_telegram(HEMI, 777_004, "Hemi"), school.sms(NANA), school.teacher()
    hemi.says("LANGUAGE")
    asks(school, "Which language does Nana speak?")
    hemi.says("Samoan")
    teacher.hears("Hemi (father of Tama, Room 5): Samoan")
    hemi.never_heard("From now on we write to you in")
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    asks(school, "Did he sleep well?")
    hemi.says("No")
    teacher.hears("Hemi (father of Tama, Room 5): No")
    nana.never_heard("not this time")
    hemi.taps("Yes, everything")
    nana.hears("has let you in")


def test_a_number_that_quotes_our_question_answers_it(open_school: Callable[..., School]) -> None:
    """Holds `quotes` in answered.question: whatever came since, the door is what Hemi points at."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.on_telegram(HEMI, 777_004, "Hemi"), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    asks(school, "How many books did you read?")
    hemi.replies_to(ASKED, "2")
    nana.hears("stories and activities about Tama")


def test_what_waited_for_a_child_was_no_answer_to_what_we_ask_now(open_school: Callable[..., School]) -> None:
    """Holds `under` in answered.question: "3" waited for a name of a child; the door that came since is not meant."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, nana = school.sms(ANNA).forgets(), school.sms(NANA)
    anna.says("FAMILY")
    anna.says("Ruby")
    code = next(word for it in anna.unread for word in it.text.replace(".", " ").split() if len(word) == 10 and
                any(letter.isdigit() for letter in word) and word.isupper())  # fmt: skip
    anna.says("3")
    anna.hears("Thank you. Who is this about?")
    knocks(nana, code, "Nana Aroha")
    anna.hears(ASKED)
    anna.says("LANGUAGE")
    anna.says("1")
    anna.says("1")
    nana.never_heard("not this time")


def test_a_chat_that_changes_hands_is_told_again_who_writes(open_school: Callable[..., School]) -> None:
    """Holds `_leave` in acts/linking.py: the notice in this chat was given to Mere."""
    school = open_school(roll_csv=IN_ENGLISH)
    chat = school.on_telegram(MERE, 777_001, "Mere")
    code = school.act(
        lambda desk: (linking.telegram_link(desk, named(desk, "Priya").id) or "").partition("start=")[2]
    )
    chat.starts(code)
    chat.hears("We have your number to talk with you")
    school.sms(PRIYA).forgets().says("He is shy")
    chat.never_heard("Tama")


def test_words_for_a_room_that_was_left_become_no_prompt(open_school: Callable[..., School]) -> None:
    """Holds the look at `rooms` in handlers/teacher/what.py: the office moved her while she was writing."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    teacher.says("/ask")
    moved = STAFF.replace("Ms Tane,teacher,Room 5", "Ms Tane,teacher,Room 2")
    assert school.act(lambda desk: staff.apply(desk, moved)).done
    teacher.says("What did you read?")
    teacher.hears("That room is not yours any more")
    mere.hears_nothing()
