"""Undo within a day: everything as it was before the import, and what families did meanwhile as they did it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.acts import restricting, undoing
from bot.acts.greeting import greet
from bot.acts.roll import apply
from bot.acts.undoing import CannotUndo, Undone
from bot.model.chat import Ears, MessageKind, Wording
from bot.store import contents, messages, restrictions
from bot.store.tables import (
    child,
    contact,
    contact_person,
    delivery,
    enrolment,
    household,
    membership,
    person,
    room,
    thread,
)
from tests.roll.conftest import HEADINGS, Office

FIRST = (
    "Room 5,Māia,Hana,mother,021 000 0001,mi,hers,1",
    "Room 5,Māia,Wiremu,father,021 000 0002,,his,1",
    "Room 5,Finn,Dave,father,021 000 0003,,home,2",
)
SECOND = (
    "Room 6,Māia,Hana,mother,021 000 0009,sm,hers,1",  # moves, another phone, another language
    "Room 6,Māia,Wiremu,uncle,021 000 0002,,his,1",
    "Room 6,Lagi,Sina,mother,021 000 0004,sm,home,3",  # new; Finn and Dave are gone
)
TABLES = (child, contact, contact_person, enrolment, household, membership, person, room, thread)


def state(office: Office) -> dict[str, set[Any]]:
    """All that an import writes, but for row numbers of links, which are made anew."""
    found = {}
    for table in TABLES:
        columns = [it for it in table.c if not (table is contact_person and it.name == "id")]
        found[table.name] = {tuple(row) for row in office.asks(select(*columns))}
    return found


def undo(office: Office, **more: Any) -> Undone | CannotUndo:
    found: Undone | CannotUndo = office.does(lambda db: undoing.undo(office.desk(db), **more))
    return found


def brings(office: Office, *rows: str, end_missing: bool = False) -> int:
    """As the console does it, the notices truly put on their way."""
    text = "\n".join([HEADINGS, *rows])
    it = office.does(lambda db: apply(office.desk(db), text, greet, end_missing))
    assert it.done, it.plan.bad
    return it.way_back


def test_a_roll_is_undone_to_the_last_row(office: Office) -> None:
    brings(office, *FIRST)
    before = state(office)
    office.now += timedelta(hours=1)
    brings(office, *SECOND, end_missing=True)
    assert state(office) != before
    done = undo(office)
    assert isinstance(done, Undone)
    assert state(office) == before
    assert len(done.kept) == 1  # a phone was taken from Hana: what waited for it may have been dropped


def test_the_first_roll_is_undone_to_nothing(office: Office) -> None:
    before = state(office)
    brings(office, *FIRST)
    assert undo(office) == Undone(())
    assert state(office) == before
    assert office.asks(select(delivery.c.id)) == []


def test_it_is_undone_once_and_the_last_first_and_for_a_day(office: Office) -> None:
    """Holds: use() marks it; an older change under a newer one is not pulled out; after a day it is too late."""
    one = brings(office, *FIRST)
    two = brings(office, *SECOND)
    assert undo(office, way_id=one) == CannotUndo("Something was changed after it: undo that first.")
    assert isinstance(undo(office, way_id=two), Undone)
    assert undo(office, way_id=two) == CannotUndo("That has been undone already.")
    office.now += timedelta(days=1)
    late = undo(office, way_id=one)
    assert isinstance(late, CannotUndo)
    assert late.why.startswith("A day has passed")


def test_what_families_did_meanwhile_stays(office: Office) -> None:
    """Holds: a column is put back only where it is still as the import made it."""
    brings(office, *FIRST)
    brings(office, *SECOND, end_missing=True)
    office.does(lambda db: db.execute(
        update(person).where(person.c.name == "Hana").values(language="to", language_chosen=True)))  # fmt: skip
    office.sets("+64210000002", state="stopped")
    done = undo(office)
    assert isinstance(done, Undone)
    assert "changed again meanwhile" in done.kept[0]
    assert office.asks(select(person.c.language).where(person.c.name == "Hana")) == [("to",)]
    assert office.phone("+64210000002")[1] == "stopped"
    assert office.children() == {("Māia", "Room 5"), ("Finn", "Room 5")}


def test_words_that_were_said_stay_and_are_explained(office: Office) -> None:
    """Holds: a row that something points at is closed, not deleted."""
    brings(office, *FIRST)

    def says(db: Any) -> None:
        (home,) = db.execute(
            select(thread).join(child, child.c.id == thread.c.child_id).where(child.c.name == "Finn")
        )
        kept = contents.keep(db, office.school.id, [Wording("en", "He read to me")])
        dave = db.scalar(select(person.c.id).where(person.c.name == "Dave"))
        messages.put(db, office.school.id, thread_id=home.id, author_id=dave, content_id=kept,
                     kind=MessageKind.NOTE, ears=Ears.WRITER, said_at=office.now)  # fmt: skip

    office.does(says)
    done = undo(office)
    assert isinstance(done, Undone)
    assert [words.split(" of ")[0] for words in done.kept] == [
        "1",
        "1",
        "1",
    ]  # the thread, the child, the adult
    assert office.children() == set()
    assert office.homes() == set()
    assert office.asks(select(child.c.name)) == [("Finn",)]


def test_a_phone_that_was_written_to_is_nobodys_and_not_forgotten(office: Office) -> None:
    brings(office, *FIRST)
    from tests.roll.sent import sent_to

    office.does(lambda db: sent_to(db, "+64210000003", office.now))
    done = undo(office)
    assert isinstance(done, Undone)
    assert "what was sent was sent" in done.kept[0]
    assert office.phone("+64210000003")[1] == "unverified"
    assert office.phones() == set()


def test_a_place_that_the_family_ended_is_not_opened_again_by_an_undo(office: Office) -> None:
    """Holds: a membership that an import made and a family ended is kept as ended, so no later roll brings it back."""
    brings(office, *FIRST)
    brings(office, "Room 5,Finn,Nana,nana,021 000 0005,,home,2")
    nana = office.person("Nana")
    ended = update(membership).where(membership.c.person_id == nana).values(until=office.now)
    office.does(lambda db: db.execute(ended))
    undo(office)
    it = office.looks("Room 5,Finn,Nana,nana,,,home,2")
    assert any("that stays so" in words for words in it.warnings)


def test_a_place_that_is_open_again_is_not_opened_twice(office: Office) -> None:
    """Holds: taken_again(); without it the unique constraint would break the whole undo."""
    brings(office, *FIRST)
    brings(office, *FIRST[:2], end_missing=True)
    dave = office.person("Dave")
    (home,) = office.asks(select(membership.c.household_id).where(membership.c.person_id == dave))
    office.does(lambda db: db.execute(insert(membership).values(
        school_id=office.school.id, household_id=home[0], person_id=dave, relation="whānau", guardian=False,
        scope="stories", from_roll=False, since=office.now)))  # fmt: skip
    done = undo(office)
    assert isinstance(done, Undone)
    assert len(office.asks(select(membership.c.id).where(
        membership.c.person_id == dave, membership.c.until.is_(None)))) == 1  # fmt: skip


def test_who_is_kept_out_meanwhile_is_not_put_back(office: Office) -> None:
    """Holds: an undo asks whether the school keeps somebody out, as everything does that opens a place."""
    brings(office, *FIRST)
    brings(office, *FIRST[:2], end_missing=True)
    finn, dave = office.asks(select(child.c.id).where(child.c.name == "Finn"))[0][0], office.person("Dave")
    office.does(lambda db: restricting.keep_out(office.desk(db), dave, finn, person_id=dave))
    undo(office)
    assert not any(name == "Dave" for _, name, _ in office.homes())


def test_a_number_that_is_kept_out_meanwhile_does_not_come_back_with_its_place(office: Office) -> None:
    """Holds look_again after _link_again: until then the number is nobody's, and keeps nobody out."""
    brings(office, *FIRST)
    brings(office, *FIRST[:2], FIRST[2].replace("0003", "0009"))
    finn, dave = office.asks(select(child.c.id).where(child.c.name == "Finn"))[0][0], office.person("Dave")
    office.does(lambda db: restricting.keep_out(office.desk(db), dave, finn, address="+64210000003"))
    undo(office)
    assert ("Dave", "+64210000003") in office.phones()
    assert not any(name == "Dave" for _, name, _ in office.homes())


