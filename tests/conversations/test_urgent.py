"""URGENT: to the office at once on its page, on its phones in its hours, and never into a teacher's evening."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.acts import urgent
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.model.heard import Incoming, Kind, Said
from bot.store import people, staffing
from bot.store.console.pictures import picture
from bot.store.tables import media, message
from bot.store.tables import urgent as rows
from tests.conversations.at_school import IN_ENGLISH, a_photo, counted, named, school_with
from tests.conversations.conftest import ANNA, HEMI, MERE
from tests.ground.school import STAFF, Person, School

SHARED = IN_ENGLISH + "Room 5,Tama,Nana Aroha,grandmother,020 000 00004,en,home\n"
LEAD = STAFF + "Whaea Hine,safeguarding,\n"


def family(school: School, channel: str) -> Person:
    return school.sms(ANNA).forgets() if channel == "sms" else school.on_telegram(ANNA, 901, "Anna")


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_it_goes_to_the_office_and_is_taken_up_once(open_school: Callable[..., School], channel: str) -> None:
    """Holds `readers`, `seen`, and that it is in no thread: two children are not asked about first."""
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=LEAD)
    teacher = school.teacher()
    office, lead = school.teacher("Whaea Moana", 555_009), school.teacher("Whaea Hine", 555_010)
    anna = family(school, channel)
    anna.says("URGENT a man waits for Ruby at the gate")
    office.hears("Urgent, from Anna (Ruby and Jack): a man waits for Ruby at the gate")
    lead.hears("a man waits")
    anna.hears("The school office has this on a phone now.", "If someone is in danger, call 111.")
    teacher.hears_nothing()
    assert counted(school, message) == 0
    office.taps("I have it")
    office.hears("The family is told that you have it.")
    anna.hears("Whaea Moana at the school has read your urgent words")
    lead.taps("I have it")
    lead.hears("A colleague has it already.")
    anna.hears_nothing()
    teacher.hears_nothing()


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_the_word_alone_asks_for_words_and_any_phone_may_say_it(
    open_school: Callable[..., School], channel: str
) -> None:
    """Holds `_is_told`: the next words are it, whatever came between."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, teacher, anna = school.teacher("Whaea Moana", 555_009), school.teacher(), family(school, channel)
    anna.says("urgent")
    anna.hears("What is urgent? Write it here.", "call 111")
    anna.says("Jack has not come home")
    office.hears("Jack has not come home")
    anna.forgets().says("He is here now, thank you all for looking")
    anna.hears("Who is this about?")
    assert counted(school, rows) == 1
    teacher.hears_nothing()


def test_at_night_it_waits_and_the_family_hears_so(open_school: Callable[..., School]) -> None:
    """Holds the reach of `_to_office`: no phone of the school's rings at night by itself; the answer comes at once."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, teacher, mere = (
        school.teacher("Whaea Moana", 555_009),
        school.teacher(),
        school.sms(MERE).forgets(),
    )
    school.goes_to(hour=22)
    mere.says("URGENT: Tama is in hospital")
    mere.hears("The office reads this from Wednesday 25 November, 8:00 am.", "call 111")
    office.hears_nothing()
    assert counted(school, rows, rows.c.seen_at.is_(None)) == 1
    school.goes_to(days=1, hour=8, minute=1)
    office.hears("Tama is in hospital")
    teacher.hears_nothing()


def test_a_school_may_choose_to_be_rung(open_school: Callable[..., School]) -> None:
    """Holds `urgent_at_night`: the office's phones, and still no teacher's."""
    text = school_with(reply_cost='"standard"\nurgent_at_night = "ring"')
    school = open_school(roll_csv=IN_ENGLISH, toml=text)
    office, teacher, mere = (
        school.teacher("Whaea Moana", 555_009),
        school.teacher(),
        school.sms(MERE).forgets(),
    )
    school.goes_to(hour=22)
    mere.says("URGENT: Tama is in hospital")
    office.hears("Tama is in hospital")
    mere.hears("The school office has this on a phone now.")
    teacher.hears_nothing()


def test_an_office_without_a_phone_is_said_and_a_shared_phone_is_not_asked_first(
    open_school: Callable[..., School],
) -> None:
    """Holds `_honestly`; and the place of URGENT before "what is your name?"."""
    school = open_school(roll_csv=SHARED)
    phone = school.sms(HEMI).forgets()
    phone.says("URGENT the stove is on fire at Nana's")
    phone.hears(
        "The office reads this from", "No phone rings at the office for this. To be sure, call 09 555 0100."
    )
    phone.says("This is Nana")
    phone.says("PASS")
    assert counted(school, rows, rows.c.person_id.is_(None)) == 1


def test_in_a_childs_turn_it_still_works(open_school: Callable[..., School]) -> None:
    """Holds URGENT in learner_words: neither it nor what it asks for becomes a child's draft."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, mere = school.teacher("Whaea Moana", 555_009), school.sms(MERE).forgets()
    mere.says("PASS")
    mere.says("URGENT")
    mere.says("Koro fell down")
    office.hears("Koro fell down")
    mere.says("PASS")
    mere.hears("Nothing was written")


