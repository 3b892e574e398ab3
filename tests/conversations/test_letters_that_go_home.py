"""The letter on paper: who may come in with its code, who is asked first, and what a code can never do."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.acts.letters import deciding, printing
from bot.acts.letters.printing import Home, Sheet
from bot.store import lanes, letters
from bot.store.tables import arrival, contact, letter
from tests.conversations.at_school import IN_ENGLISH, asks, counted, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, PRIYA, ROHAN, STRANGER
from tests.ground.school import School

REFUSED = "That code does not work"
WAITS = "First we ask your family, or the school office"


def homes(school: School, *children: str) -> list[Home]:
    def found(desk: object) -> list[Home]:
        ids = [it["child_id"] for it in letters.homes_of(desk.db, range(1, 50)) if it["name"] in children]  # type: ignore[attr-defined]
        return printing.homes(desk, ids)  # type: ignore[arg-type]

    return school.act(found)


def printed(school: School, *children: str) -> list[Sheet]:
    to = homes(school, *children)
    return school.act(lambda desk: printing.write(desk, to, by=None))


def comes_with(school: School, phone: object, sheet: Sheet, name: str = "Nana Aroha") -> None:
    phone.says(sheet.code)  # type: ignore[attr-defined]
    phone.hears("What is your name?")  # type: ignore[attr-defined]
    phone.says(name)  # type: ignore[attr-defined]
    phone.hears("Which language")  # type: ignore[attr-defined]
    phone.says("1")  # type: ignore[attr-defined]
    phone.hears(WAITS)  # type: ignore[attr-defined]


def test_a_stranger_is_let_in_by_a_guardian_of_that_home(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Tama")
    mere, hemi, nana = (school.sms(it).forgets() for it in (MERE, HEMI, NANA))
    nana.says(sheet.code)
    first = nana.hears("Harakeke School", "STOP")
    assert "Tama" not in first, "no child is named to a phone that we do not know"
    nana.hears("What is your name?")
    nana.says("Nana Aroha")
    nana.says("1")
    nana.hears(WAITS)
    nana.never_heard("Tama")
    for guardian in (mere, hemi):
        assert "Tama" in guardian.hears("the school's letter", "Nana Aroha", "1 Yes, everything", "4 No")
    mere.says("2")
    mere.hears("Nana Aroha is in")
    assert "Tama" in nana.hears("Mere has let you in", "stories and activities")
    hemi.says("1")
    hemi.hears("That question has passed")
    assert school.act(lambda desk: letters.arrival_of(desk.db, 1))["outcome"] == "stories"


def test_a_guardian_knows_the_telegram_chat_as_their_own(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    anna, chat = school.sms(ANNA).forgets(), school.telegram(700_003, "Anna")
    chat.starts(sheet.telegram.partition("start=")[2])
    chat.hears("What is your name?")
    chat.says("Anna")
    chat.taps("English")
    chat.hears(WAITS)
    anna.hears("the school's letter", "3 It is my own phone")
    anna.says("3")
    anna.hears("this other phone is yours too")
    chat.hears("You are in. From now on we write to you here")
    chat.forgets()
    chat.says("Ruby read to her sister")
    chat.hears("Thank you")
    teacher = school.teacher()
    assert counted(school, arrival) == 1
    teacher.hears_nothing()


def test_where_the_school_knows_the_number_nothing_is_asked_and_the_letter_stays_good(
    open_school: Callable[..., School],
) -> None:
    """Holds `at_home`: one parent of two must not use up what the other one holds in their hand."""
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Tama")
    mere, nana = school.sms(MERE).forgets(), school.sms(NANA)
    mere.says(sheet.code)
    mere.hears("You are in")
    assert counted(school, arrival) == 0
    comes_with(school, nana, sheet)


def test_neither_home_hears_of_the_others_letter(open_school: Callable[..., School]) -> None:
    """Holds that only guardians of the letter's own lane are asked: the other home never learns of it."""
    school = open_school(roll_csv=IN_ENGLISH)
    hers, his = printed(school, "Arjun")
    assert (hers.home.adults, his.home.adults) == (("Priya",), ("Rohan",)) and hers.code != his.code
    priya, rohan, nana = (school.sms(it).forgets() for it in (PRIYA, ROHAN, NANA))
    comes_with(school, nana, his)
    rohan.hears("the school's letter", "Arjun")
    priya.hears_nothing()
    # The other parent with this home's letter is a newcomer like any other.
    priya.says(hers.code)
    priya.hears("You are in")
    rohan.forgets()
    _new_hers, new_his = printed(school, "Arjun")
    priya.says(new_his.code)
    priya.hears(WAITS)
    asked = rohan.hears("the school's letter", "Priya")
    assert "own phone" not in asked, "a phone that others have cannot turn out to be his"