@pytest.mark.parametrize("rows", [FIRST, SECOND])
def test_an_undo_of_a_repeat_changes_nothing(office: Office, rows: tuple[str, ...]) -> None:
    brings(office, *rows)
    before = state(office)
    brings(office, *rows)
    assert undo(office) == Undone(())
    assert state(office) == before


@pytest.mark.parametrize("whom", ["person", "phone"])
def test_who_is_kept_out_is_not_brought_back_by_a_roll(office: Office, whom: str) -> None:
    """Holds: a roll is a grant like any other, and the school's own word stands over it."""
    brings(office, *FIRST)
    finn, dave = office.asks(select(child.c.id).where(child.c.name == "Finn"))[0][0], office.person("Dave")
    who = {"person_id": dave} if whom == "person" else {"address": "+64210000003"}
    office.does(lambda db: restricting.keep_out(office.desk(db), dave, finn, **who))
    it = office.looks(FIRST[2])
    assert any("keeps Dave out of Finn's homes" in words for words in it.warnings)
    brings(office, *FIRST)
    assert not any(name == "Dave" for _, name, _ in office.homes())


def test_a_roll_that_brings_a_kept_out_number_ends_the_place_and_raises_nothing(office: Office) -> None:
    """Holds _kept_out before _compare in place_steps, and still_placed in applying; the other home hears on."""
    brings(office, *FIRST[:2], FIRST[2].replace("father", "uncle"))
    finn, dave = office.asks(select(child.c.id).where(child.c.name == "Finn"))[0][0], office.person("Dave")
    kept = {"address": "+64210000009"}
    office.does(lambda db: restricting.keep_out(office.desk(db), dave, finn, **kept))
    assert any(name == "Dave" for _, name, _ in office.homes()), "the number is nobody's yet"
    row = FIRST[2].replace("0003", "0009")
    it = office.looks(row)
    assert any("keeps Dave out of Finn's homes" in words for words in it.warnings)
    assert not it.steps.places.changed and "the school keeps them out" in str(it.changed)
    way = brings(office, *FIRST[:2], row)
    assert not any(name == "Dave" for _, name, _ in office.homes())
    undo(office)
    assert way and any(name == "Dave" for _, name, _ in office.homes()), "with the number, the reason is gone"


def test_a_number_that_is_kept_out_is_not_shed_by_a_roll_that_brings_another(office: Office) -> None:
    """Holds restricting.stay_out in applying: one by number alone held no longer than that number."""
    brings(office, *FIRST)
    finn, dave = office.asks(select(child.c.id).where(child.c.name == "Finn"))[0][0], office.person("Dave")
    office.does(lambda db: restricting.keep_out(office.desk(db), dave, finn, address="+64210000003"))
    brings(office, *FIRST[:2], FIRST[2].replace("0003", "0009"))
    assert ("Dave", "+64210000009") in office.phones()
    assert office.does(lambda db: restrictions.restricted(db, finn, dave))
    brings(office, *FIRST[:2], FIRST[2].replace("0003", "0009"))
    assert not any(name == "Dave" for _, name, _ in office.homes())
