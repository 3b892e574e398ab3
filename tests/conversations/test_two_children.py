"""With two children it could be about: ask once, never guess, lose nothing."""

from collections.abc import Callable

from tests.conversations.at_school import IN_ENGLISH, asks, count
from tests.conversations.conftest import ANNA
from tests.ground.school import School


def test_everything_said_while_we_wait_lands_with_the_child_that_is_named(school: School) -> None:
    """Holds writes._ask_which: all waiting items are taken up again, in order; a thumb asks nothing."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    anna.says("👍")
    anna.hears_nothing()
    anna.says("She has a sore foot")
    assert "Thank you. Who is this about?\n1 Ruby\n2 Jack\n3 Both" in anna.hears("Who is this about?")
    anna.says("She cannot run today")
    anna.hears("Please answer with a number, or the child's name.", "1 Ruby")
    anna.says("4")
    anna.hears("Please answer with a number")
    teacher.hears_nothing()
    anna.says("  ruby. ")
    anna.hears("Ms Tane has your words about Ruby.")
    anna.hears_nothing()
    teacher.hears("Anna (mother of Ruby, Room 5): She has a sore foot")
    teacher.hears("She cannot run today")
    school.passes(minutes=59)
    anna.says("She will bring her shoes")  # remembered for an hour
    teacher.hears("She will bring her shoes")
    anna.hears_nothing()
    school.passes(minutes=2)
    anna.says("He forgot his lunch")
    anna.hears("Who is this about?", "1 Ruby", "2 Jack")
    anna.says("two")
    anna.hears("Mr Fuimaono has your words about Jack.")
    other.hears("Anna (mother of Jack, Room 2): He forgot his lunch")
    teacher.never_heard("lunch")
    other.never_heard("foot", "shoes")
    school.passes(hours=2)
    anna.says("We move house on Friday")
    anna.says("3")
    anna.hears("about Ruby and Jack.")
    teacher.hears("We move house on Friday")
    other.hears("We move house on Friday")


def test_what_a_question_waited_for_in_vain_the_next_one_waits_for_too(school: School) -> None:
    """Holds asking_which.waiting: words from an expired question are not left behind; an old number means nothing."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("She has a sore foot")
    anna.hears("Who is this about?")
    school.passes(hours=3)
    anna.says("1")
    anna.hears("Thank you. Who is this about?", "1 Ruby")
    teacher.hears_nothing()
    anna.says("PAUSE")  # another question comes between
    anna.hears("For how long?")
    anna.says("3")
    anna.says("Ruby")
    anna.hears("Ms Tane has your words about Ruby.")
    teacher.hears("She has a sore foot")


