"""Words that a family begins must never be relayed, however they come to be read as an answer or a share."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.model.chat import Wording
from bot.model.people import Scope
from bot.simulated import Fault
from bot.store import people, rooms
from handlers.whanau import writes
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, count, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, STRANGER
from tests.conversations.test_at_the_door import code_from, knocks
from tests.conversations.unhappy import DAN, WITH_DAN, sends_photo
from tests.ground.school import School

PRIVATE = "Please don't let his father pick him up"


def test_words_said_before_a_prompt_are_no_answer_to_it(open_school: Callable[..., School]) -> None:
    """Words that waited for "which child" were said before the prompt came: they stay with the school."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan, teacher = school.sms(ANNA).forgets(), school.sms(DAN).forgets(), school.teacher()
    anna.says("Please don't let her father pick her up")
    anna.hears("Who is this about?")
    school.passes(minutes=5)
    asks(school, "What did you read?")
    anna.says("Ruby")
    teacher.hears("pick her up")
    dan.never_heard("pick her up")


def test_words_that_we_hear_late_are_no_answer_to_a_later_prompt(open_school: Callable[..., School]) -> None:
    """Said before the prompt, listed after it (we poll, or were away): Twilio's own time of sending counts."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    school.passes(seconds=20)
    mere.says(PRIVATE)  # not listed yet
    school.clock.forward(10)
    school.act(_ask)
    school.do(_nothing())
    mere.hears("What did you sing?")
    school.passes(seconds=20)
    mere.hears("Ms Tane has your words")
    hemi.never_heard("pick him up")


def test_words_that_were_in_trouble_are_no_answer_to_a_later_prompt(
    open_school: Callable[..., School], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler broke, a prompt went, the words are taken up again: they are as private as when they were said."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    with monkeypatch.context() as broken:
        broken.setattr(writes, "handle", lambda heard, talk: 1 / 0)
        mere.says(PRIVATE)
    asks(school, "What did you read?")
    school.passes(minutes=2)
    mere.hears("Ms Tane has your words")
    hemi.never_heard("pick him up")


def test_what_follows_a_teachers_private_words_answers_them_and_not_the_prompt(
    open_school: Callable[..., School],
) -> None:
    """By SMS nobody can quote: after a teacher's private words, what comes next is an answer to those."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    mere.says("Something came up about pick-up today")
    asks(school, "What did you read?")
    school.passes(minutes=5)
    teacher.replies_to("Something came up", "Who may pick him up?")
    mere.hears("Who may pick him up?")
    mere.says("Only me. Please not his father")
    hemi.never_heard("not his father")


def test_an_ear_that_share_opened_closes_when_the_teacher_writes(open_school: Callable[..., School]) -> None:
    """SHARE was asked, then the teacher's private words came between: what is said now is no share."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    mere.says("Something came up about pick-up today")
    mere.says("SHARE")
    mere.hears("What did you do together?")
    teacher.replies_to("Something came up", "Who may pick him up?")
    mere.hears("Who may pick him up?")
    mere.says("Only me. Please not his father")
    hemi.never_heard("not his father")


def test_quoting_private_words_is_no_share_though_the_ear_is_open(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    mere.says("Something came up about pick-up today")
    teacher.replies_to("Something came up", "Who may pick him up?")
    mere.hears("Who may pick him up?")
    mere.says("SHARE")
    mere.replies_to("Who may pick him up?", "Only me. Please not his father")
    hemi.never_heard("not his father")


def test_all_as_the_answer_to_a_prompt_shows_nothing_else(open_school: Callable[..., School]) -> None:
    """ "Which songs do you know?" "All": that must not relay what was told the teacher two hours ago."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    mere.says(PRIVATE)
    school.passes(hours=2)
    asks(school, "Which of the three songs do you know?")
    mere.says("All")
    hemi.never_heard("pick him up")


def test_all_shows_it_to_those_it_was_offered_for(open_school: Callable[..., School]) -> None:
    """ "Text ALL to show it to Hemi" is a yes to Hemi: who was let in since then is told of first."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, uncle = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.sms(STRANGER)
    mere.says(PRIVATE)
    mere.hears("Text ALL to show it to Hemi.")
    knocks(uncle, code_from(hemi), "Uncle Pita")
    hemi.says("1")
    mere.says("ALL")
    uncle.never_heard("pick him up")


def test_all_before_anybody_was_named_on_that_phone_names_them_first(
    open_school: Callable[..., School],
) -> None:
    """Holds `came` in widening: whom ALL shows it to is not in what Mere writes before our text has reached her."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi = school.sms(MERE).forgets(), school.sms(HEMI).forgets()
    school.fault("sms", Fault("rate_limit", 600))
    mere.says(PRIVATE)
    mere.says("ALL")
    mere.hears_nothing()
    school.passes(minutes=11)
    mere.hears("Text ALL to show it to Hemi.")
    hemi.hears_nothing()
    mere.says("ALL")
    hemi.hears(PRIVATE)


