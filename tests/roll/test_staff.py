"""The staff list."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.acts.roll import staff
from bot.languages.folding import fold
from bot.model.people import Role
from bot.store import people, ways_in
from bot.store.tables import room, staffing
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


def dated(office: Office, *rows: str) -> staff.StaffApplied:
    text = "\n".join(["person,role,rooms,from,until", *rows])
    return office.does(lambda db: staff.apply(office.desk(db), text))


def days(office: Office) -> list[tuple[str, str, str | None]]:
    """Each piece of work that has not ended: its role, and its first and last moment by the school's clock."""
    zone = ZoneInfo("Pacific/Auckland")
    rows = office.does(lambda db: db.execute(select(staffing).order_by(staffing.c.id)).mappings().all())
    return [
        (it["role"], f"{it['since'].astimezone(zone):%d %b %H:%M}",
         f"{it['until'].astimezone(zone):%d %b %H:%M}" if it["until"] else None)
        for it in rows if it["until"] is None or it["until"] > office.now
    ]  # fmt: skip


def test_every_role_comes_in_with_its_days(office: Office) -> None:
    """A last day counts whole, by the school's own clock."""
    it = dated(office, "Rua,reliever,Room 5,2027-03-08,12/03/2027", "Lena,team leader,Room 5; Room 6,,",
               "Sefo,safeguarding lead,,,", "Adi,admin,,,", HUIA + ",,")  # fmt: skip
    assert it.done and len(it.plan.new) == 5
    assert days(office) == [
        ("reliever", "08 Mar 00:00", "13 Mar 00:00"),
        ("leader", "02 Mar 14:00", None),
        ("leader", "02 Mar 14:00", None),
        ("safeguarding", "02 Mar 14:00", None),
        ("admin", "02 Mar 14:00", None),
        ("office", "02 Mar 14:00", None),
    ]


def test_the_same_days_again_change_nothing_and_others_move_the_end(office: Office) -> None:
    row = "Rua,reliever,Room 5,2027-03-01,2027-03-12"
    dated(office, row)
    before = office.counts()
    assert len(dated(office, row).plan.same) == 1
    assert office.counts() == before
    assert len(dated(office, "Rua,reliever,Room 5,,2027-03-19").plan.changed) == 1
    assert [(role, until) for role, _since, until in days(office)] == [("reliever", "20 Mar 00:00")]
    office.now = NOW + timedelta(days=30)
    assert (
        len(dated(office, "Rua,reliever,Room 5,,2027-03-19").plan.same) == 1
    )  # an old file gives nothing back
    assert days(office) == []


def test_a_day_that_is_none_and_a_reliever_without_one_keep_the_list_out(office: Office) -> None:
    it = dated(office, "Rua,reliever,Room 5,,", "Bo,teacher,Room 5,soon,", "Bo,teacher,Room 5,2027-05-02,2027-05-01",
               "Bo,leader,,,", "Bo,admin,Room 5,,")  # fmt: skip
    assert [(row.line, row.column) for row in it.plan.bad] == [
        (2, "until"), (3, "from"), (4, "until"), (5, "rooms"), (6, "rooms"),
    ]  # fmt: skip
    assert not it.done


def test_a_list_that_would_leave_nobody_at_the_desk_is_kept_out(office: Office) -> None:
    """Holds leaves_nobody: the only one of the office must not be given a last day by mistake."""
    dated(office, HUIA + ",,")
    it = dated(office, HUIA + ",,2027-03-05")
    assert not it.done and [row.column for row in it.plan.bad] == ["until"]
    assert dated(office, HUIA + ",,2027-03-05", "Ana,office,,,").done


def test_a_name_on_the_list_is_the_colleague_who_signs_in_with_it(office: Office) -> None:
    """Holds `here` before `ever`, sign_in_names in _on_record, and ALIKE: nobody gets a namesake's work."""
    office.brings_staff(TANE, HUIA)
    left = office.person("Ms Tāne")
    office.does(
        lambda db: db.execute(staffing.update().where(staffing.c.person_id == left).values(until=NOW))
    )

    def another(name: str, login: str | None) -> int:
        def made(db: Connection) -> int:
            who = people.new_person(db, office.desk(db).school.id, name, fold(name), "en", NOW)
            people.employ(db, office.desk(db).school.id, who, Role.OFFICE, None, NOW)
            ways_in.change(db, office.desk(db).school.id, who, login=login)
            return who

        return int(office.does(made))

    here, second = another("Ms Tāne", None), another("Ms Tāne", "ms tane 2")
    assert office.brings_staff("Ms Tāne,teacher,Room 7", "Ms Tāne 2,teacher,Room 8").done
    rooms = office.asks(
        select(staffing.c.person_id, room.c.name).join(room).where(staffing.c.until.is_(None))
    )
    assert sorted(rooms) == [(here, "Room 7"), (second, "Room 8")]
    office.does(lambda db: ways_in.change(db, office.desk(db).school.id, second, login=None))
    refused = office.brings_staff("Ms Tāne,teacher,Room 9")
    assert not refused.done and [it.reason for it in refused.plan.bad] == [staff.ALIKE]
