"""What waits for somebody on a phone that they leave: there and back, by the roll, and on a phone that two share."""

from collections.abc import Callable

import pytest

from bot.acts import answering, changing_phones, digesting, greeting, new_phone, roll, undoing
from bot.acts.desk import Desk
from bot.jobs.digests import put_together
from bot.model.chat import Wording
from bot.model.people import State
from bot.store import gathering, lanes, people, schools
from tests.conversations.at_school import IN_ENGLISH, asks, count, named
from tests.conversations.conftest import HEMI, MERE, STRANGER
from tests.conversations.test_the_weekly_text import DIGEST, SPENT
from tests.ground.school import School

Open = Callable[..., School]


def corrects(desk: Desk, name: str, number: str) -> None:
    """The office's word."""
    mine = lanes.lanes_of(desk.db, named(desk, name).id, desk.now)[0]
    by = named(desk, "Whaea Moana").id
    assert changing_phones.change_phone(desk, by, mine.lane.child.id, mine.membership_id, number) is None


def brings(school: School, text: str) -> None:
    assert school.act(lambda desk: roll.apply(desk, text, greeting.greet)).done


def written_at_night(school: School) -> None:
    """A teacher's words to the whole home, which wait for the morning."""
    school.goes_to(hour=21)

    def deed(desk: Desk) -> None:
        home = lanes.lanes_of(desk.db, named(desk, "Mere").id, desk.now)[0].lane
        thread = lanes.thread_of(desk.db, home.household_id)
        answering.answer(desk, named(desk, "Ms Tane"), thread, [Wording("en", "Bring togs and a towel")])

    school.act(deed)


def quarantines(school: School, address: str) -> None:
    def deed(desk: Desk) -> None:
        sender = schools.sender_on(desk.db, desk.school.id, "sms")
        assert sender is not None
        found = people.contact_at(desk.db, sender, address)
        assert found is not None
        people.change_contact(desk.db, found.id, state=State.QUARANTINED)

    school.act(deed)


def test_there_and_back_again(open_school: Open) -> None:
    """Holds returning.again: the office mistypes a number, and corrects it. The phone's own ended row waits anew."""
    school = open_school(roll_csv=IN_ENGLISH)
    written_at_night(school)
    school.act(lambda desk: corrects(desk, "Mere", STRANGER))
    school.act(lambda desk: corrects(desk, "Mere", MERE))
    school.goes_to(days=1, hour=9)
    assert count(school.sms(MERE), "Bring togs") == 1
    school.sms(STRANGER).never_heard("Bring togs")


@pytest.mark.parametrize("together", [False, True])
def test_there_and_back_again_out_of_a_weekly_text(open_school: Open, together: bool) -> None:
    """Holds `gathered` and `digested` in returning._again: a question comes back out of what it waited in."""
    school = open_school(roll_csv=IN_ENGLISH, toml=SPENT + DIGEST)
    asks(school, "What did you read?")

    def deed(desk: Desk) -> None:
        mere = named(desk, "Mere").id
        phone = people.contacts_of(desk.db, [mere])[mere][0]
        rows = gathering.waiting(desk.db, phone.id, desk.now, 9)
        assert rows
        if together:
            put_together(desk, phone.id, rows, "this week", digesting.HEAD)
        corrects(desk, "Mere", STRANGER)
        corrects(desk, "Mere", MERE)

    school.act(deed)
    school.goes_to(days=1, hour=16, minute=30)
    school.goes_to(days=1, hour=16, minute=1)
    assert count(school.sms(MERE), "What did you read?") == 1
    school.sms(STRANGER).never_heard("What did you read?")


def test_a_roll_with_a_new_number(open_school: Open) -> None:
    """Holds elsewhere.arrive in the roll's applying, and the notice that goes first."""
    school = open_school(roll_csv=IN_ENGLISH)
    written_at_night(school)
    brings(school, IN_ENGLISH.replace("020 000 00001", "020 000 00097"))
    school.goes_to(days=1, hour=9)
    assert count(school.sms("+642000000097"), "Bring togs") == 1
    school.sms(MERE).never_heard("Bring togs")


def test_whoever_has_a_chat_and_no_number_any_more_reads_it_there(open_school: Open) -> None:
    """Holds `arrive` in changing_phones.leave, and `or phones` in it: the phone was perhaps nobody's any more, and
    somebody else at home brings it as theirs."""
    school = open_school(roll_csv=IN_ENGLISH)
    written_at_night(school)
    chat = school.on_telegram(MERE, 777_001, "Mere")
    quarantines(school, MERE)
    code = school.act(
        lambda desk: new_phone.give(desk, named(desk, "Hemi").id, by_id=named(desk, "Whaea Moana").id)
    )
    school.sms(MERE).says(code)
    school.goes_to(days=1, hour=9)
    assert count(chat, "Bring togs") == 1
    assert count(school.sms(MERE), "Bring togs") == 1  # Hemi's own, who reads there now


def test_a_roll_that_is_undone_brings_back_what_waited(open_school: Open) -> None:
    """Holds undoing._waits_again and ways_back.drop_unsent: the new number is as if it had never been."""
    school = open_school(roll_csv=IN_ENGLISH)
    written_at_night(school)
    brings(school, IN_ENGLISH.replace("020 000 00001", "020 000 00097"))
    done = school.act(undoing.undo)
    assert isinstance(done, undoing.Undone)
    assert done.kept == (undoing.WAITED,)
    school.goes_to(days=1, hour=9)
    assert count(school.sms(MERE), "Bring togs") == 1
    school.sms("+642000000097").hears_nothing()


@pytest.mark.parametrize("leaves", ["Mere", "Hemi", "both"])
def test_a_text_on_a_phone_that_two_share_is_for_both(open_school: Open, leaves: str) -> None:
    """Holds elsewhere._others_at and returning.hand_over: it stands under one name, and each reads it once."""
    new = {"Mere": "020 000 00097", "Hemi": "020 000 00004"}
    school = open_school(roll_csv=IN_ENGLISH.replace(new["Hemi"], "020 000 00001"))
    written_at_night(school)
    gone = list(new) if leaves == "both" else [leaves]
    text = IN_ENGLISH if "Hemi" in gone else IN_ENGLISH.replace(new["Hemi"], "020 000 00001")
    brings(school, text.replace("020 000 00001", new["Mere"], 1) if "Mere" in gone else text)
    school.goes_to(days=1, hour=9)
    for name in new:
        here = school.sms("+642000000097" if name == "Mere" else HEMI)
        assert count(here, "Bring togs") == (1 if name in gone else 0)
    assert count(school.sms(MERE), "Bring togs") == (0 if leaves == "both" else 1)
