"""Those who knock with a code: when the guardian is asked, what the newcomer hears, and what never opens."""

import asyncio
import re
from collections.abc import Callable

from bot.acts import linking
from bot.languages.folding import fold
from bot.model.people import Scope
from bot.store import inbox, people
from bot.store import lanes as lane_rows
from bot.store.tables import audit, code, membership, person
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, count, counted, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, STRANGER
from tests.ground.school import Person, School

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{10}\b")
REFUSED = "That code does not work"
ASKED = "Somebody used your family code"


def code_from(guardian: Person) -> str:
    guardian.says("FAMILY")
    found = CODE.search(guardian.hears("pass this code on"))
    assert found is not None
    return found[0]


def knocks(newcomer: Person, with_code: str, name: str) -> None:
    """Brings the code, says a name, and reads English."""
    for words in (with_code, name, "1"):
        newcomer.says(words)


def test_the_guardian_is_asked_in_the_morning_and_a_number_of_the_night_opens_nothing(
    open_school: Callable[..., School],
) -> None:
    """Holds `reach="words"` in inviting.knock, and `_on_screen` in store/questions.py.

    With the newest question by id, Hemi's "1" at night let somebody in whom he had not been asked about.
    """
    school = open_school()
    hemi, nana, teacher = school.sms(HEMI).forgets(), school.sms(NANA), school.teacher()
    code = code_from(hemi)
    school.goes_to(hour=21)
    knocks(nana, code, "Nana Aroha")
    nana.hears("We have asked the person who gave you the code")  # she hears us at once: she wrote first
    hemi.hears_nothing()
    hemi.says("1")
    hemi.never_heard("is in", ASKED)
    school.goes_to(days=1, hour=8)
    hemi.hears(ASKED, "Nana Aroha", "1 Yes, everything", "2 Yes, stories and activities only", "5 No")
    teacher.hears("1")
    hemi.says("1")
    hemi.hears("Nana Aroha is in")
    nana.hears("everything about Tama")


def test_a_number_after_a_prompt_is_the_answer_to_the_prompt_and_the_door_is_asked_about_again(
    open_school: Callable[..., School],
) -> None:
    """Holds Screen.overtaken: "3" was how many books they read, not No to Nana."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana, teacher = school.sms(HEMI).forgets(), school.sms(NANA), school.teacher()
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    asks(school, "How many books did you read?")
    hemi.hears("How many books")
    hemi.says("5")
    teacher.hears("Hemi (father of Tama, Room 5): 5")
    hemi.hears(ASKED, "Nana Aroha", "5 No")
    nana.never_heard("not this time")
    hemi.says("2")
    hemi.hears("Nana Aroha is in")
    nana.hears("stories and activities about Tama")


def test_the_door_is_asked_about_again_after_another_answer(school: School) -> None:
    """Holds `ask_again` in acts/saying.py: LANGUAGE came after it, and its number belongs to LANGUAGE."""
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.says("LANGUAGE")
    hemi.hears(ASKED)
    hemi.hears("1 English")
    hemi.says("1")
    hemi.never_heard("is in. To see")
    hemi.hears("From now on we write to you in English")
    hemi.hears(ASKED, "Nana Aroha")
    hemi.hears_nothing()
    hemi.says("5")
    nana.hears("not this time")


def test_another_code_while_somebody_waits_mixes_no_numbers(school: School) -> None:
    """Holds `saying.waits` in family.give_code: "1" under two lists would end one place, or open another."""
    hemi, nana, uncle = school.sms(HEMI).forgets(), school.sms(NANA), school.sms(STRANGER)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.says("1")
    nana.hears("everything about Tama")
    knocks(uncle, code_from(hemi), "Uncle Pita")
    hemi.hears(ASKED, "Uncle Pita")
    hemi.says("FAMILY")
    assert "To change or end a place" not in hemi.hears("pass this code on")
    hemi.hears(ASKED, "Uncle Pita")
    hemi.says("1")
    hemi.hears("Uncle Pita is in")
    assert counted(school, membership, membership.c.until.is_(None), ~membership.c.from_roll) == 2


def test_on_telegram_each_door_has_its_own_buttons(school: School) -> None:
    """Holds `beside` in inviting.knock: with the older question closed, its buttons have passed."""
    hemi = school.on_telegram(HEMI, 777_004, "Hemi")
    nana, uncle = school.sms(NANA), school.sms(STRANGER)
    codes = [code_from(hemi), code_from(hemi)]
    knocks(nana, codes[0], "Nana Aroha")
    knocks(uncle, codes[1], "Uncle Pita")
    first = next(it for it in hemi.screen if "Nana Aroha" in it.text)
    yes = next(button for row in first.buttons for button in row if button.label == "Yes, everything")
    hemi.forgets().taps(yes.says)  # the older question's own button
    hemi.hears("Nana Aroha is in")
    nana.hears("everything about Tama")
    uncle.never_heard("let you in", "not this time")
    hemi.taps("No")
    uncle.hears("not this time")
    hemi.forgets().taps(yes.says)
    hemi.hears("That question has passed")


def test_everything_stories_or_nothing(open_school: Callable[..., School]) -> None:
    """Held twice, by `ears.hears` and by `_hears` in the last look: red without both."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    koro, nana, pita = school.sms("+642000000097"), school.sms(NANA), school.sms(STRANGER)
    for newcomer, name, choice in ((koro, "Koro", "1"), (nana, "Nana", "2"), (pita, "Pita", "5")):
        knocks(newcomer, code_from(hemi), name)
        hemi.says(choice)
    for newcomer in (koro, nana, pita):
        newcomer.forgets()
    asks(school, "What made you laugh?")
    koro.hears("What made you laugh?", "Tama")
    hemi.says("The dog did")
    koro.hears("Hemi about Tama: The dog did")
    teacher.replies_to("The dog did", "Ha! Which dog?")
    koro.hears("Which dog?")
    hemi.says("SHARE: We built a hīnaki")
    koro.hears("We built a hīnaki")
    assert [it.text for it in nana.unread] == ["Hemi about Tama: We built a hīnaki"]
    pita.hears_nothing()
    nana.says("Beautiful work, moko")  # her own talk with the teacher is hers, whatever she was let in for
    teacher.replies_to("Beautiful work", "Tēnā koe, Nana")
    nana.hears("Tēnā koe, Nana")
    mere.says("WHO")
    told = mere.hears(
        "Hemi (father) and Koro (whānau) see everything", "Nana (whānau) see stories and activities"
    )
    assert "Pita" not in told