def test_the_prompts_own_child_is_not_asked_about(school: School) -> None:
    """Holds placing: an answer goes to the child that the prompt was for; to both, it asks."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    asks(school, "What did you read?")
    anna.forgets().says("The one about the eel")
    anna.hears("Ms Tane has your words about Ruby.")
    teacher.hears("Anna (mother of Ruby, Room 5): The one about the eel")
    asks(school, "What did you sing?", in_rooms=("Room 5", "Room 2"))
    anna.forgets().says("The moon song")
    anna.hears("Who is this about?")
    anna.says("Jack")
    anna.hears("Mr Fuimaono has your words about Jack.")
    anna.says("And she hums it")  # Jack, still: said within the hour
    assert count(teacher, "hums it") == 0


def test_on_telegram_it_is_a_button(school: School) -> None:
    anna = school.on_telegram(ANNA, 777_003, "Anna")
    teacher = school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    anna.says("We move house on Friday")
    assert "1 Ruby" not in anna.hears("Who is this about?")
    anna.taps("Both")
    anna.hears("Ms Tane and Mr Fuimaono", "Ruby and Jack")
    teacher.hears("We move house on Friday")
    other.hears("We move house on Friday")
    anna.taps("Jack")  # the old button, tapped again
    anna.hears("That question has passed")
    other.hears_nothing()
    # Quoting what came about one child says which child it is.
    school.passes(hours=2)
    teacher.replies_to("We move house", "Thank you for telling us")
    anna.hears("about Ruby: Thank you for telling us")
    anna.replies_to("Thank you for telling us", "She is excited")
    teacher.hears("Anna (mother of Ruby, Room 5): She is excited")
    other.hears_nothing()


KORO = "Room 5,Tama,Koro Hone,grandfather,020 000 00003,en,his home\nRoom 5,Lagi,Koro Hone,grandfather,020 000 00003,en,his home\n"
DAVE = "Room 5,Ruby,Dave,father,020 000 00011,en,home\nRoom 2,Jack,Dave,father,020 000 00011,en,home\n"


def test_on_a_shared_phone_nobody_answers_for_anothers_words(open_school: Callable[..., School]) -> None:
    """Holds `whose` in asking_which, placing and saying.waits: Koro is not asked about Anna's children."""
    school = open_school(roll_csv=IN_ENGLISH + KORO)
    phone, teacher = school.sms(ANNA).forgets(), school.teacher()
    phone.says("Hello")
    phone.says("Anna")
    phone.hears("1 Ruby\n2 Jack")
    school.passes(minutes=59)
    phone.says("She has a sore foot")  # the first question is still open: one answer would place both
    phone.hears("1 Ruby\n2 Jack")
    school.passes(minutes=58)
    phone.says("We went fishing")
    phone.hears("What is your name?")
    phone.says("Koro Hone")
    heard = phone.hears("Who is this about?", "Tama", "Lagi")
    assert "Ruby" not in heard
    phone.hears_nothing()
    phone.says("Tama")
    phone.hears("Ms Tane has your words about Tama.")
    phone.hears_nothing()
    teacher.hears("Koro Hone (grandfather of Tama, Room 5): We went fishing")
    teacher.never_heard("sore foot")
    school.passes(hours=2)
    phone.says("And he is well")
    phone.says("Anna")
    phone.hears("1 Ruby\n2 Jack")
    phone.says("1")
    for words in ("Hello", "She has a sore foot", "And he is well"):
        teacher.hears(f"Anna (mother of Ruby, Room 5): {words}")


def test_all_under_a_list_of_children_shows_nothing_to_anybody(open_school: Callable[..., School]) -> None:
    """Holds which_child._chosen: under "3 Both" the word ALL does not widen what was written before."""
    school = open_school(roll_csv=IN_ENGLISH + DAVE)
    anna, dave, teacher = school.sms(ANNA).forgets(), school.sms("+642000000011").forgets(), school.teacher()
    anna.says("Please don't let his father pick him up")
    anna.says("2")
    anna.hears("Only the school sees this.")
    school.passes(hours=2)
    anna.says("We move house on Friday")
    anna.hears("3 Both")
    anna.says("All")
    anna.hears("about Ruby and Jack.")
    teacher.hears("We move house on Friday")
    dave.hears_nothing()


def test_after_a_day_old_words_stay_with_the_office(school: School) -> None:
    """Holds CARRIED: what somebody wrote last week is not sent along with today's answer."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    anna.says("She has a sore foot")
    school.goes_to(days=2)
    anna.says("She sings")
    anna.says("Ruby")
    teacher.hears("She sings")
    teacher.never_heard("sore foot")


def test_what_one_said_on_a_shared_phone_is_not_remembered_of_the_other(
    open_school: Callable[..., School],
) -> None:
    """Holds the person in questions.last_answered: both have the same children, and mean different ones."""
    school = open_school(roll_csv=IN_ENGLISH + DAVE.replace("020 000 00011", "020 000 00003"))
    phone, teacher = school.sms(ANNA).forgets(), school.teacher()
    phone.says("She has a sore foot")
    phone.says("Anna")
    school.passes(minutes=30)
    phone.says("1")
    teacher.hears("Anna (mother of Ruby, Room 5): She has a sore foot")
    school.passes(minutes=31)
    phone.says("The bus was late")
    phone.says("Dave")
    phone.hears("Who is this about?", "1 Ruby")
    teacher.never_heard("The bus was late")
