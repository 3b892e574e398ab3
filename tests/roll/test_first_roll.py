"""The roll comes in for the first time."""

import pytest
from sqlalchemy import select

from bot.acts.roll import BadRoll, text_of
from bot.store.tables import child, contact, person, thread
from tests.roll.conftest import Office

MERE = "Room 5,Tama,Mere,mother,021 000 0001,te reo Māori,home,"
HEMI = "Room 5,Tama,Hemi,father,021 000 0002,,home,"


def test_a_family_comes_in(office: Office) -> None:
    it = office.brings(MERE, HEMI)
    assert office.children() == {("Tama", "Room 5")}
    assert office.homes() == {("Tama", "Mere", "home"), ("Tama", "Hemi", "home")}
    assert office.phones() == {("Mere", "+64210000001"), ("Hemi", "+64210000002")}
    assert office.place("Mere") == ("mother", True, "everything")
    assert [entry.name for entry in it.new] == ["Tama", "Mere", "Hemi"]
    assert office.counts()["thread"] == 1


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.counts()
    it = office.looks(MERE, HEMI)
    assert len(it.new) == 3
    assert office.counts() == before
    assert office.greeted == []


def test_each_new_phone_is_greeted_once_in_the_language_of_the_roll(office: Office) -> None:
    it = office.brings(MERE, HEMI, "Room 2,Kiri,Mere,mother,021 000 0001,mi,home,")
    assert office.greeted == [("+64210000001", "mi"), ("+64210000002", "en")]
    assert it.notices == ("+64210000001", "+64210000002")
    office.brings(MERE, HEMI, "Room 2,Kiri,Mere,mother,021 000 0001,mi,home,")
    assert len(office.greeted) == 2


def test_the_same_roll_again_changes_nothing(office: Office) -> None:
    office.brings(MERE, HEMI)
    before = office.counts()
    it = office.brings(MERE, HEMI)
    assert (it.new, it.changed, it.ended) == ((), (), ())
    assert len(it.same) == 3
    assert office.counts() == before | {"audit": before["audit"] + 1, "way_back": before["way_back"] + 1}


def test_a_mother_of_two_is_one_person_with_one_phone(office: Office) -> None:
    office.brings("Room 5,Ruby,Anna,mother,021 000 0003,,home,", "Room 2,Jack,Anna,mother,0210000003,,home,")
    assert office.homes() == {("Ruby", "Anna", "home"), ("Jack", "Anna", "home")}
    assert office.counts()["person"] == 1


def test_two_mothers_of_one_name_are_two_people(office: Office) -> None:
    office.brings(MERE, "Room 5,Kiri,Mere,mother,021 000 0009,,home,")
    assert office.counts()["person"] == 2


def test_a_blank_household_gives_each_adult_a_lane_of_their_own(office: Office) -> None:
    it = office.brings("Room 5,Tama,Mere,mother,021 000 0001,,,", "Room 5,Tama,Hemi,father,021 000 0002,,,")
    assert [(who.name, who.where) for who in it.own_lanes] == [("Mere", "Tama"), ("Hemi", "Tama")]
    assert office.homes() == {
        ("Tama", "Mere", f"own:{office.person('Mere')}"),
        ("Tama", "Hemi", f"own:{office.person('Hemi')}"),
    }


def test_one_mark_for_two_children_is_still_a_home_each(office: Office) -> None:
    office.brings(MERE, "Room 5,Kiri,Wiremu,father,021 000 0004,,home,")
    assert office.counts()["household"] == 2


def test_a_home_is_one_however_its_mark_is_typed(office: Office) -> None:
    office.brings(MERE, "Room 5,Tama,Hemi,father,021 000 0002,, HOME ,")
    assert office.counts()["household"] == 1


def test_two_adults_on_one_phone_are_let_in_and_asked_about(office: Office) -> None:
    it = office.brings(MERE, "Room 5,Tama,Hemi,father,021 000 0001,,home,")
    assert [(both.phone, both.adults) for both in it.shared_phones] == [("+64210000001", ("Mere", "Hemi"))]
    assert len(office.greeted) == 1
    later = office.brings("Room 2,Kiri,Whetu,father,021 000 0001,,home,")
    assert [both.adults for both in later.shared_phones] == [("Whetu", "Mere", "Hemi")]


