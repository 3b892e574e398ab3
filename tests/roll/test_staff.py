"""The staff list."""

from sqlalchemy import select

from bot.store import people
from bot.store.tables import room
from tests.roll.conftest import NOW, Office

TANE = "Ms Tāne,teacher,Room 5; Room 6"
HUIA = "Huia,office,"


def work(office: Office, name: str) -> set[tuple[str, str]]:
    someone = office.person(name)
    found = office.does(lambda db: people.roles(db, someone, NOW))
    return {(role, where.name if where else "") for role, where in found}


def test_a_teacher_and_the_office_come_in_before_the_roll(office: Office) -> None:
    it = office.brings_staff(TANE, HUIA)
    assert it.plan.new == ("Ms Tāne, teacher of Room 5, Room 6", "Huia, office")
    assert it.plan.new_rooms == ("Room 5", "Room 6")
    assert work(office, "Ms Tāne") == {("teacher", "Room 5"), ("teacher", "Room 6")}
    assert work(office, "Huia") == {("office", "")}


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    office.brings_staff(TANE, HUIA)
    before = office.counts()
    it = office.brings_staff("ms tane,Teacher,room 5|room 6", HUIA)
    assert len(it.plan.same) == 2
    assert office.counts() == before


def test_a_row_is_the_whole_truth_about_a_teachers_rooms(office: Office) -> None:
    office.brings_staff(TANE, HUIA)
    office.brings_staff("Ms Tāne,teacher,Room 6")
    office.brings_staff("Ms Tāne,teacher,Room 7")
    assert work(office, "Ms Tāne") == {("teacher", "Room 7")}
    assert work(office, "Huia") == {("office", "")}


def test_two_rows_of_one_teacher_are_added_up(office: Office) -> None:
    office.brings_staff("Ms Tāne,teacher,Room 5", "Ms Tane,kaiako,Room 6", "Ms Tāne,office,")
    assert work(office, "Ms Tāne") == {("teacher", "Room 5"), ("teacher", "Room 6"), ("office", "")}


def test_rooms_of_the_roll_and_of_the_staff_are_the_same_rooms(office: Office) -> None:
    office.brings_staff("Ms Tāne,teacher,room 5")
    office.brings("Room 5,Tama,Mere,mother,021 000 0001,mi,home,")
    assert office.asks(select(room.c.name)) == [("room 5",)]


def test_a_bad_row_keeps_the_whole_list_out(office: Office) -> None:
    before = office.counts()
    it = office.brings_staff(TANE, ",teacher,Room 1", "Bo,head,Room 1", "Bo,teacher,", "Bo,office,Room 1")
    assert not it.done
    assert [(row.line, row.column) for row in it.plan.bad] == [
        (3, "person"),
        (4, "role"),
        (5, "rooms"),
        (6, "rooms"),
    ]
    assert office.counts() == before


def test_a_teacher_who_is_a_mother_too_is_two_people_here(office: Office) -> None:
    office.brings("Room 5,Tama,Ms Tāne,mother,021 000 0001,mi,home,")
    office.brings_staff(TANE)
    assert office.counts()["person"] == 2
