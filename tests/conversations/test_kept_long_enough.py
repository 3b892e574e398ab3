"""What is said beside the conversations goes when they go: no copy of it stays anywhere."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from bot.acts import prompting
from bot.acts import urgent as urgency
from bot.acts.desk import Desk
from bot.jobs import retention
from bot.model.chat import Wording
from bot.store.tables import child, enrolment, metadata, urgent, way
from tests.conversations.at_school import IN_ENGLISH, asks, named
from tests.conversations.conftest import HEMI
from tests.ground.school import SCHOOL, School

Open = Callable[..., School]


def keeps(open_school: Open, **months: int) -> School:
    lines = "".join(f"{name}_months = {many}\n" for name, many in months.items())
    return open_school(roll_csv=IN_ENGLISH, toml=f"{SCHOOL}\n[keep]\n{lines}")


def after(school: School, days: int) -> None:
    school.clock.forward(timedelta(days=days).total_seconds())
    school.do(retention.delete_all(school.house.act, school.house.media))


def found(school: School, canary: str) -> list[str]:
    """The tables that still hold it."""
    return school.act(lambda desk: [
        it.name for it in metadata.sorted_tables if any(canary in str(row) for row in desk.db.execute(select(it)))
    ])  # fmt: skip


def tama(desk: Desk) -> int:
    return int(desk.db.scalars(select(child.c.id).where(child.c.name == "Tama")).one())


def leaves(school: School) -> None:
    school.act(lambda desk: desk.db.execute(
        update(enrolment).where(enrolment.c.child_id == tama(desk)).values(until=desk.now + timedelta(hours=1))
    ))  # fmt: skip


def asks_one(school: School, words: str) -> None:
    def sent(desk: Desk) -> bool:
        made = prompting.draft(desk, named(desk, "Ms Tane"), [Wording("en", words)], child_id=tama(desk))
        return made is not None and prompting.confirm(desk, made)

    assert school.act(sent)
    school.passes(seconds=1)


def test_a_teachers_message_of_the_day_keeps_nobodys_words(open_school: Open) -> None:
    """Holds the digests in alone.empty_copies: it told them in words of its own."""
    school = keeps(open_school, words=3)
    teacher, hemi = school.teacher(), school.sms(HEMI).forgets()
    teacher.says("/digest 15:00")
    hemi.says("CANARY his father drank too much")
    school.goes_to(hour=15, minute=5)
    teacher.hears("CANARY")
    after(school, 150)
    assert found(school, "CANARY") == []


def test_what_was_asked_about_one_child_goes_and_what_a_room_was_asked_stays(open_school: Open) -> None:
    """Holds alone.prompt_over: it is a conversation with one child's homes, and the other the school's own."""
    for keep in ({"words": 3}, {"after_leaving": 3}):
        school = keeps(open_school, **keep)
        hemi = school.sms(HEMI).forgets()
        asks_one(school, "CANARY Tama hit Jack today. What helps at home?")
        asks(school, "KAKAPO what did you read?")
        hemi.hears("CANARY")
        leaves(school)
        after(school, 60)
        assert "wording" in found(school, "CANARY")
        after(school, 140)
        assert found(school, "CANARY") == []
        assert "wording" in found(school, "KAKAPO")


def test_how_they_take_part_stays_while_it_holds_and_goes_with_the_child(open_school: Open) -> None:
    """Holds alone.empty_ways and empty_our_own: their words, and the copy in which we read them back."""
    school = keeps(open_school, words=3, after_leaving=6, heard=1)
    hemi = school.sms(HEMI).forgets()
    for words in ("CANARY I drive at night", "KAKAPO after work, please"):
        hemi.says("MYWAY")
        hemi.says(words)
        hemi.hears("1")
        hemi.says("1")
        school.passes(hours=1)
    hemi.says("MYWAY")
    hemi.says("TUI this was never read back to the end")
    after(school, 150)
    assert found(school, "TUI") == []
    assert found(school, "CANARY") == [] and found(school, "KAKAPO") == [way.name]
    leaves(school)
    after(school, 100)
    assert found(school, "KAKAPO") == [way.name]
    after(school, 150)
    assert found(school, "KAKAPO") == []


def test_urgent_words_go_with_the_child(open_school: Open) -> None:
    """Holds nobody_here in keeping._over: they are in no thread."""
    school = keeps(open_school, after_leaving=3, heard=1)
    school.sms(HEMI).says("URGENT CANARY Tama has run away")
    school.act(lambda desk: urgency.take_up(
        desk, named(desk, "Whaea Moana"), desk.db.scalars(select(urgent.c.id)).one()))  # fmt: skip
    after(school, 100)
    assert "wording" in found(school, "CANARY")
    leaves(school)
    after(school, 150)
    assert found(school, "CANARY") == []