def test_all_while_it_is_asked_which_child_is_meant_shows_nothing_older(
    open_school: Callable[..., School],
) -> None:
    """Holds still_asks in widening: what Anna said last waits for its child, and what she said before is not meant."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan = school.sms(ANNA).forgets(), school.sms(DAN).forgets()
    anna.says(PRIVATE)
    anna.says("1")
    anna.hears("Text ALL to show it to Dan.")
    school.passes(hours=2)
    school.fault("sms", Fault("rate_limit", 600))
    anna.says("They sang all day")
    anna.says("ALL")
    school.passes(minutes=11)
    dan.never_heard("pick him up")


def test_told_of_shares_is_not_told_of_answers(open_school: Callable[..., School]) -> None:
    """Mere knows that Nana hears stories. Now Hemi lets Nana hear everything: Mere is told before Nana hears answers."""
    school = open_school(roll_csv=WITH_NANA)
    mere, nana = school.sms(MERE).forgets(), school.sms(NANA).forgets()
    let_in(school, "Nana Aroha", "Mere", Scope.STORIES)
    mere.says("SHARE: We baked bread")
    mere.says("SHARE: And ate it")
    nana.hears("And ate it")
    let_in(school, "Nana Aroha", "Hemi", Scope.EVERYTHING)
    asks(school, "What did you read?")
    told = "Nana" in mere.hears("What did you read?")
    mere.says("The one about the eel")
    assert told or count(nana, "about the eel") == 0


def test_a_photo_that_quotes_private_words_is_as_private_as_they_are(
    open_school: Callable[..., School],
) -> None:
    """The teacher privately asked for a photo: sent as an answer to that, it is no share."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    for words in ("SHARE: We baked bread", "SHARE: And ate it", PRIVATE):
        mere.says(words)
    teacher.replies_to(PRIVATE, "Can you send me a photo of the order?")
    sends_photo(school, mere, quoting="photo of the order")
    teacher.hears("sent a photo")
    hemi.hears("And ate it")
    hemi.hears_nothing()


def test_an_albums_caption_speaks_for_all_its_photos(open_school: Callable[..., School]) -> None:
    """Telegram sends an album as single messages, and the caption under the first only (media_group_id)."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi = school.sms(HEMI).forgets()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    for words in ("SHARE: We baked bread", "SHARE: And ate it"):
        mere.says(words)
    hemi.hears("And ate it")
    sends_photo(school, mere, caption="Look what his father did", media_group_id="1")
    sends_photo(school, mere, media_group_id="1")
    hemi.hears_nothing()


def test_what_was_put_for_one_person_is_not_for_whoever_has_their_phone_next(
    open_school: Callable[..., School],
) -> None:
    """Holds `theirs` in last_look._hears: both are of this home, and the words were for Mere alone."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    mere.says(PRIVATE)
    school.goes_to(hour=21)
    teacher.replies_to(PRIVATE, "We will not let his father in")
    mere.never_heard("let his father in")  # it waits for the morning
    school.act(_changes_hands)
    school.goes_to(days=1, hour=9)
    asks(school, "What did you read?")
    mere.hears("What did you read?")  # it is Hemi's now, and works
    mere.never_heard("let his father in")
    hemi.never_heard("let his father in")


def _changes_hands(desk: Desk) -> None:
    """As where a failed row is tried once more: nobody has dropped what waited."""
    hers = people.contacts_of(desk.db, [named(desk, "Mere").id])[named(desk, "Mere").id][0]
    people.unlink(desk.db, hers.id, named(desk, "Mere").id)
    people.link(desk.db, desk.school.id, hers.id, named(desk, "Hemi").id)


def _ask(desk: Desk) -> Any:
    room_ids = rooms.named(desk.db, desk.school.id, ["Room 5"])
    words = [Wording("en", "What did you sing?")]
    drafted = prompting.draft(desk, named(desk, "Ms Tane"), words, room_ids=room_ids)
    assert drafted is not None
    prompting.confirm(desk, drafted)


async def _nothing() -> None:
    """What is due goes; nothing is listed meanwhile."""
