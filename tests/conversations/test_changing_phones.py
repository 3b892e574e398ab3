"""A new phone or number: a code by hand from the old phone, a guardian or the office; the old one then gets nothing."""

import re
from collections.abc import Callable

import pytest

from bot.acts import changing_phones, greeting, new_phone, roll
from bot.acts.desk import Desk
from bot.model.people import Scope, State
from bot.store import lanes, people, restrictions
from bot.store.tables import audit, membership
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, count, counted, let_in, named
from tests.conversations.conftest import ANNA, HEMI, MERE, NANA, PRIYA, ROHAN, STRANGER
from tests.conversations.test_kept_out import keep_out
from tests.conversations.test_phones_in_quarantine import state
from tests.ground.school import Person, School

Open = Callable[..., School]


def code_in(words: str) -> str:
    found = re.search(r"\b(?=\S*\d)[0-9A-Z]{10}\b", words)
    assert found, words
    return found[0]


def says_new_phone(phone: Person) -> str:
    phone.forgets().says("New phone")
    return code_in(phone.hears("From the new phone, text"))


def test_from_the_old_phone_by_sms(open_school: Open) -> None:
    """Holds changing_phones.leave, the notice before all else, and that nobody else at home hears of it."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, new = school.sms(MERE), school.sms(HEMI).forgets(), school.sms(STRANGER)
    new.says("NEWPHONE")
    assert "Tama" not in new.hears("we need a code")
    code = says_new_phone(mere)
    new.forgets().says(code)
    assert "Tama" not in new.hears("We have your number", "STOP")
    new.hears("You are in. From now on we write to you here.")
    mere.forgets()
    hemi.hears_nothing()
    asks(school, "What did you read?")
    new.hears("What did you read?")
    mere.hears_nothing()
    new.says("The eel")
    hemi.hears("Mere about Tama: The eel")
    mere.says("Hello?")
    assert "Tama" not in mere.hears("we do not know yours")
    school.sms("+642000000097").says(code)  # it has been used
    school.sms("+642000000097").hears("That code does not work")
    assert counted(school, audit, audit.c.act == "gave a code for a new phone") == 1


def test_what_waits_follows_to_the_new_phone_and_what_went_does_not(open_school: Open) -> None:
    """Holds elsewhere.follow: a teacher's evening answer is not lost with the phone that it waited for."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, hemi, new, teacher = school.sms(MERE), school.sms(HEMI), school.sms(STRANGER), school.teacher()
    mere.says("Is there a trip this week?")
    teacher.replies_to("Is there a trip", "On Friday")
    mere.hears("On Friday")
    school.goes_to(hour=21)
    teacher.replies_to("Is there a trip", "Bring togs and a towel")
    new.says(says_new_phone(mere))
    new.hears("You are in.")
    school.goes_to(days=1, hour=9)
    new.hears("Ms Tane, Harakeke School, about Tama: Bring togs and a towel")
    assert count(new, "Bring togs") == 1
    new.never_heard("On Friday")
    for other in (mere, hemi):
        other.never_heard("Bring togs")


