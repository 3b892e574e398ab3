"""The roll gives a phone number to somebody else: what was asked there before is not asked of them."""

from collections.abc import Callable

from bot.acts import greeting, roll
from tests.conversations.at_school import IN_ENGLISH
from tests.conversations.conftest import ANNA, HEMI, NANA
from tests.conversations.test_at_the_door import ASKED, code_from, knocks
from tests.ground.school import Person, School

ZOE = "Room 2,Kiri,Zoe,mother,{phone},en,home\n"


def test_the_new_holder_is_not_asked_who_may_hear_about_another_child(
    open_school: Callable[..., School],
) -> None:
    """Hemi's open door names Tama: Zoe, who has his number now, hears nothing of it when she answers LANGUAGE."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, nana = school.sms(HEMI).forgets(), school.sms(NANA)
    knocks(nana, code_from(hemi), "Nana Aroha")
    hemi.hears(ASKED)
    zoe = _given_to_zoe(school, "020 000 00004", "020 000 00055", hemi)
    zoe.says("LANGUAGE")
    zoe.says("1")
    assert not [it.text for it in zoe.unread if "Tama" in it.text or "Nana" in it.text]


def test_the_new_holder_is_not_asked_about_another_familys_children(
    open_school: Callable[..., School],
) -> None:
    """Anna's words waited for "which child": Zoe must not be shown Anna's children to choose from."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    anna.says("She has a sore foot")
    zoe = _given_to_zoe(school, "020 000 00003", "020 000 00055", anna)
    zoe.says("LANGUAGE")
    zoe.says("1")
    assert not [it.text for it in zoe.unread if "Ruby" in it.text or "Jack" in it.text]


def test_the_new_holder_hears_who_writes_before_anything_else(open_school: Callable[..., School]) -> None:
    """The notice is owed to the person (IPP 3A), not to the number: it was given to somebody else."""
    school = open_school(roll_csv=IN_ENGLISH)
    zoe = _given_to_zoe(school, "020 000 00004", "020 000 00055", school.sms(HEMI))
    zoe.says("Kia ora, who is this?")
    said = [it.text for it in zoe.screen if it.by != "phone"]
    ours = [index for index, words in enumerate(said) if "We have your number" in words]
    assert len(ours) == 2, "once to Hemi, once to Zoe"
    assert "has your words about Kiri" in said[ours[1] + 1]


def _given_to_zoe(school: School, phone: str, instead: str, holder: Person) -> Person:
    changed = IN_ENGLISH.replace(phone, instead) + ZOE.format(phone=phone)
    assert school.act(lambda desk: roll.apply(desk, changed, greeting.greet)).done
    school.passes(seconds=1)
    return holder.forgets()
