"""What is wrong or doubtful keeps the whole file out, with its line, its column and the way out."""

import pytest

from bot.acts.roll.rows import LEFT_OUT
from tests.roll.conftest import HEADINGS, Office, reasons

MERE = "Room 5,Tama,Mere,mother,021 000 0001,mi,home,"

BAD = [
    (",Tama,Mere,mother,021 000 0001,,home,", "room", "is empty"),
    ("Room 5,,Mere,mother,021 000 0001,,home,", "child", "is empty"),
    ("Room 5,---,Mere,mother,021 000 0001,,home,", "child", "no letters"),
    ("Room 5,Tama,,mother,021 000 0001,,home,", "adult", "is empty"),
    ("Room 5,Tama,...,mother,021 000 0001,,home,", "adult", "no letters"),
    ("Room 5,Tama,Mere,,021 000 0001,,home,", "relation", "is empty"),
    ("Room 5,Tama,Mere,mother,021l234567,,home,", "phone", "letter"),
    ("Room 5,Tama,Mere,mother,O21 234 567,,home,", "phone", "letter"),
    ("Room 5,Tama,Mere,mother,6.42E+10,,home,", "phone", "letter"),
    ("Room 5,Tama,Mere,mother,021 123 4567 x3,,home,", "phone", "letter"),
    ("Room 5,Tama,Mere,mother,021 123 4567 / 027 123 4567,,home,", "phone", "one phone number"),
    ("Room 5,Tama,Mere,mother,021 123,,home,", "phone", "digit missing"),
    ("Room 5,Tama,Mere,mother,+64 20 000 0999,,home,", "phone", "school's own"),
    ("Room 5,Tama,Mere,mother,021 000 0001,Klingon,home,", "language", "Klingon"),
    ("Room 5,Tama,Mere,mother,021 000 0001,,own:7,", "household", "Aho writes itself"),
    ("Room 5,Tama,Mere,mother,021 000 0001,,home,,,,what", "", "more cells"),
    ("Room 5,Ta\x00ma,Mere,mother,021 000 0001,,home,", "child", "nobody can see"),
    (f"Room 5,{'Tama' * 30},Mere,mother,021 000 0001,,home,", "child", "longer than"),
]


@pytest.mark.parametrize(("row", "column", "words"), BAD)
def test_a_bad_row_is_named_and_keeps_the_good_ones_out(
    office: Office, row: str, column: str, words: str
) -> None:
    before = office.counts()
    it = office.tries("\n".join([HEADINGS, "Room 2,Kiri,Wiremu,father,021 000 0004,,home,", row]))
    assert not it.done
    assert reasons(it.plan) == [(3, column)]
    assert words in it.plan.bad[0].reason
    assert office.counts() == before
    assert office.greeted == []


@pytest.mark.parametrize("typed", ["09 373 7599", "0800 123 456"])
def test_a_landline_is_left_out_with_a_warning_and_the_row_comes_in(office: Office, typed: str) -> None:
    """Holds Landline in rows: one landline does not keep a whole roll out, and takes no mobile away that is known."""
    office.brings(MERE)
    it = office.brings(MERE.replace("021 000 0001", typed), f"Room 2,Kiri,Wiremu,father,{typed},,home,")
    assert it.warnings == tuple(f"line {line}, phone: {typed} {LEFT_OUT}" for line in (2, 3))
    assert office.children() == {("Tama", "Room 5"), ("Kiri", "Room 2")}
    assert office.phones() == {("Mere", "+64210000001")}
    assert office.greeted == [("+64210000001", "mi")]


def test_every_bad_cell_is_told_at_once(office: Office) -> None:
    it = office.looks("Room 5,,Mere,,021l234567,Klingon,home,", MERE, "Room 5,Kiri,,father,,,,")
    assert reasons(it) == [(2, "child"), (2, "language"), (2, "phone"), (2, "relation"), (4, "adult")]