def test_any_supporter_can_be_asked_to_leave_but_no_parent(
    open_school: Callable[..., School],
) -> None:
    """Holds `not it.guardian` in inviting.supporters: the roll's grandmother is the family's to end, a parent is not."""
    school = open_school(roll_csv=WITH_NANA)
    hemi, aunty = school.sms(HEMI).forgets(), school.sms(STRANGER)
    knocks(aunty, code_from(hemi), "Aunty Lupe")
    hemi.says("2")
    hemi.says("FAMILY")
    told = hemi.hears(
        "Mere and Hemi see everything. Nana Aroha see",
        "Let in by Harakeke School.",
        "1 Nana Aroha\n2 Aunty Lupe",
    )
    assert "3 " not in told
    hemi.says("2")
    hemi.says("7")
    hemi.hears("Aunty Lupe no longer hears about Tama")
    aunty.forgets().says("Kia ora?")  # kept, and told the truth once a day
    aunty.hears("not in a family's thread right now", "09 555 0100")
    aunty.says("Hello?")
    aunty.hears_nothing()
    kept = school.act(lambda desk: inbox.strangers(desk.db, desk.school.id))
    assert [row["heard"]["words"] for row in kept] == ["Hello?", "Kia ora?"]
    assert counted(school, audit, audit.c.act == "taken back") == 1


def test_letters_that_look_alike_case_and_gaps_are_forgiven(school: School) -> None:
    """Holds `_MEANT` in acts/codes.py: nobody on an old phone can tell O from 0, or l from 1."""
    hemi = school.sms(HEMI).forgets()
    for _try in range(40):  # until chance gives a code with a 0 or a 1 in it
        found = code_from(hemi)
        if set("01") & set(found):
            break
    newcomer = school.sms("+642000000197")
    newcomer.says(found.replace("0", "o").replace("1", "l").lower())
    newcomer.hears("What is your name?")


