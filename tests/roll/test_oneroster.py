"""OneRoster's zip, 1.1 and 1.2, bulk and delta: the same children, homes and phones as from a spreadsheet."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts.roll import BadRoll, plan
from bot.store.tables import child, person
from tests.roll.conftest import Office
from tests.roll.test_files import zip_of

USER = ("sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,preferredGivenName,"
        "metadata.preferredLanguage,metadata.household")  # fmt: skip
ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nS1,,,Harakeke School,school,,\nD1,,,,district,,\n"
CLASSES = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType\nC5,,,Room 5,,,,homeroom\nCM,,,Maths,,,,scheduled\n"
ENROLLED = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"


def user(key: str, given: str, role: str, **more: str) -> str:
    cells = dict.fromkeys(USER.split(","), "")
    cells |= {"sourcedId": key, "enabledUser": "true", "orgSourcedIds": "S1", "role": role, "givenName": given,
              "familyName": "Parata"}  # fmt: skip
    return ",".join(f'"{value}"' for value in (cells | more).values())


CHILD = user("c1", "Māia Rose", "student", agentSourcedIds="a1,a2", preferredGivenName="Māia")
MOTHER = user(
    "a1", "Hana", "parent", sms="021 000 0001", agentSourcedIds="c1", **{"metadata.preferredLanguage": "mi"}
)
NANA = user("a2", "Rose", "relative", phone="09 373 7599")
INSIDE = "e1,,,C5,S1,c1,student,,,\ne2,,,CM,S1,c1,student,,,\n"


def roster(
    *users: str, version: str = "1.1", mode: str = "bulk", enrolled: str = INSIDE, **more: str
) -> bytes:
    manifest = f"propertyName,value\nmanifest.version,1.0\noneroster.version,{version}\nfile.users,{mode}\n"
    files: dict[str, Any] = {
        "manifest.csv": manifest,
        "users.csv": "\n".join([USER, *users]),
        "orgs.csv": ORGS,
        "classes.csv": CLASSES,
        "enrollments.csv": ENROLLED + enrolled,
    }
    return zip_of(files | {f"{name}.csv": text for name, text in more.items()})


def looks(office: Office, content: bytes, **more: Any) -> Any:
    return office.does(lambda db: plan(office.desk(db), content, **more))


def test_a_bulk_zip_of_1_1_brings_children_adults_phones_and_languages(office: Office) -> None:
    it = office.tries(roster(CHILD, MOTHER, NANA))
    assert it.done, it.plan.bad
    assert office.children() == {
        ("Māia Parata", "Room 5")
    }  # the homeroom, not maths; the name that is preferred
    assert office.phones() == {("Hana Parata", "+64210000001")}
    assert office.asks(select(person.c.language).where(person.c.name == "Hana Parata")) == [("mi",)]
    assert office.place("Hana Parata")[1:] == (True, "everything")
    assert office.place("Rose Parata")[1:] == (False, "stories")
    assert any("landline" in words and "users.csv line 4" in words for words in it.plan.warnings)


def test_each_adult_has_a_lane_of_their_own_unless_the_zip_says_who_lives_together(office: Office) -> None:
    """Holds: OneRoster does not say who shares a home, so nobody is guessed into another's lane."""
    office.tries(roster(CHILD, MOTHER, NANA))
    assert len({home for _, _, home in office.homes()}) == 2


def test_a_household_in_the_metadata_is_one_home(office: Office) -> None:
    one, two = (
        user(key, name, "parent", **{"metadata.household": "A"})
        for key, name in (("a1", "Hana"), ("a2", "Wi"))
    )
    office.tries(roster(CHILD, one, two))
    assert {home for _, _, home in office.homes()} == {"A"}


def test_the_same_again_changes_nothing(office: Office) -> None:
    office.tries(roster(CHILD, MOTHER, NANA))
    it = looks(office, roster(CHILD, MOTHER, NANA), end_missing=True)
    assert (it.new, it.changed, it.ended, it.bad) == ((), (), (), ())


def test_roles_of_1_2_stand_in_a_table_of_their_own(office: Office) -> None:
    users = [
        it.replace('"student"', '""').replace('"parent"', '""').replace('"S1"', '""')
        for it in (CHILD, MOTHER)
    ]
    roles = ("sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
             "r1,,,c1,primary,student,,,S1\nr2,,,a1,primary,parent,,,S1\n")  # fmt: skip
    assert office.tries(roster(*users, version="1.2", roles=roles)).done
    assert office.homes() == {("Māia Parata", "Hana Parata", office.asks(_labels())[0][0])}


def _labels() -> Any:
    from bot.store.tables import household

    return select(household.c.label)


def test_an_adult_may_name_the_child_instead(office: Office) -> None:
    office.tries(roster(user("c1", "Māia", "student"), MOTHER))
    assert [adult for _, adult, _ in office.homes()] == ["Hana Parata"]