def test_an_older_list_of_the_school_brings_no_left_phone_back(open_school: Open) -> None:
    """Holds `known.moved` in the roll's phone_steps: "no longer here" is a promise, and the school's list may not know
    of it yet. The number may be somebody else's by now."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, new = school.sms(MERE), school.sms(STRANGER)
    new.says(says_new_phone(mere))
    new.hears("You are in.")
    mere.forgets()
    done = school.act(lambda desk: roll.apply(desk, IN_ENGLISH, greeting.greet))
    assert any("Mere has left +642000000001" in it for it in done.plan.warnings)
    asks(school, "What did you read?")
    new.hears("What did you read?")
    mere.hears_nothing()
    new.says("NEWPHONE")  # and back again, by a code: it is hers again
    mere.says(code_in(new.hears("From the new phone, text")))
    mere.hears("You are in.")
    school.act(lambda desk: roll.apply(desk, IN_ENGLISH, greeting.greet))
    asks(school, "And what did you sing?")
    mere.hears("And what did you sing?")


def test_an_older_list_of_the_school_brings_no_lost_phone_back(open_school: Open) -> None:
    """Holds "left" in the code, which store/roll reads: nobody asked from the phone that is lost, or stolen."""
    school = open_school(roll_csv=IN_ENGLISH)
    lost, new = school.sms(MERE), school.sms(STRANGER)
    new.says(code_for(school, "Mere"))
    new.hears("You are in.")
    lost.forgets()
    school.act(lambda desk: roll.apply(desk, IN_ENGLISH, greeting.greet))
    asks(school, "What did you read?")
    new.hears("What did you read?")
    lost.hears_nothing()


def test_from_the_old_chat_and_to_a_chat(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.on_telegram(ANNA, 777_003, "Anna")
    anna.says("new number")
    code = code_in(anna.hears("open this there today"))
    other = school.telegram(777_004, "Anna")
    other.starts(code)
    other.hears("You are in. From now on we write to you here.")
    anna.forgets()
    asks(school, "What did you read?")
    other.hears("What did you read?")
    anna.hears_nothing()
    school.sms(ANNA).never_heard("What did you read?")


def test_a_guardian_says_yes_for_nana_and_the_office_for_a_guardian(open_school: Open) -> None:
    """Holds new_phone.others: not for a guardian whose phone works, nor for who has a place elsewhere too."""
    school = open_school(roll_csv=WITH_NANA)
    hemi, new = school.sms(HEMI).forgets(), school.sms(STRANGER)
    school.act(_supports)
    hemi.says("NEWPHONE")
    heard = hemi.hears("Whose phone is new?", "1 Mine", "2 Nana Aroha")
    assert "Mere" not in heard
    hemi.says("2")
    new.says(code_in(hemi.hears("Pass this on to Nana Aroha")))
    new.hears("You are in.")
    asks(school, "What did you read?")
    new.hears("What did you read?")
    school.sms(NANA).never_heard("What did you read?")
    second = school.sms("+642000000096")
    second.says(code_for(school, "Mere").lower())
    second.hears("You are in.")
    asks(school, "And what did you sing?")
    second.hears("And what did you sing?")
    school.sms(MERE).never_heard("And what did you sing?")


def _supports(desk: Desk) -> None:
    nana = membership.c.person_id == named(desk, "Nana Aroha").id
    desk.db.execute(membership.update().where(nana).values(guardian=False, scope=Scope.EVERYTHING))


def test_a_guardians_code_is_worth_what_their_yes_is_worth_when_it_is_brought(open_school: Open) -> None:
    """Holds new_phone._still_vouched_for: a father who is kept out meanwhile does not come back as Nana."""
    school = open_school(roll_csv=WITH_NANA)
    hemi, new = school.sms(HEMI).forgets(), school.sms(STRANGER)
    school.act(_supports)
    hemi.says("NEWPHONE")
    hemi.says("2")
    code = code_in(hemi.hears("Pass this on to Nana Aroha"))
    keep_out(school, "Hemi")
    new.says(code)
    new.hears("That code does not work.")
    asks(school, "What did you read?")
    school.sms(NANA).hears("What did you read?")
    new.never_heard("What did you read?", "You are in.")


def test_who_said_stop_still_has_their_phone(open_school: Open) -> None:
    """Holds STOPPED in new_phone._may_vouch: the other guardian gets no code for her; for Nana he does."""
    school = open_school(roll_csv=WITH_NANA)
    school.act(_supports)
    school.sms(MERE).says("STOP")
    hemi = school.sms(HEMI).forgets()
    hemi.says("NEWPHONE")
    assert "Mere" not in hemi.hears("Whose phone is new?", "2 Nana Aroha")


def test_for_whom_a_guardian_gives_no_code(open_school: Open) -> None:
    """Holds the homes and the roles in new_phone._may_vouch: who is an aunty elsewhere too, and who works here."""
    school = open_school(roll_csv=WITH_NANA + "Room 5,Lagi,Nana Aroha,aunty,020 000 00099,en,home\n")
    school.act(_supports)
    let_in(school, "Mr Fuimaono", "Hemi", Scope.EVERYTHING)
    hemi = school.sms(HEMI).forgets()
    hemi.says("NEWPHONE")
    hemi.hears("From the new phone, text")


def code_for(school: School, name: str) -> str:
    """From the office."""
    return school.act(
        lambda desk: new_phone.give(desk, named(desk, name).id, by_id=named(desk, "Whaea Moana").id)
    )


@pytest.mark.parametrize("shared", [True, False])
def test_what_waited_for_her_is_not_read_by_who_has_that_phone_now(open_school: Open, shared: bool) -> None:
    """Holds many.drop_waiting and greeting.forget in leave: the answer to what Mere wrote alone waits for the morning;
    by then the phone is another's, who hears first who writes."""
    nana = "Room 5,Tama,Nana Aroha,grandmother,020 000 00001,en,home\n" if shared else ""
    school = open_school(roll_csv=IN_ENGLISH + nana)
    mere, new, teacher = school.sms(MERE).forgets(), school.sms(STRANGER), school.teacher()
    mere.says("Between you and me: he cried")
    if shared:
        mere.says("Mere")
    teacher.hears("he cried")
    school.goes_to(hour=21)
    teacher.replies_to("he cried", "I will not tell a soul")
    new.says(code_for(school, "Mere"))
    new.hears("You are in.")
    if not shared:
        mere.forgets().says(code_for(school, "Hemi"))
        mere.hears("We have your number", "STOP")
        mere.hears("You are in.")
    school.goes_to(days=1, hour=9)
    mere.never_heard("tell a soul")


