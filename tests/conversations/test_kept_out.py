"""Somebody whom the school keeps out of a child's lanes: nothing reaches them, whoever lets them in."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.acts import restricting
from bot.model.people import State
from bot.store import lanes, people, restrictions
from bot.store.restrictions import restricted
from bot.store.tables import child, membership, person
from tests.conversations.at_school import named
from tests.conversations.conftest import HEMI, MERE, NANA
from tests.conversations.test_bringing_family_in import code_from
from tests.ground.school import School


def keep_out(school: School, name: str, address: str | None = None) -> int:
    def deed(desk):  # type: ignore[no-untyped-def]
        tama = desk.db.scalar(select(child.c.id).where(child.c.name == "Tama"))
        who = desk.db.scalar(select(person.c.id).where(person.c.name == name))
        office = desk.db.scalar(select(person.c.id).where(person.c.name == "Ms Tane"))
        whom = {"address": address} if address else {"person_id": who}
        return tama, who, restricting.keep_out(desk, office, tama, note="a court's order", **whom)

    return school.act(deed)


def test_who_is_kept_out_hears_nothing_more_and_the_others_do(school: School) -> None:
    """Holds: keeping out ends the places at once (restricting.keep_out)."""
    hemi, mere, teacher = school.sms(HEMI).forgets(), school.sms(MERE).forgets(), school.teacher()
    keep_out(school, "Mere")
    teacher.says("/ask")
    teacher.says("What did you read?")
    teacher.taps("Send")
    hemi.hears("What did you read?")
    mere.never_heard("What did you read?", "court")
    hemi.says("WHO")
    hemi.never_heard("court")


def test_a_guardians_yes_does_not_open_what_the_school_has_closed(school: School) -> None:
    """Holds: lanes.admit refuses whom the school keeps out. They are told what everybody is told, and never why;
    and `unopened`: so is the guardian, to the last question."""
    hemi, nana, teacher = school.sms(HEMI).forgets(), school.sms(NANA), school.teacher()
    keep_out(school, "nobody", NANA)
    code = code_from(hemi)
    for words in (code, "Nana", "1"):
        nana.says(words)
    hemi.says("1")
    hemi.hears("Nana is in.", "Until when?")
    hemi.says("20/12")
    hemi.hears("About Tama: Nana see everything. Let in by Hemi. Until Sunday 20 December.")
    assert school.act(lambda desk: desk.db.execute(
        select(membership.c.id).join(person, person.c.id == membership.c.person_id)
        .where(person.c.name == "Nana")).all()) == []  # fmt: skip
    teacher.says("/ask")
    teacher.says("What did you read?")
    teacher.taps("Send")
    hemi.hears("What did you read?")
    nana.never_heard("What did you read?", "court")


def test_said_twice_it_is_one_and_lifted_it_is_none(school: School) -> None:
    """Holds: a repeat is harmless; lifting puts nobody back."""
    first, again = keep_out(school, "Mere"), keep_out(school, "Mere")
    assert first == again
    pupil, mere, made = first
    assert school.act(lambda desk: restricted(desk.db, pupil, mere))
    assert school.act(lambda desk: restricting.lift(desk, mere, pupil, made))
    assert not school.act(lambda desk: restricted(desk.db, pupil, mere))
    assert not school.act(lambda desk: restricting.lift(desk, mere, pupil, made))


def test_lifted_it_puts_nobody_back_whose_place_had_an_end(school: School) -> None:
    """Holds `_not_over` in store/restrictions: a place until a day is ended as well, by name and by a phone's number."""
    soon = school.clock.now() + timedelta(days=30)

    def here(desk):  # type: ignore[no-untyped-def]
        homes = lanes.households_of(
            desk.db, [desk.db.scalar(select(child.c.id).where(child.c.name == "Tama"))]
        )
        return [it.person.name for it in lanes.members(desk.db, homes, desk.now)]

    school.act(lambda desk: desk.db.execute(update(membership).values(until=soon)))
    pupil, mere, made = keep_out(school, "Mere")
    assert school.act(lambda desk: restricting.lift(desk, mere, pupil, made))
    assert school.act(here) == ["Hemi"]

    def by_number(desk):  # type: ignore[no-untyped-def]
        phone = people.contacts_of(desk.db, [named(desk, "Hemi").id])[named(desk, "Hemi").id][0]
        held = restrictions.put(
            desk.db, desk.school.id, pupil, now=desk.now, by_id=None, address=phone.address
        )
        restricting.look_again(desk)
        return restricting.lift(desk, mere, pupil, held)

    assert school.act(by_number)
    assert school.act(here) == []


@pytest.mark.parametrize("whom", ["person", "phone", "another phone"])
def test_whose_place_is_still_open_is_no_member_all_the_same(school: School, whom: str) -> None:
    """Holds ~keeps_out in lanes._today, and that it looks at every phone of theirs as restricted() does."""

    def deed(desk):  # type: ignore[no-untyped-def]
        tama = desk.db.scalar(select(child.c.id).where(child.c.name == "Tama"))
        mere = desk.db.scalar(select(person.c.id).where(person.c.name == "Mere"))
        homes = lanes.households_of(desk.db, [tama])
        before = [it for it in lanes.members(desk.db, homes, desk.now) if it.person.id == mere]
        phone = people.contacts_of(desk.db, [mere])[mere][0]
        if whom == "another phone":
            phone = people.meet(desk.db, desk.school.id, phone.sender_id, "sms", "+64210000777", State.GONE,
                                "UTC", desk.now)  # fmt: skip
            people.link(desk.db, desk.school.id, phone.id, mere)
        about = {"person_id": mere} if whom == "person" else {"address": phone.address}
        restrictions.put(desk.db, desk.school.id, tama, now=desk.now, by_id=None, **about)
        after = [it for it in lanes.members(desk.db, homes, desk.now) if it.person.id == mere]
        return (
            before,
            after,
            [it for it in lanes.lanes_of(desk.db, mere, desk.now) if it.lane.child.id == tama],
        )

    school.sms(MERE)
    before, after, hers = school.act(deed)
    assert before and not after and not hers