def test_lines_are_counted_as_the_spreadsheet_counts_them(office: Office) -> None:
    it = office.looks(MERE, "", '"Room\n5",Kiri,Wiremu,father,021 000 0004,,home,', "Room 5,,x,mother,,,,")
    assert reasons(it) == [(6, "child")]


def test_a_child_of_the_same_name_in_another_room_is_doubted(office: Office) -> None:
    office.brings(MERE)
    it = office.looks("Room 2,Tama,Mere,mother,021 000 0001,mi,home,")
    assert reasons(it) == [(2, "child_id")]
    assert "on record in Room 5" in it.bad[0].reason


def test_one_name_in_two_rooms_of_one_file_is_doubted(office: Office) -> None:
    it = office.looks(MERE, "Room 2,Tama,Anna,mother,021 000 0003,,home,")
    assert reasons(it) == [(2, "child_id"), (3, "child_id")]
    office.brings(MERE + "1", "Room 2,Tama,Anna,mother,021 000 0003,,home,2")
    assert office.children() == {("Tama", "Room 5"), ("Tama", "Room 2")}


def test_two_children_of_one_name_in_one_room_need_their_ids(office: Office) -> None:
    office.brings(MERE + "1", "Room 5,Tama,Anna,mother,021 000 0003,,home,2")
    assert office.counts()["child"] == 2
    it = office.looks(MERE)
    assert reasons(it) == [(2, "child_id")]
    assert "2 children called Tama" in it.bad[0].reason


def test_an_id_on_one_of_two_rows_is_doubted(office: Office) -> None:
    it = office.looks(MERE + "1", "Room 5,Tama,Hemi,father,021 000 0002,,home,")
    assert reasons(it) == [(3, "child_id")]


def test_one_id_for_two_children_is_refused(office: Office) -> None:
    it = office.looks(MERE + "1", "Room 2,Ruby,Anna,mother,021 000 0003,,home,1")
    assert reasons(it) == [(3, "child_id")]
    assert "Tama in Room 5 on line 2" in it.bad[0].reason


def test_a_new_id_for_a_namesake_in_another_room_is_doubted(office: Office) -> None:
    office.brings(MERE)
    it = office.looks("Room 2,Tama,Mere,mother,021 000 0001,mi,home,1")
    assert "without a child_id" in it.bad[0].reason
    office.brings(MERE + "1")
    office.brings("Room 2,Tama,Mere,mother,021 000 0001,mi,home,1")
    assert office.children() == {("Tama", "Room 2")}


def test_two_nanas_without_a_household_are_doubted(office: Office) -> None:
    rows = [f"Room 5,Tama,Nana,nana,021 000 000{n},,%s," for n in (1, 2)]
    it = office.looks(rows[0] % "", rows[1] % "")
    assert reasons(it) == [(3, "household")]
    office.brings(rows[0] % "hers", rows[1] % "his")
    assert office.counts()["person"] == 2


def test_one_adult_is_not_two_things_to_a_child_nor_reads_two_languages(office: Office) -> None:
    it = office.looks(
        MERE, "Room 5,Tama,Mere,aunty,021 000 0001,,home,", "Room 2,Kiri,Mere,mother,021 000 0001,sm,home,"
    )
    assert reasons(it) == [(4, "language")]
    it = office.looks(MERE, "Room 5,Tama,Mere,aunty,021 000 0001,,home,")
    assert reasons(it) == [(3, "relation")]


def test_an_adult_who_could_be_two_people_on_record_is_doubted(office: Office) -> None:
    kiri = "Room 2,Kiri,Mere,mother,021 000 0009,,home,"
    office.brings(MERE, kiri)
    it = office.looks(MERE, kiri.replace("0009", "0001"))
    assert [row.column for row in it.bad] == ["adult"]
    office.brings(MERE, end_missing=True)
    office.brings(MERE, kiri.replace("0009", "0001"))
    assert ("Kiri", "Mere", "home") in office.homes()