@pytest.mark.parametrize(
    ("relation", "guardian"),
    [
        ("Mother", True),
        ("dad", True),
        ("māmā", True),
        ("Pāpā", True),
        ("PARENT", True),
        ("caregiver", True),
        ("nana (guardian)", True),
        ("nana", False),
        ("aunty", False),
        ("mother-in-law", False),
        ("not guardian", False),
        ("step mother", False),
        ("neighbour", False),
    ],
)
def test_only_guardians_are_told_everything(office: Office, relation: str, guardian: bool) -> None:
    it = office.brings(f"Room 5,Tama,Aroha,{relation},021 000 0001,,home,")
    assert office.place("Aroha") == (relation, guardian, "everything" if guardian else "stories")
    assert any("stories and activities only" in words for words in it.warnings) == (
        relation in ("neighbour", "not guardian", "mother-in-law")
    )


def test_an_adult_without_a_phone_and_a_child_without_an_adult_come_in_and_are_said(office: Office) -> None:
    it = office.brings("Room 5,Tama,Mere,mother,,,home,", "Room 5,Kiri,,,,,,")
    assert office.children() == {("Tama", "Room 5"), ("Kiri", "Room 5")}
    assert it.warnings == ("line 2: Mere has no phone and cannot be reached yet", "line 3: Kiri has no adult")
    assert office.greeted == []


def test_a_grandmother_in_samoa_keeps_her_own_clock(office: Office) -> None:
    it = office.brings("Room 5,Lagi,Tui,nana,+685 72 00001,sm,home,", MERE)
    assert office.phone("+6857200001")[2] == "Pacific/Apia"
    assert office.phone("+64210000001")[2] == "Pacific/Auckland"
    assert any("in Samoa" in words for words in it.warnings)


def test_names_are_kept_as_typed(office: Office) -> None:
    typed = ["=HYPERLINK(1)", "<script>alert(1)</script>", "{name} {0}", "[red]Mere", "Tāne Ōtaki"]
    decomposed = "Ma\u0304ia"
    rows = [
        f'Room 5,"{name}",Adult {number},mother,,,home,' for number, name in enumerate([*typed, decomposed])
    ]
    office.brings(*rows)
    assert {name for (name,) in office.asks(select(child.c.name))} == {*typed, "Māia"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_spreadsheet_will_do(office: Office, delimiter: str) -> None:
    headings = delimiter.join(
        ["Child ID", " ROOM", "Child", "Adult ", "Relation", "Phone", "LANGUAGE", "Household", "Bus"]
    )
    row = delimiter.join(["7", "Room 5", "Tama", "Mere", "mother", "021 000 0001", "Māori", "home", "blue"])
    text = text_of(("\ufeff" + f"{headings}\r\n{row}\r\n\r\n").encode())
    it = office.tries(text)
    assert it.done
    assert it.plan.ignored == ("Bus",)
    assert office.asks(select(child.c.roll_key)) == [("7",)]
    assert office.asks(select(person.c.language)) == [("mi",)]


def test_a_byte_order_mark_in_text_is_no_letter(office: Office) -> None:
    assert (
        office.looks(MERE, headings="\ufeffroom,child,adult,relation,phone,language,household,child_id").bad
        == ()
    )


def test_a_file_that_is_no_text_is_refused() -> None:
    for content in ("Māia".encode("utf-16")[2:], b"M\x81ia", b"M\xff\0a\0"):
        with pytest.raises(BadRoll, match="CSV UTF-8"):
            text_of(content)


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        ("room,child,adult,relation,phone,language", "no column called household"),
        ("", "the first line is empty; it needs room, child"),
        ("room,room,child,adult,relation,phone,language,household", "column room is there twice"),
    ],
)
def test_headings_that_are_missing_or_doubled_are_named(office: Office, headings: str, words: str) -> None:
    with pytest.raises(BadRoll, match=words):
        office.looks(MERE, headings=headings)


def test_a_quotation_mark_that_is_never_closed_is_found(office: Office) -> None:
    with pytest.raises(BadRoll, match="quotation mark"):
        office.looks('Room 5,"Tama,Mere,mother,,,,', MERE)


def test_a_school_without_a_number_is_told_so(office: Office) -> None:
    office.does(lambda db: db.exec_driver_sql("DELETE FROM sender"))
    assert office.looks(MERE).bad == ()
    with pytest.raises(BadRoll, match="no SMS number yet"):
        office.brings(MERE)


def test_each_lane_has_its_thread(office: Office) -> None:
    office.brings(MERE, "Room 5,Tama,Hemi,father,021 000 0002,,,")
    assert len(office.asks(select(thread.c.household_id).distinct())) == 2


def test_contacts_wait_for_their_notice(office: Office) -> None:
    office.brings(MERE)
    assert office.asks(select(contact.c.state, contact.c.notice_at)) == [("active", None)]
