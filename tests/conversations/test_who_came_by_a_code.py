"""A phone that somebody brought by a code stays theirs, and nobody else's who had it too."""

from collections.abc import Callable

import pytest

from bot.acts.desk import Desk
from bot.store import people
from bot.store.tables import code
from tests.conversations.at_school import IN_ENGLISH, asks, named
from tests.conversations.conftest import HEMI, MERE, NANA, SINA
from tests.conversations.test_bringing_family_in import code_from
from tests.conversations.test_changing_phones import code_for
from tests.conversations.test_letters_that_go_home import WAITS, comes_with, printed
from tests.conversations.test_what_waits_comes_along import brings, corrects
from tests.ground.school import Person, School

Open = Callable[..., School]
NEW, NEW_AS_TYPED = "+642000000077", "020 000 00077"
#: Mere's phone is Nana's too, who is of another child's home.
ONE_PHONE = IN_ENGLISH + "Room 2,Jack,Nana Aroha,grandmother,020 000 00001,en,home\n"
WORDS = pytest.mark.parametrize("whose_word", ["the office", "the roll"])


def another_number(school: School, whose_word: str, text: str, name: str, before: str) -> None:
    if whose_word == "the office":
        school.act(lambda desk: corrects(desk, name, NEW_AS_TYPED))
    else:
        rows = text.splitlines(keepends=True)
        brings(school, "".join(it.replace(before, NEW_AS_TYPED) if f",{name}," in it else it for it in rows))


def phones_of(school: School, name: str) -> set[str]:
    def found(desk: Desk) -> set[str]:
        whose = named(desk, name).id
        return {it.address for it in people.contacts_of(desk.db, [whose])[whose]}

    return school.act(found)


def wants_in(school: School, phone: Person, *answers: str) -> None:
    """Nana brings Hemi's code from there, and he lets her see stories alone."""
    hemi = school.sms(HEMI).forgets()
    phone.says(code_from(hemi))
    for it in answers:
        phone.says(it)
    phone.hears("We have asked the person who gave you the code")
    hemi.hears("They say their name is Nana Aroha")
    hemi.says("2")
    hemi.hears("is in")
    phone.forgets()


@WORDS
@pytest.mark.parametrize("says_first", [True, False])
def test_nana_came_from_meres_phone_and_mere_leaves_it(
    open_school: Open, whose_word: str, says_first: bool
) -> None:
    """Holds came_id, and `brought_by` and `joined` by person: what was for Mere's eyes went on to a phone that is
    Nana's alone, and not to the new one."""
    school = open_school(roll_csv=ONE_PHONE)
    phone = school.sms(MERE).forgets()
    if says_first:
        phone.says("this is Nana Aroha")
    wants_in(school, phone, *([] if says_first else ["Nana Aroha"]))
    another_number(school, whose_word, ONE_PHONE, "Mere", "020 000 00001")
    phone.forgets()
    asks(school, "What did you read?")
    school.sms(NEW).hears("What did you read?")
    phone.hears_nothing()


@WORDS
def test_a_newcomers_phone_that_was_given_to_mere_too_is_left_again(
    open_school: Open, whose_word: str
) -> None:
    """Holds `note_came` in inviting.knock, where the name was taken: a number typed for the wrong person."""
    school = open_school(roll_csv=IN_ENGLISH)
    phone = school.sms(NANA)
    wants_in(school, phone, "Nana Aroha", "1")
    school.act(lambda desk: corrects(desk, "Mere", "020 000 00099"))
    assert phones_of(school, "Mere") == {NANA}
    another_number(school, whose_word, IN_ENGLISH, "Mere", "020 000 00001")
    phone.forgets()
    asks(school, "What did you read?")
    school.sms(NEW).hears("What did you read?")
    phone.hears_nothing()
    assert phones_of(school, "Nana Aroha") == {NANA}


@WORDS
def test_nana_came_from_a_phone_that_is_hers(open_school: Open, whose_word: str) -> None:
    """Holds `came_by` for her who came: another number takes no phone of her own away."""
    school = open_school(roll_csv=ONE_PHONE)
    phone = school.sms(MERE).forgets()
    wants_in(school, phone, "Nana Aroha")
    another_number(school, whose_word, ONE_PHONE, "Nana Aroha", "020 000 00001")
    assert phones_of(school, "Nana Aroha") == {MERE, NEW}


@WORDS
def test_with_a_letter_it_is_the_same(open_school: Open, whose_word: str) -> None:
    """Holds `note_came` in arriving.knock."""
    school = open_school(roll_csv=ONE_PHONE)
    (sheet,) = printed(school, "Tama")
    phone = school.sms(MERE).forgets()
    phone.says("this is Nana Aroha")
    phone.says(sheet.code)
    phone.hears(WAITS)
    another_number(school, whose_word, ONE_PHONE, "Mere", "020 000 00001")
    assert phones_of(school, "Mere") == {NEW}
    another_number(school, "the office", ONE_PHONE, "Nana Aroha", "020 000 00001")
    assert phones_of(school, "Nana Aroha") == {MERE, NEW}


@WORDS
def test_a_letters_phone_that_turned_out_to_be_hers_stays_hers(open_school: Open, whose_word: str) -> None:
    """Holds `note_came` in deciding._is_theirs: the name that was given at the door was her own, and another record."""
    school = open_school(roll_csv=IN_ENGLISH)
    (sheet,) = printed(school, "Lagi")
    sina = school.sms(SINA).forgets()
    comes_with(school, school.sms(NANA), sheet, "Mrs Sina")
    sina.hears("the school's letter", "3 It is my own phone")
    sina.says("3")
    another_number(school, whose_word, IN_ENGLISH, "Sina", "020 000 00002")
    assert phones_of(school, "Sina") == {NANA, NEW}


@WORDS
def test_a_code_for_one_persons_new_phone_speaks_for_them_alone(open_school: Open, whose_word: str) -> None:
    """Holds FOR_ONE in codes.use: Mere brings hers from a phone that is Nana's too."""
    text = IN_ENGLISH + "Room 2,Jack,Nana Aroha,grandmother,020 000 00099,en,home\n"
    school = open_school(roll_csv=text)
    phone = school.sms(NANA).forgets()
    phone.says(code_for(school, "Mere"))
    phone.hears("You are in.")
    another_number(school, whose_word, text, "Nana Aroha", "020 000 00099")
    assert phones_of(school, "Nana Aroha") == {NEW}
    another_number(school, "the office", text, "Mere", "020 000 00001")
    assert phones_of(school, "Mere") == {NANA, NEW}


@WORDS
def test_a_code_from_before_speaks_for_everybody_on_that_phone(open_school: Open, whose_word: str) -> None:
    """Holds the code that says nobody in `came_by`: who came is not known any more, and no phone of theirs is taken."""
    school = open_school(roll_csv=ONE_PHONE)
    wants_in(school, school.sms(MERE).forgets(), "Nana Aroha")
    school.act(lambda desk: desk.db.execute(code.update().values(came_id=None)))
    another_number(school, whose_word, ONE_PHONE, "Mere", "020 000 00001")
    assert phones_of(school, "Mere") == {MERE, NEW}
