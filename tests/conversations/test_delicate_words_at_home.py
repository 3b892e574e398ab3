"""What a family itself writes of health and the like: to guardians, and to nobody else by one person's word."""

from collections.abc import Callable

from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_a_family_decides import in_by_code
from tests.ground.school import School


def test_an_answer_about_health_reaches_the_guardians_alone(open_school: Callable[..., School]) -> None:
    """Holds `private` in ears.others_in and matters.of_family; and in answering.of_what_is_answered."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    nana = in_by_code(school, hemi, "1", "1")
    asks(school, "What did you do on the weekend?")
    nana.hears("on the weekend")
    hemi.forgets().says("Tama had an asthma attack and was in hospital")
    assert "Nana" not in hemi.hears("Thank you. Ms Tane has your words about Tama.", "Mere can see it too.")
    mere.hears("Hemi about Tama: Tama had an asthma attack")
    mere.says("We went to the beach")
    nana.hears("Mere about Tama: We went to the beach")
    teacher.replies_to("asthma attack", "Thank you. I will keep an eye on him.")
    hemi.hears("keep an eye on him")
    mere.hears("keep an eye on him")
    nana.never_heard("asthma", "keep an eye")


def test_all_shows_health_to_the_guardians_alone(open_school: Callable[..., School]) -> None:
    """Holds `private` in widening.show_all; and that the offer names nobody else. So with an answer to a question about
    it."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE).forgets()
    nana = in_by_code(school, hemi, "1", "1")
    hemi.says("He needs his inhaler before sport")
    assert "Nana" not in hemi.hears("Only the school sees this. Text ALL to show it to Mere.")
    hemi.says("ALL")
    hemi.hears("Done. Mere can see it now.")
    mere.hears("inhaler")
    asks(school, "Tama was absent on Monday. Is he all right?")
    hemi.says("He is on the mend")
    assert "Nana" not in hemi.hears("Only the school sees this. Text ALL to show it to Mere.")
    hemi.says("ALL")
    mere.hears("on the mend")
    nana.never_heard("inhaler", "on the mend")


def test_whom_all_guardians_let_see_it_hears_it(open_school: Callable[..., School]) -> None:
    """It is the guardians' decision: with the yes of both, Nana hears it like everything else, and from her too it
    goes to them."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, mere = school.sms(HEMI).forgets(), school.sms(MERE).forgets()
    nana = in_by_code(school, hemi, "1", "1")
    asks(school, "What did you do on the weekend?")
    nana.forgets().says("He had a fever, so we stayed in")
    hemi.hears("He had a fever")
    for word in ("FAMILY", "1", "6"):
        hemi.says(word)
    mere.hears("may Nana Aroha also see absences")
    mere.says("1")
    hemi.says("His asthma is better")
    nana.hears("His asthma is better")