def test_two_phones_bring_one_code_at_once_and_one_gets_in(school: School) -> None:
    """Holds the one statement in store/codes.use."""
    hemi, one, two = school.sms(HEMI).forgets(), school.sms(NANA), school.sms(STRANGER)
    found = code_from(hemi)

    async def both() -> None:
        await asyncio.gather(one.phone.says(found), two.phone.says(found))

    school.do(both())
    welcomed = [count(it, "What is your name?") for it in (one, two)]
    assert sorted(welcomed) == [0, 1]
    assert sorted(count(it, REFUSED) for it in (one, two)) == [0, 1]
    assert counted(school, code, code.c.used_at.is_not(None)) == 1


def test_a_code_sent_twice_by_the_same_hand_asks_again(school: School) -> None:
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    found = code_from(hemi)
    nana.says(found)
    nana.hears("What is your name?")
    nana.says(found)
    nana.hears("What is your name?")
    nana.never_heard(REFUSED)
    nana.says("Nana Aroha")
    nana.hears("Which language")


def test_the_newcomer_who_names_no_language_we_have_is_helped_along(school: School) -> None:
    """Holds waiting.py's first line: else "Klingon" is answered by silence."""
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    nana.says(code_from(hemi))
    nana.says("Nana Aroha")
    nana.says("Klingon")
    nana.hears("Please answer with a number from the list")
    nana.says("Tongan")
    nana.hears("We do not have", "Lea faka-Tonga")
    nana.hears("We have asked")
    nana.says("Is anybody there?")
    nana.hears("not in a family's thread right now")
    assert counted(school, person, person.c.name.like("%Aroha%")) == 1
    assert count(hemi, ASKED) == 1
    nana.forgets().says("LANGUAGE")  # she may choose before she is in
    nana.says("2")
    nana.hears("te reo Māori")
    hemi.says("1")
    nana.hears("Hemi", "Tama")
    nana.never_heard("has let you in")


def test_a_name_stays_as_it_was_typed(school: School) -> None:
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    typed = "{children} <script>alert(1)</script> %s {0}"
    nana.says(code_from(hemi))
    nana.says(typed)
    nana.hears(f"Thank you, {typed}.")
    nana.says("1")
    hemi.hears(typed, "Tama")
    hemi.says("2")
    hemi.hears(f"{typed} is in")


def test_a_newcomer_who_never_answers_is_never_written_to_again(school: School) -> None:
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    nana.says(code_from(hemi))
    nana.forgets()
    for _day in range(20):
        school.goes_to(days=1)
    nana.hears_nothing()
    assert count(hemi, ASKED) == 0
    nana.says("Sorry! Nana Aroha")  # after the fourteen days: a stranger like any other
    nana.never_heard("Which language")


def test_a_guardian_who_lost_the_lane_opens_nothing(school: School) -> None:
    """Holds `still_guarded` at three doors: the code, the question, the answer."""
    hemi, nana, uncle, aunty = (school.sms(it).forgets() for it in (HEMI, NANA, STRANGER, "+642000000097"))
    codes = [code_from(hemi) for _each in range(3)]
    knocks(nana, codes[0], "Nana Aroha")
    hemi.hears(ASKED)
    uncle.says(codes[1])
    uncle.says("Uncle Pita")
    _ends(school, "Hemi")
    hemi.says("1")
    nana.never_heard("let you in")
    uncle.says("1")
    uncle.hears("not in a family's thread right now")
    aunty.says(codes[2])
    aunty.hears(REFUSED)
    assert counted(school, membership, ~membership.c.from_roll) == 0


def _ends(school: School, name: str) -> None:
    def ended(desk) -> None:  # type: ignore[no-untyped-def]
        for it in lane_rows.lanes_of(desk.db, named(desk, name).id, desk.now):
            lane_rows.end_membership(desk.db, it.membership_id, desk.now)

    school.act(ended)


def test_a_guardian_who_said_stop_cannot_be_asked_and_nobody_pretends(school: School) -> None:
    """Holds stranger/code.knock: it used to say "we have asked"."""
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    found = code_from(hemi)
    hemi.says("STOP")
    knocks(nana, found, "Nana Aroha")
    nana.never_heard("We have asked")
    nana.hears("not in a family's thread right now")