@pytest.mark.parametrize(
    ("enrolled", "words"),
    [
        ("", "no class in enrollments.csv"),
        ("e1,tobedeleted,,C5,S1,c1,student,,,\n", "no class in enrollments.csv"),
        ("e1,,,C5,S1,c1,student,,2020-01-01,2021-01-01\n", "no class in enrollments.csv"),
    ],
)
def test_a_child_whose_room_cannot_be_told_is_refused_where_it_stands(
    office: Office, enrolled: str, words: str
) -> None:
    it = looks(office, roster(CHILD, MOTHER, enrolled=enrolled))
    assert [(row.sheet, row.line, row.column) for row in it.bad] == [("users.csv", 3, "room")]
    assert words in it.bad[0].reason


def test_two_homerooms_are_not_guessed_between(office: Office) -> None:
    classes = CLASSES + "C6,,,Room 6,,,,homeroom\n"
    it = looks(office, roster(CHILD, enrolled=INSIDE + "e3,,,C6,S1,c1,student,,,\n", classes=classes))
    assert "3 classes" in it.bad[0].reason


def test_a_child_who_is_deleted_leaves_and_nobody_else_does(office: Office) -> None:
    other = user("c2", "Wiremu", "student")
    inside = INSIDE + "e5,,,C5,S1,c2,student,,,\n"
    office.tries(roster(CHILD, MOTHER, other, enrolled=inside))
    gone = user("c2", "Wiremu", "student", status="tobedeleted")
    it = office.tries(roster(gone, mode="delta", enrolled=""))
    assert it.done
    assert office.children() == {("Māia Parata", "Room 5")}


def test_whoever_may_not_sign_in_there_is_still_at_the_school(office: Office) -> None:
    """Holds: only the status says who is gone. `enabledUser` false is "active, with access curtailed" in the standard:
    most parents, and young children, have no account there."""
    barred = [it.replace('"true"', '"false"') for it in (CHILD, MOTHER)]
    assert office.tries(roster(*barred)).done
    assert [(child, adult) for child, adult, _ in office.homes()] == [("Māia Parata", "Hana Parata")]
    it = looks(office, roster(*barred), end_missing=True)
    assert (it.new, it.changed, it.ended) == ((), (), ())


def test_a_delta_takes_a_room_from_the_record_and_ends_nobody_who_is_missing(office: Office) -> None:
    """Holds: a delta says nothing about who is not in it."""
    office.tries(roster(CHILD, MOTHER, NANA))
    moved = MOTHER.replace("0001", "0009")
    it = office.tries(roster(CHILD, moved, mode="delta", enrolled=""))
    assert it.done, it.plan.bad
    assert office.phones() == {("Hana Parata", "+64210000009")}
    assert {adult for _, adult, _ in office.homes()} == {"Hana Parata", "Rose Parata"}
    with pytest.raises(BadRoll, match="only what changed"):
        looks(office, roster(CHILD, mode="delta", enrolled=""), end_missing=True)


def test_a_delta_in_which_no_child_changed_is_no_empty_file(office: Office) -> None:
    """Holds `grid.partial` in planning: it comes every night, and most nights nothing is in it."""
    office.tries(roster(CHILD, MOTHER))
    it = looks(office, roster(mode="delta", enrolled=""))
    assert (it.new, it.changed, it.ended, it.bad) == ((), (), (), ())


def test_an_earlier_child_id_stays_the_childs(office: Office) -> None:
    office.brings("Room 5,Māia Parata,,,,,,NSN7")
    it = looks(office, roster(CHILD, MOTHER))
    assert "child_id NSN7" in it.bad[0].reason  # not a second Māia
    assert office.tries(roster(user("c1", "Māia", "student", identifier="NSN7"), MOTHER)).done
    assert office.asks(select(child.c.roll_key)) == [("NSN7",)]


def anew(content: bytes, named: Callable[[str], str]) -> dict[str, bytes | str]:
    """The export's files, zipped anew under other names."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {named(name): box.read(name) for name in box.namelist()}


def test_an_export_that_was_unpacked_and_zipped_again_is_the_same_export(office: Office) -> None:
    """Holds: the tables are found in a folder, in any capitals, and not in a Mac's shadows of them; two exports in one
    zip are not chosen between."""
    files = anew(roster(CHILD, MOTHER), lambda name: f"My export/{name.capitalize()}")
    shadows = {f"__MACOSX/My export/._{name}": "\0" for name in ("Users.csv", "Classes.csv")}
    assert office.tries(zip_of(files | shadows | {"__MACOSX/My export/users.csv": "\0"})).done
    assert office.children() == {("Māia Parata", "Room 5")}
    twice = anew(roster(CHILD), lambda name: f"last year/{name}")
    with pytest.raises(BadRoll, match="one export only"):
        looks(office, zip_of(files | twice))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (roster(MOTHER), "no students"),
        (
            roster(
                CHILD,
                user("c2", "Finn", "student", orgSourcedIds="S2"),
                orgs=ORGS + "S2,,,Another,school,,\n",
            ),
            "children of 2 schools",
        ),
    ],
)
def test_a_zip_that_is_not_one_schools_roll_is_refused(office: Office, content: bytes, words: str) -> None:
    with pytest.raises(BadRoll, match=words):
        looks(office, content)