@pytest.mark.parametrize("before", [State.WRONG, State.QUARANTINED, State.STOPPED])
def test_what_a_phone_is_when_it_is_left(open_school: Open, before: State) -> None:
    """Holds the states in changing_phones.leave: behind one that was asked in vain is a stranger, who is answered; a
    STOP and a WRONG were said by whoever holds it."""
    school = open_school(roll_csv=IN_ENGLISH)
    old, new = school.sms(MERE), school.sms(STRANGER)

    def was(desk: Desk) -> None:
        mere = named(desk, "Mere").id
        people.change_contact(desk.db, people.contacts_of(desk.db, [mere])[mere][0].id, state=before)

    school.act(was)
    new.says(code_for(school, "Mere"))
    new.hears("You are in.")
    assert state(school, MERE) == (State.UNVERIFIED if before == State.QUARANTINED else before)
    old.forgets().says("Hello?")
    if before == State.QUARANTINED:
        assert "Tama" not in old.hears("we do not know yours")


def test_a_number_of_somebody_else_is_theirs_alone_who_brings_a_code_from_it(open_school: Open) -> None:
    """Holds new_phone._emptied: nobody was at Hemi's number any more, and Anna has it now. The school's list, which
    still says Hemi, does not bring him back to it: "emptied" in the code, which store/roll reads."""
    school = open_school(roll_csv=IN_ENGLISH)
    phone = school.sms(HEMI)

    def lost(desk: Desk) -> None:
        hemi = named(desk, "Hemi").id
        people.lose(desk.db, people.contacts_of(desk.db, [hemi])[hemi][0].id, State.GONE, "nobody is there")

    school.act(lost)
    phone.says(code_for(school, "Anna"))
    phone.hears("You are in.")
    school.act(lambda desk: roll.apply(desk, IN_ENGLISH, greeting.greet))
    asks(school, "What did you read?")
    assert "Tama" not in phone.hears("What did you read?")
    school.sms(MERE).says("He lost a tooth")
    school.sms(MERE).says("ALL")
    phone.never_heard("Tama")


def test_the_office_leaves_a_phone_that_was_brought_by_a_code(open_school: Open) -> None:
    """Holds `brought` in changing_phones.leave_others: another number from the office takes no phone of her own away."""
    school = open_school(roll_csv=IN_ENGLISH)
    new = school.sms(STRANGER)
    new.says(code_for(school, "Mere"))

    def corrected(desk: Desk) -> set[str]:
        mere = named(desk, "Mere")
        mine = lanes.lanes_of(desk.db, mere.id, desk.now)[0]
        amiss = changing_phones.change_phone(
            desk, named(desk, "Whaea Moana").id, mine.lane.child.id, mine.membership_id, "020 000 00096"
        )
        assert amiss is None
        return {it.address for it in people.contacts_of(desk.db, [mere.id])[mere.id]}

    assert school.act(corrected) == {STRANGER, "+642000000096"}


def test_a_number_that_is_kept_out_is_not_shed_with_a_new_phone(open_school: Open) -> None:
    """Holds restricting.stay_out in changing_phones.leave. A home of another child hears on, on the new phone."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 5,Lagi,Mere,mother,020 000 00001,en,home\n")
    mere, new = school.sms(MERE).forgets(), school.sms(STRANGER)
    tama, _, _ = keep_out(school, "nobody", MERE)
    new.says(says_new_phone(mere))
    new.hears("You are in.")
    held = school.act(lambda desk: restrictions.of_child(desk.db, tama))
    assert [(it["name"], it["address"]) for it in held] == [(None, MERE), ("Mere", None)]
    assert {it["note"] for it in held} == {"a court's order"}
    # As if somebody had opened her place again without looking.
    school.act(lambda desk: desk.db.execute(membership.update().values(until=None)
        .where(membership.c.person_id == named(desk, "Mere").id)))  # fmt: skip
    asks(school, "What did you read?")
    assert "Tama" not in new.hears("What did you read?")


def test_two_homes_hear_nothing_of_each_others_phones(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    priya, rohan, new = school.sms(PRIYA), school.sms(ROHAN).forgets(), school.sms(STRANGER)
    new.says(says_new_phone(priya))
    new.hears("You are in.")
    rohan.hears_nothing()
    rohan.says("NEWPHONE")
    assert "Priya" not in rohan.hears("From the new phone, text")


def test_a_wrong_number_comes_back_by_a_code_alone(open_school: Open) -> None:
    """WRONG by mistake, or by a child at the phone: START opens nothing, the office's code does."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere = school.sms(MERE)
    mere.says("wrong number")
    mere.forgets().says("START")
    mere.hears_nothing()
    mere.says(code_for(school, "Mere"))
    mere.hears("You are in.")
    asks(school, "What did you read?")
    mere.hears("What did you read?")