def test_somebody_of_another_family_keeps_their_own_name_and_threads(
    open_school: Callable[..., School],
) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, anna, teacher = school.sms(HEMI).forgets(), school.sms(ANNA).forgets(), school.teacher()
    anna.says("FAMILY")
    anna.says("1")
    found = CODE.search(anna.hears("pass this code on"))
    assert found is not None
    hemi.says(found[0])
    hemi.hears("We have asked the person who gave you the code")
    anna.hears(ASKED, "Hemi", "Ruby")
    anna.says("1")
    hemi.hears("everything about Ruby")
    hemi.forgets().says("He is shy today")
    hemi.hears("Who is this about?", "1 Tama", "2 Ruby")
    hemi.says("Ruby")
    teacher.hears("Hemi (whānau of Ruby, Room 5): He is shy today")
    school.sms(MERE).never_heard("Ruby")


def test_a_stopped_phone_does_not_waste_a_code_and_a_wrong_one_stays_out(school: School) -> None:
    """Holds inviting.may_arrive."""
    hemi, nana, wrong = school.sms(HEMI).forgets(), school.sms(NANA), school.sms(STRANGER)
    found = code_from(hemi)
    nana.says("Hello")
    nana.says("STOP")
    wrong.says("WRONG")
    for phone in (nana, wrong):
        phone.forgets().says(found)
        phone.hears_nothing()
    nana.says("START")
    nana.says(found)
    nana.hears("What is your name?")


def test_the_notice_comes_before_the_name_and_no_child_before_the_yes(school: School) -> None:
    """Holds greet_now in inviting.arrive."""
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    heard = [it.text for it in nana.screen if it.by != "phone"]
    assert heard[0].startswith("Kia ora from Harakeke School. We have your number")
    assert heard[1] == "Welcome. What is your name?"
    assert not any("Tama" in it or "Hemi" in it for it in heard)


def test_a_shared_phone_asks_who_holds_it_before_anybody_is_let_in(
    open_school: Callable[..., School],
) -> None:
    """Holds the first check in let_in.py: whoever shares Hemi's phone does not decide for him."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 5,Tama,Koro Hone,grandfather,020 000 00004,en,home\n")
    phone, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    phone.says("FAMILY")
    phone.hears("What is your name?")
    phone.says("Hemi")
    found = CODE.search(phone.hears("pass this code on"))
    assert found is not None
    school.passes(hours=2)
    phone.says("Koro Hone")  # not asked yet: words of somebody
    phone.says("Koro Hone")
    knocks(nana, found[0], "Nana Aroha")
    phone.forgets().says("3")
    phone.hears("Only a parent or guardian")
    nana.never_heard("not this time")
    school.passes(hours=2)
    phone.forgets().says("Hello")
    phone.says("Hemi")
    phone.hears(ASKED, "Nana Aroha")
    phone.says("1")
    nana.hears("everything about Tama")


def test_a_staff_code_has_no_power_by_text_and_is_not_used_up(school: School) -> None:
    """Holds the kinds in codes.bring: a phone number alone authorises nothing."""
    stranger = school.sms(STRANGER)

    def staff(desk) -> str:  # type: ignore[no-untyped-def]
        found = people.staff_named(desk.db, desk.school.id, fold("Ms Tane"), desk.now)
        assert found is not None
        return linking.staff_link(desk, found.id)[0]

    code = school.act(staff)
    stranger.says(code)
    stranger.hears(REFUSED)
    teacher = school.telegram(555_005, "Ms Tane")
    teacher.starts(code)
    teacher.hears("This chat is yours")
    thief = school.telegram(666_001, "Thief")
    thief.starts(code)
    thief.hears(REFUSED)


def test_a_teacher_may_be_somebodys_aunty_too(open_school: Callable[..., School]) -> None:
    """Holds family_code in TEACHER_ONLY: one chat, two places, and no words go astray."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher, other = (
        school.sms(HEMI).forgets(),
        school.teacher("Mr Fuimaono", 555_006),
        school.teacher(),
    )
    teacher.starts(code_from(hemi))
    teacher.hears("We have asked the person who gave you the code")
    hemi.hears(ASKED, "Mr Fuimaono")
    hemi.says("1")
    teacher.hears("everything about Tama")
    teacher.says("I will bring him home today")  # nobody wrote to Room 2: it can only be for Tama
    other.hears("Mr Fuimaono (whānau of Tama, Room 5): I will bring him home today")


def test_scope_can_be_widened_by_a_second_code(school: School) -> None:
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.says("2")
    nana.forgets().says(code_from(hemi))
    nana.hears("We have asked")
    hemi.hears(ASKED, "Nana Aroha")
    hemi.says("1")
    nana.hears("everything about Tama")
    assert counted(school, membership, membership.c.scope == Scope.STORIES) == 0
