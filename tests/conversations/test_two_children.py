"""With two children it could be about: ask once, never guess, lose nothing."""

from tests.conversations.at_school import asks, count
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
