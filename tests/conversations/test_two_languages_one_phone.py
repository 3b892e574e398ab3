"""A father reads English and his mother reads Samoan, on one phone: each is spoken to in their own language."""

from collections.abc import Callable

import pytest

from bot.acts import answering, linking
from bot.acts.desk import Desk
from bot.model.chat import Wording
from bot.model.people import Scope
from bot.store import lanes, people
from bot.store.tables import message
from tests.conversations.at_school import IN_ENGLISH, asks, count, let_in, named
from tests.conversations.conftest import HEMI
from tests.ground.school import Person, School

NANA = "Room 5,Tama,Nana Aroha,grandmother,020 000 00004,sm,home\n"
HEADINGS, _, FAMILIES = IN_ENGLISH.partition("\n")
#: She is on the roll before him, and he is the guardian.
SHARED = f"{HEADINGS}\n{NANA}{FAMILIES}"


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_who_speaks_is_answered_in_their_language_and_all_of_the_phone_hear_once(
    open_school: Callable[..., School], channel: str
) -> None:
    """Holds the order of hearers in answering.send (the writer first), and guardians first in audience.phones."""
    school = open_school(roll_csv=SHARED)
    let_in(school, "Nana Aroha", "Hemi", Scope.EVERYTHING)
    phone, teacher = _shared(school, channel), school.teacher()
    asks(school, "What did you sing?", sm="O le a le pese?")
    phone.hears("What did you sing?")
    phone.hears_nothing()
    phone.says("This is Nana")
    phone.hears("Talofa Nana Aroha. Mo minute e sefulu")
    phone.says("Na ia 'ai i'a")
    phone.hears("Fa'afetai. Ua maua e Ms Tane au upu e uiga ia Tama.")
    teacher.hears("Nana Aroha")
    _answers(school, "Well done", sm="Malo lava")
    phone.hears("Malo lava")
    phone.hears_nothing()
    phone.says("this is Hemi")
    phone.hears("Kia ora Hemi. For ten minutes")
    phone.says("He ate fish")
    phone.hears("Thank you. Ms Tane has your words about Tama.")
    _answers(school, "Good man", sm="Malo le tama")
    phone.hears("Good man")
    phone.says("This is Nana")
    school.passes(minutes=11)
    asks(school, "What did you read?", sm="O le a le tusi?")
    phone.hears("What did you read?")  # whoever holds it: the guardian's language, once for all of them
    assert count(phone, "O le a le") == 0
    phone.says("The Eel")
    phone.hears("What is your name?")


def test_on_two_channels_each_reads_their_own(open_school: Callable[..., School]) -> None:
    """He has Telegram too: what is asked of both goes to each once, where and as they read."""
    school = open_school(roll_csv=SHARED)
    let_in(school, "Nana Aroha", "Hemi", Scope.EVERYTHING)
    texts, chat = school.sms(HEMI).forgets(), _chat(school)
    texts.says("This is Nana. Talofa")
    texts.forgets()
    asks(school, "What did you sing?", sm="O le a le pese?")
    chat.hears("What did you sing?")
    texts.hears("O le a le pese?")
    chat.hears_nothing()
    texts.hears_nothing()


def _shared(school: School, channel: str) -> Person:
    if channel == "sms":
        return school.sms(HEMI).forgets()
    chat = _chat(school)

    def hers_too(desk: Desk) -> None:
        nana, hemi = named(desk, "Nana Aroha").id, named(desk, "Hemi").id
        phones = people.contacts_of(desk.db, [hemi])[hemi]
        people.link(desk.db, desk.school.id, phones[0].id, nana)

    school.act(hers_too)
    return chat


def _chat(school: School) -> Person:
    link = school.act(lambda desk: linking.telegram_link(desk, named(desk, "Hemi").id))
    hemi = school.telegram(777_004, "Hemi")
    hemi.starts((link or "").partition("start=")[2])
    return hemi.forgets()


def _answers(school: School, words: str, **wordings: str) -> None:
    """The teacher answers what the home said last."""

    def said(desk: Desk) -> None:
        home = lanes.lanes_of(desk.db, named(desk, "Hemi").id, desk.now)[0].lane
        last = desk.db.scalar(message.select().with_only_columns(message.c.id).order_by(message.c.id.desc()))
        answering.answer(desk, named(desk, "Ms Tane"), home.thread_id, [
            Wording("en", words), *(Wording(tag, it) for tag, it in wordings.items())], answers_id=last)  # fmt: skip

    school.act(said)
    school.passes(seconds=1)