def test_a_withdrawn_and_an_expired_letter_open_nothing(open_school: Callable[..., School]) -> None:
    """Holds that a withdrawn letter's code ends with it, and `instead`."""
    school = open_school(roll_csv=IN_ENGLISH)
    (first,) = printed(school, "Tama")
    (second,) = school.act(lambda desk: printing.write(desk, [first.home], by=None, instead=True))
    nana = school.sms(NANA)
    nana.says(first.code)
    nana.hears(REFUSED)
    comes_with(school, nana, second)
    (third,) = printed(school, "Ruby")
    school.passes(days=61)
    stranger = school.sms(STRANGER)
    stranger.says(third.code)
    stranger.hears(REFUSED)


def test_where_no_guardian_can_be_reached_the_office_decides(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    anna, stranger = school.sms(ANNA).forgets(), school.sms(STRANGER)
    anna.says("STOP")
    comes_with(school, stranger, sheet, "Mrs Reid")
    anna.never_heard("the school's letter")
    whaea = school.act(lambda desk: named(desk, "Whaea Moana")).id
    her = school.act(lambda desk: named(desk, "Anna")).id
    arrived = school.act(lambda desk: letters.arrival_of(desk.db, 1))
    assert arrived["asked"] == []
    assert school.act(lambda desk: deciding.by_office(desk, whaea, 1, "guardian"))
    school.passes(seconds=1)
    assert "Ruby" in stranger.hears("Harakeke School has let you in", "everything")
    assert not school.act(lambda desk: deciding.by_office(desk, whaea, 1, "known", her)), "decided once"
    stranger.says("FAMILY")
    stranger.hears("pass this code on")


def test_the_office_gives_a_number_to_somebody_of_the_roll(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    school.sms(ANNA).says("STOP")
    stranger = school.sms(STRANGER)
    comes_with(school, stranger, sheet, "Mrs Reid")
    whaea = school.act(lambda desk: named(desk, "Whaea Moana")).id
    her = school.act(lambda desk: named(desk, "Anna")).id
    sina = school.act(lambda desk: named(desk, "Sina")).id
    assert not school.act(lambda desk: deciding.by_office(desk, whaea, 1, "known", sina)), "not of that home"
    assert school.act(lambda desk: deciding.by_office(desk, whaea, 1, "known", her))
    school.passes(seconds=1)
    stranger.hears("You are in. From now on we write to you here")
    stranger.says("Ruby is well again")
    stranger.hears("Thank you")


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_a_stop_while_it_is_decided_holds(open_school: Callable[..., School], channel: str) -> None:
    """Holds the look at a STOP in letting_in.is_theirs and in linking.tie: a guardian's word is not its holder's START."""
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    anna = school.sms(ANNA).forgets()
    if channel == "sms":
        other = school.sms(STRANGER)
        comes_with(school, other, sheet, "Anna")
    else:
        other = school.telegram(700_003, "Anna")
        other.starts(sheet.telegram.partition("start=")[2])
        other.says("Anna")
        other.taps("English")
    other.says("STOP")
    other.forgets()
    anna.hears("the school's letter", "3 It is my own phone")
    anna.says("3")
    asks(school, "What did you read?")
    anna.hears("What did you read?")
    other.hears_nothing()
    assert counted(school, contact, contact.c.state == "stopped") == 1


def test_while_a_family_was_asked_the_office_waits_for_it(open_school: Callable[..., School]) -> None:
    """Holds `may_office`: families decide who belongs."""
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    comes_with(school, school.sms(STRANGER), sheet, "Poppa")
    whaea = school.act(lambda desk: named(desk, "Whaea Moana")).id
    assert not school.act(lambda desk: deciding.by_office(desk, whaea, 1, "everything"))
    school.passes(seconds=deciding.FAMILY_FIRST / timedelta(seconds=1))
    assert school.act(lambda desk: deciding.by_office(desk, whaea, 1, "no"))


def test_a_stopped_phone_does_not_waste_the_letter(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Ruby")
    stranger = school.sms(STRANGER)
    stranger.says("STOP")
    stranger.says(sheet.code)
    stranger.never_heard("name")
    stranger.says("START")
    comes_with(school, stranger, sheet)


def test_a_home_that_everybody_has_left_gets_no_letter(open_school: Callable[..., School]) -> None:
    """Holds the rule of `homes`: somebody may have been taken off the roll for a reason."""
    school = open_school(roll_csv=IN_ENGLISH)
    assert [it.adults for it in homes(school, "Arjun")] == [("Priya",), ("Rohan",)]
    rohan = school.act(lambda desk: named(desk, "Rohan")).id
    (place,) = school.act(lambda desk: lanes.lanes_of(desk.db, rohan, desk.now))
    school.act(lambda desk: lanes.end_membership(desk.db, place.membership_id, desk.now))
    school.passes(seconds=1)
    assert [it.adults for it in homes(school, "Arjun")] == [("Priya",)]


def test_only_a_digest_of_the_code_is_kept(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    sheets = printed(school, "Tama", "Ruby")
    assert counted(school, letter) == len(sheets) == 2
    for sheet in sheets:
        assert "Tama" not in sheet.sms + sheet.telegram + sheet.page and "Ruby" not in sheet.sms
        assert sheet.sms.startswith("sms:+") and f"?body={sheet.code.replace('-', '')}" in sheet.sms
