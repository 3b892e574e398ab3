"""Whose ears (DESIGN §6): answers and shares reach the home, once the writer was told so; the rest stays private."""

from collections.abc import Callable

from bot.model.people import Scope
from tests.conversations.at_school import (
    IN_ENGLISH,
    OGG,
    WITH_NANA,
    a_photo,
    asks,
    count,
    let_in,
)
from tests.conversations.conftest import HEMI, MERE, NANA, PRIYA, ROHAN
from tests.ground.school import School

PRIVATE = "Please don't let his father pick him up"


def test_what_a_family_starts_stays_with_the_school_on_every_path(open_school: Callable[..., School]) -> None:
    """Holds ears.choose, placing's `fresh`, and writing's `_starts`: each step alone lets Hemi hear it."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    asks(school, "What did you read?")
    mere.hears("What did you read?", "If you answer, Hemi will see it too.")
    mere.says("The one about the eel")
    mere.hears("Thank you. Ms Tane has your words about Tama.", "Hemi can see it too.")
    hemi.hears("What did you read?")
    hemi.hears("Mere about Tama: The one about the eel")
    mere.says(PRIVATE)  # right after an answer that was passed on
    mere.hears("Only the school sees this. Text ALL to show it to Hemi.")
    mere.sends_photo(a_photo(), PRIVATE + " 2")
    mere.hears("Thank you for sharing this about Tama", "Only the school sees this.")
    school.goes_to(days=1, hour=11)
    mere.says(PRIVATE + " 3")  # a day later
    asks(school, "What did you sing?")
    school.goes_to(days=1, hour=12)
    mere.says(PRIVATE + " 4")  # first words after a prompt, but a day and an hour later
    mere.hears("Only the school sees this.")
    for path in ("", " 2", " 3", " 4"):
        assert count(teacher, PRIVATE + path)
    hemi.never_heard("pick him up")
    mere.says("thank you")
    hemi.forgets()
    mere.says("ALL")  # the words, not the thank-you after them
    mere.hears("Done. Hemi can see it now.")
    hemi.hears("Mere about Tama: " + PRIVATE + " 4")
    hemi.hears_nothing()


def test_it_stays_private_on_telegram_too(open_school: Callable[..., School]) -> None:
    """Holds placing: only quoting a prompt is an answer to it; a voice note that nobody asked for is private."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    asks(school, "What did you read?")
    mere.says("The one about the eel")
    teacher.replies_to("about the eel", "Ka pai! Which page?")
    mere.hears("Ka pai! Which page?")
    mere.replies_to("Ka pai! Which page?", PRIVATE + " 1")
    mere.replies_to("Ms Tane has your words", PRIVATE + " 2")
    mere.sends_photo(a_photo(), PRIVATE + " 3")
    mere.sends_voice(OGG)
    hemi.hears("Mere about Tama: The one about the eel")
    hemi.hears("Ka pai! Which page?")
    hemi.hears_nothing()
    for n in (1, 2, 3):
        teacher.hears(f"{PRIVATE} {n}")
    teacher.hears("sent a voice note")
    # The teacher's answer to private words goes to their writer alone.
    teacher.replies_to(PRIVATE + " 1", "Understood. We will keep him here.")
    teacher.hears("Your answer goes to Mere.")
    mere.hears("Understood. We will keep him here.")
    # A late answer that quotes its question is an answer, and goes to the home.
    school.goes_to(days=2, hour=11)
    mere.replies_to("What did you read?", "Page nine, by the way")
    hemi.hears("Page nine, by the way")
    hemi.never_heard("keep him here", "pick him up", "voice note")


def test_nobody_new_hears_anything_before_the_writer_was_told_of_them(
    open_school: Callable[..., School],
) -> None:
    """Holds ears.told and `tells`, which counts when the telling text was sent, and not before."""
    school = open_school(roll_csv=WITH_NANA)
    mere, hemi, nana = (school.sms(it).forgets() for it in (MERE, HEMI, NANA))
    let_in(school, "Nana Aroha", "Mere", Scope.STORIES)
    mere.sends_photo(a_photo())  # nobody asked, nobody was told: the school only, once
    told = mere.hears(
        "Thank you for sharing this about Tama.", "Only the school sees this. Text ALL", "Next time they will"
    )
    assert "Hemi" in told and "Nana Aroha" in told
    hemi.hears_nothing()
    mere.says("SHARE: We baked rēwena bread")
    mere.hears("Hemi and Nana Aroha can see it too.")
    nana.hears("Mere about Tama: We baked rēwena bread")
    hemi.hears("We baked rēwena bread")
    asks(school, "What did you read?")
    mere.says("The one about the eel")
    hemi.hears("What did you read?")
    hemi.hears("The one about the eel")
    nana.hears_nothing()  # stories and activities only
    let_in(school, "Nana Aroha", "Mere", Scope.EVERYTHING)
    asks(school, "What did you sing?")
    let_in(school, "Priya", "Mere", Scope.EVERYTHING)  # after Mere was told who hears her answer
    mere.forgets().says("The one about the moon")
    mere.hears("Only the school sees this", "Priya", "Next time they will see your answer")
    assert count(hemi, "about the moon") == count(nana, "about the moon") == 0
    mere.says("ALL")
    hemi.hears("about the moon")
    nana.hears("about the moon")


