"""Somebody whom the school keeps out of a child's lanes: nothing reaches them, whoever lets them in."""

from sqlalchemy import select

from bot.acts import restricting
from bot.store.restrictions import restricted
from bot.store.tables import child, membership, person
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
    """Holds: lanes.admit refuses whom the school keeps out. They are told what everybody is told, and never why."""
    hemi, nana, teacher = school.sms(HEMI).forgets(), school.sms(NANA), school.teacher()
    keep_out(school, "nobody", NANA)
    code = code_from(hemi)
    for words in (code, "Nana", "1"):
        nana.says(words)
    hemi.says("1")
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