def test_whoever_has_left_the_office_gets_nothing(open_school: Callable[..., School]) -> None:
    """Holds Gate.OFFICE in last_look: what waits for the morning does not go to somebody who works there no more."""
    school = open_school(roll_csv=IN_ENGLISH)
    office, mere = school.teacher("Whaea Moana", 555_009), school.sms(MERE).forgets()
    school.goes_to(hour=22)
    mere.says("URGENT: Tama is in hospital")

    def leaves(desk: Desk) -> None:
        for it in staffing.standing(desk.db, desk.school.id, desk.now):
            if it["person_name"] == "Whaea Moana":
                staffing.end(desk.db, it["id"], desk.now)

    school.act(leaves)
    school.goes_to(days=1, hour=9)
    office.hears_nothing()
    assert school.act(urgent.readers) == []


def test_who_teaches_now_takes_nothing_up_any_more(open_school: Callable[..., School]) -> None:
    """Holds may_take_up in urgent_seen: the button still stands in the chat of whoever has left the office."""
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=STAFF + "Whaea Moana,teacher,Room 2\n")
    office, mere = school.teacher("Whaea Moana", 555_009), school.sms(MERE).forgets()
    mere.says("URGENT: Tama is in hospital")
    office.hears("Tama is in hospital")

    def leaves(desk: Desk) -> None:
        for it in staffing.standing(desk.db, desk.school.id, desk.now):
            if it["person_name"] == "Whaea Moana" and it["role"] == "office":
                staffing.end(desk.db, it["id"], desk.now)

    school.act(leaves)
    mere.forgets()
    office.taps("I have it")
    mere.hears_nothing()
    assert counted(school, rows, rows.c.seen_at.is_(None)) == 1


def test_where_there_is_no_office_its_admin_reads_it_and_twice_is_once(
    open_school: Callable[..., School],
) -> None:
    """Holds Role.ADMIN in `readers`, and UNIQUE(inbox) with what `tell` makes of it: nobody is told a second time."""
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=STAFF.replace("Moana,office", "Moana,admin"))
    admin, mere = school.teacher("Whaea Moana", 555_009), school.sms(MERE).forgets()
    mere.says("URGENT: Tama is in hospital")
    admin.hears("Tama is in hospital")

    def again(desk: Desk) -> None:
        it = desk.db.execute(select(rows)).mappings().one()
        phone, person = people.contact_by_id(desk.db, it["contact_id"]), named(desk, "Mere")
        incoming = Incoming("sms", "again", MERE, Kind.TEXT, words="Tama is in hospital")
        urgent.tell(
            desk, phone, [person], person, incoming, Said(it["said_at"], it["inbox_id"]), incoming.words
        )

    school.act(again)
    school.passes(seconds=5)
    admin.hears_nothing()
    assert counted(school, rows) == 1


@pytest.mark.parametrize("caption", ["URGENT", "URGENT a man waits for Ruby"])
def test_a_photo_may_be_urgent(open_school: Callable[..., School], caption: str) -> None:
    """Holds URGENT among the captions in talk; that the word alone under a photo keeps the photo;
    and `_urgent` in console/pictures: the office can open it, a teacher cannot."""
    school = open_school(roll_csv=IN_ENGLISH)
    teacher, office, anna = (
        school.teacher(),
        school.teacher("Whaea Moana", 555_009),
        family(school, "telegram"),
    )
    anna.sends_photo(a_photo(), caption)
    office.hears("Urgent, from Anna (Ruby and Jack)", caption.removeprefix("URGENT").strip())
    anna.hears("The school office has this on a phone now.")
    teacher.hears_nothing()
    assert counted(school, rows) == counted(school, media) == 1
    assert counted(school, message) == 0
    assert counted(school, media, media.c.state == "held") == 1

    def opened(desk: Desk) -> list[bool]:
        seen = desk.db.scalars(select(media.c.id)).one()
        found = [viewer(desk, named(desk, it).id) for it in ("Whaea Moana", "Ms Tane")]
        return [it is not None and picture(desk.db, it.sight, seen) is not None for it in found]

    assert school.act(opened) == [True, False]


def test_an_urgent_photo_that_is_none_is_told_to_its_sender(open_school: Callable[..., School]) -> None:
    """Holds urgent words in media.senders_of."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = family(school, "sms")
    anna.sends_photo(b"<script>alert(1)</script>", "URGENT")
    anna.hears("Sorry, we could not open the photo that you sent.")