def test_a_stopped_phone_was_offered_nothing_and_shows_nothing(open_school: Callable[..., School]) -> None:
    """Holds widening.can_widen: on a phone that gets none of our texts nobody has read whom ALL would show it to."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    mere.says("STOP")
    mere.says(PRIVATE)
    mere.says("all")
    teacher.hears(PRIVATE)
    teacher.hears("all")
    hemi.hears_nothing()


def test_an_answer_is_acknowledged_once_and_a_thumb_wakes_nobody(open_school: Callable[..., School]) -> None:
    """Holds `_key` in acts/acknowledging.py and `thanks` in writing.write."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    asks(school, "What did you read?")
    mere.forgets().says("👍")
    mere.says("ok thanks")
    mere.hears_nothing()
    teacher.hears_nothing()
    mere.says("The one about the eel")  # the thumb was no answer: this is
    mere.hears("Ms Tane has your words about Tama.", "Hemi can see it too")
    mere.says("And then the moon one")
    mere.hears("Only the school sees this. Text ALL")
    mere.says("Three times!")
    mere.hears_nothing()  # one a thread and day
    hemi.hears("What did you read?")
    hemi.hears("The one about the eel")
    hemi.says("He read it to me too")  # each person's own first answer
    assert count(mere, "He read it to me too") == 1
    assert count(hemi, "moon") == count(hemi, "Three times") == count(hemi, "👍") == 0
    assert [count(teacher, it) for it in ("eel", "moon", "Three times!", "👍", "ok thanks")] == [
        1,
        1,
        1,
        0,
        0,
    ]
    from bot.store.tables import wording

    kept = school.act(lambda desk: set(desk.db.scalars(wording.select().with_only_columns(wording.c.words))))
    assert {"👍", "ok thanks", "Three times!"} <= kept


def test_two_homes_of_one_child_never_learn_of_each_other(school: School) -> None:
    """Holds lanes: every word is said of a household, never of a child. Canaries of one home on the other's screen."""
    priya, rohan, teacher = school.sms(PRIYA).forgets(), school.sms(ROHAN).forgets(), school.teacher()
    asks(school, "What did you read?")
    for phone in (priya, rohan):
        assert "If you answer" not in phone.hears("for Arjun: What did you read?")
    priya.says("At mine: the tiger book")
    assert "see" not in priya.hears("Ms Tane has your words about Arjun.")
    priya.says("WHO")
    assert priya.hears("About Arjun:").startswith("About Arjun: Priya (mother)")
    priya.says("He will be late")
    assert "ALL" not in priya.hears("Ms Tane has your words about Arjun.")
    priya.says("ALL")
    priya.hears("There is nobody else in this thread yet")
    priya.says("SHARE")
    priya.hears("What did you do together?", "Ms Tane will see it.")
    priya.says("We planted beans at mine")
    priya.sends_photo(a_photo(), "SHARE")
    teacher.hears("Priya (mother of Arjun, Room 5): At mine: the tiger book")
    teacher.replies_to("the tiger book", "Lovely tiger, Priya")
    assert "Rohan" not in teacher.hears("Your answer goes to")
    rohan.hears_nothing()
    rohan.says("WHO")
    rohan.says("LANGUAGE Klingon")
    rohan.says("FAMILY")
    school.goes_to(days=3, hour=11)  # Rohan has not answered: he is reminded, and Priya is not
    assert count(rohan, "there is still time") == 1 and count(priya, "there is still time") == 0
    rohan.says("SHARE: We flew a kite at his dad's")
    rohan.says("His dad comes at two")
    rohan.says("ALL")
    rohan.hears("There is nobody else in this thread yet")
    rohan.never_heard("Priya", "mine", "tiger", "beans", "photo", "mother", "00007", "her home", "his home")
    priya.never_heard("Rohan", "kite", "dad", "father", "00008", "her home", "his home", "Both", "two")
