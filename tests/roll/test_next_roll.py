"""The roll comes in again. What people did themselves is theirs."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, or_, select, update

from bot.acts import changing_phones, inviting, mandates
from bot.model.people import Scope, State
from bot.store import lanes, people, suppressions
from bot.store.tables import (
    code,
    contact,
    delivery,
    enrolment,
    household,
    membership,
    person,
    room,
    suppression,
)
from tests.roll.conftest import NOW, Office

MERE = "Room 5,Tama,Mere,mother,021 000 0001,mi,home,7"
HEMI = "Room 5,Tama,Hemi,father,021 000 0002,,home,7"
NANA = "Room 5,Tama,Nana Aroha,nana,021 000 0005,,home,7"


def language(office: Office, name: str) -> str:
    ((found,),) = office.asks(select(person.c.language).where(person.c.name == name))
    return str(found)


def home_of(office: Office, child_id: int = 1) -> int:
    ((found,),) = office.asks(select(household.c.id).where(household.c.child_id == child_id))
    return int(found)


def test_a_language_that_she_chose_stays(office: Office) -> None:
    """Holds `chosen` in applying and, for the notice to a new number, in phone_steps._give."""
    office.brings(MERE, HEMI)
    mere = office.person("Mere")
    office.does(lambda db: people.change_person(db, mere, language="sm", language_chosen=True))
    office.brings(MERE, HEMI.replace(",,home", ",sm,home"))
    assert (language(office, "Mere"), language(office, "Hemi")) == ("sm", "sm")
    office.brings(MERE.replace("0001", "0009"), HEMI)
    assert office.greeted[-1][1] == "sm"


def test_a_blank_language_says_nothing(office: Office) -> None:
    office.brings(MERE)
    office.brings(MERE.replace(",mi,", ",,"))
    assert language(office, "Mere") == "mi"


@pytest.mark.parametrize("state", [State.STOPPED, State.WRONG, State.GONE])
def test_what_a_phone_said_stays(office: Office, state: State) -> None:
    office.brings(MERE)
    office.sets("+64210000001", state=state)
    it = office.brings(MERE, HEMI)
    assert office.phone("+64210000001")[1] == state
    assert [address for address, _ in office.greeted] == ["+64210000001", "+64210000002"]
    assert any("+64210000001" in words for words in it.warnings)


def test_a_stop_of_a_stranger_holds_when_the_roll_names_them(office: Office) -> None:
    def stops(db: object) -> None:
        people.meet(db, office.school.id, office.sender, "sms", "+64210000001", State.UNVERIFIED, "UTC", NOW)
        suppressions.stop(db, office.school.id, office.sender, "+64210000001", "STOP", NOW)

    office.does(stops)
    office.brings(MERE)
    assert office.phone("+64210000001")[1] == State.STOPPED
    assert office.greeted == []
    assert office.asks(select(suppression.c.stopped)) == [(True,)]


def test_a_stranger_who_is_on_the_roll_now_keeps_their_language(office: Office) -> None:
    office.does(
        lambda db: people.meet(
            db, office.school.id, office.sender, "sms", "+64210000001", State.UNVERIFIED, "UTC", NOW
        )
    )
    office.sets("+64210000001", language="sm")
    office.brings(MERE)
    assert office.phone("+64210000001")[1] == State.ACTIVE
    assert office.greeted == [("+64210000001", "sm")]
    office.brings(MERE)
    assert language(office, "Mere") == "sm"


def test_a_number_that_is_not_hers_is_never_given_back(office: Office) -> None:
    office.brings(MERE)
    office.sets("+64210000001", state=State.WRONG)
    office.brings(MERE.replace("0001", "0009"))
    assert office.phones() == {("Mere", "+64210000009")}
    it = office.brings(MERE)
    assert ("Mere", "+64210000001") not in office.phones()
    assert any("ask for another number" in words for words in it.warnings)


def test_the_office_corrects_a_phone(office: Office) -> None:
    office.brings(MERE, HEMI)
    mere, phone = office.person("Mere"), office.phone("+64210000001")[0]
    office.does(
        lambda db: db.execute(
            insert(delivery).values(
                school_id=office.school.id,
                sender_id=office.sender,
                contact_id=phone,
                person_id=mere,
                channel="sms",
                address="+64210000001",
                gate="lane",
                turn=3,
                reach="words",
                due_at=NOW,
                state="waiting",
                created_at=NOW,
            )
        )
    )
    it = office.brings(MERE.replace("0001", "0009"), HEMI)
    assert office.counts()["person"] == 2
    assert office.phones() == {("Mere", "+64210000009"), ("Hemi", "+64210000002")}
    assert office.phone("+64210000001")[1] == State.UNVERIFIED
    assert office.asks(select(delivery.c.state)) == [("cancelled",)]
    assert office.greeted[-1] == ("+64210000009", "mi")
    assert [entry.name for entry in it.changed] == ["Mere"]


def test_several_numbers_change_in_one_roll(office: Office) -> None:
    """What waits on the old ones is dropped by one statement for many phones, however many they are."""
    office.brings(MERE, HEMI)
    office.brings(MERE.replace("0001", "0003"), HEMI.replace("0002", "0004"))
    assert office.phones() == {("Mere", "+64210000003"), ("Hemi", "+64210000004")}


def test_a_shared_phone_stays_with_the_other(office: Office) -> None:
    office.brings(MERE, HEMI.replace("0002", "0001"))
    office.sets("+64210000001", speaker_id=office.person("Hemi"), speaker_until=NOW)
    office.brings(MERE, HEMI)
    assert office.phones() == {("Mere", "+64210000001"), ("Hemi", "+64210000002")}
    assert office.phone("+64210000001")[1] == State.ACTIVE
    assert office.asks(select(contact.c.speaker_id)) == [(None,), (None,)]


def test_a_phone_that_she_brought_by_a_code_and_her_telegram_stay_hers(office: Office) -> None:
    office.brings(MERE)

    def joins(db: object) -> None:
        from bot.store import schools

        bot = schools.sender_for(db, office.school.id, "telegram", "harakeke_bot")
        mere = office_person
        for sender, channel, address in ((bot, "telegram", "4711"), (office.sender, "sms", "+64210000077")):
            it = people.meet(db, office.school.id, sender, channel, address, State.ACTIVE, "UTC", NOW)
            people.link(db, office.school.id, it.id, mere)
            if channel == "sms":
                db.execute(
                    insert(code).values(
                        school_id=office.school.id,
                        kind="family",
                        digest="x",
                        about={},
                        made_at=NOW,
                        expires_at=NOW,
                        used_at=NOW,
                        used_by=it.id,
                    )
                )

    office_person = office.person("Mere")
    office.does(joins)
    office.brings(MERE.replace("0001", "0009"))
    assert {address for _, address in office.phones()} == {"+64210000009", "4711", "+64210000077"}


@pytest.mark.parametrize("said", ["WRONG", "left"])
def test_a_list_of_which_no_number_can_be_given_takes_none_away(office: Office, said: str) -> None:
    """Holds `given` in phone_steps: the office typed another number, and the list still says the one before."""
    office.brings(MERE)
    first, mere = office.phone("+64210000001")[0], office.person("Mere")

    def typed(db: Connection) -> None:
        if said == "WRONG":
            people.change_contact(db, first, state=State.WRONG)
        else:
            row = {"school_id": office.school.id, "person_id": mere, "kind": "new phone", "digest": "x",
                   "about": {"left": [first]}, "made_at": NOW, "expires_at": NOW, "used_at": NOW, "used_by": 0}  # fmt: skip
            db.execute(insert(code).values(row))
        place = lanes.lanes_of(db, mere, NOW)[0].membership_id
        assert changing_phones.change_phone(office.desk(db), mere, 1, place, "021 000 0009") is None

    office.does(typed)
    it = office.brings(MERE)
    assert office.phones() == {("Mere", "+64210000009")}
    assert any("+64210000001" in words for words in it.warnings)
    office.brings(MERE.replace("0001", "0007"))
    assert office.phones() == {("Mere", "+64210000007")}


def test_a_child_moves_room_with_the_same_id(office: Office) -> None:
    office.brings(MERE)
    it = office.brings(MERE.replace("Room 5", "Room 2"))
    assert office.children() == {("Tama", "Room 2")}
    assert office.homes() == {("Tama", "Mere", "home")}
    assert [(entry.name, entry.what) for entry in it.changed] == [("Tama", "moves here from Room 5")]


def test_an_id_that_comes_later_is_the_same_child(office: Office) -> None:
    office.brings(MERE.removesuffix("7"))
    it = office.brings(MERE)
    assert office.counts()["child"] == 1
    assert [entry.what for entry in it.changed] == ["now has the child_id 7"]


def test_a_name_with_its_macron_is_the_same_name(office: Office) -> None:
    office.brings(MERE.replace("Mere", "Maia").removesuffix("7"))
    office.brings(MERE.replace("Mere", "Māia").removesuffix("7"))
    assert office.homes() == {("Tama", "Māia", "home")}
    assert office.counts()["person"] == 1


def test_a_household_that_is_filled_in_later_keeps_the_thread(office: Office) -> None:
    blank = [row.replace(",home,", ",,") for row in (MERE, HEMI)]
    office.brings(*blank)
    before = office.asks(
        select(membership.c.household_id).where(membership.c.person_id == office.person("Mere"))
    )
    office.brings(MERE, HEMI)
    assert office.homes() == {("Tama", "Mere", "home"), ("Tama", "Hemi", "home")}
    now = office.asks(select(membership.c.household_id).where(membership.c.until.is_(None)).distinct())
    assert now == before


def test_parents_who_part_get_fresh_lanes_and_neither_keeps_the_old_one(office: Office) -> None:
    office.brings(MERE, HEMI)
    old = home_of(office)
    office.brings(MERE.replace(",home,", ",hers,"), HEMI.replace(",home,", ",,"))
    open_ = office.asks(select(membership.c.household_id).where(membership.c.until.is_(None)))
    assert len(set(open_)) == 2
    assert (old,) not in open_


def test_a_word_for_her_that_changes_changes_what_she_sees(office: Office) -> None:
    office.brings(NANA)
    office.brings(NANA.replace(",nana,", ",nana guardian,"))
    assert office.place("Nana Aroha") == ("nana guardian", True, "everything")
    office.brings(NANA)
    assert office.place("Nana Aroha") == ("nana", False, "stories")


def test_what_the_family_chose_for_nana_stays(office: Office) -> None:
    office.brings(MERE, NANA)
    office.does(
        lambda db: db.execute(
            update(membership).where(membership.c.relation == "nana").values(scope=Scope.EVERYTHING)
        )
    )
    office.brings(MERE, NANA.replace(",nana,", ",grandmother,"))
    assert office.place("Nana Aroha") == ("grandmother", False, "everything")


def test_a_place_that_the_family_gave_survives_everything(office: Office) -> None:
    office.brings(MERE)

    def lets_in(db: object) -> None:
        koro = people.new_person(db, office.school.id, "Koro", "koro", "mi", NOW, chosen=True)
        lanes.admit(
            db,
            office.school.id,
            home,
            koro,
            relation="whānau",
            scope=Scope.EVERYTHING,
            let_in_by=mere,
            now=NOW,
        )

    home, mere = home_of(office), office.person("Mere")
    office.does(lets_in)
    office.brings(MERE, "Room 5,Tama,Koro,koro,021 000 0008,,home,7")
    assert office.place("Koro") == ("whānau", False, "everything")
    office.brings(MERE, end_missing=True)
    assert office.place("Koro") == ("whānau", False, "everything")
    office.brings("Room 2,Ruby,Anna,mother,021 000 0003,,home,8", end_missing=True)
    assert office.place("Koro") == ("whānau", False, "everything")


def test_whom_the_family_took_out_is_not_brought_back(office: Office) -> None:
    office.brings(MERE, NANA)
    ((place,),) = office.asks(select(membership.c.id).where(membership.c.relation == "nana"))
    office.does(lambda db: lanes.end_membership(db, place, NOW))
    it = office.brings(MERE, NANA)
    assert office.homes() == {("Tama", "Mere", "home")}
    assert office.counts()["person"] == 2
    assert any("that stays so" in words for words in it.warnings)


def test_a_guardians_word_on_nana_is_not_undone_by_a_new_phone(office: Office) -> None:
    """Holds ended_by_family in _stays_ended, and `open` in store/roll for a place with an end: it is not doubled."""
    office.brings(MERE, NANA)
    mere, nana = office.person("Mere"), office.person("Nana Aroha")
    again = NANA.replace("0005", "0006")
    until = (NOW + timedelta(days=30)).date()
    office.does(lambda db: mandates.change_end(office.desk(db), mere, nana, until))
    office.brings(MERE, again)
    ends = office.asks(select(membership.c.until).where(membership.c.person_id == nana))
    assert len(ends) == 1 and ends[0][0] is not None
    office.does(lambda db: inviting.take_back(office.desk(db), mere, nana))
    office.now += timedelta(minutes=1)
    it = office.brings(MERE, NANA.replace("0005", "0009"))
    assert office.homes() == {("Tama", "Mere", "home")}
    assert any("that stays so" in words for words in it.warnings)


def test_no_end_is_no_word_that_keeps_nana_out(office: Office) -> None:
    """Holds _ended_by_family in store/roll: the newest word on a place counts, and "No end" ends nothing."""
    office.brings(MERE, NANA)
    mere, nana = office.person("Mere"), office.person("Nana Aroha")
    until = (NOW + timedelta(days=30)).date()

    def says(day: date | None) -> set[tuple[str, str, str]]:
        """A guardian says until when; then a file leaves her out by mistake, and the next has her again."""
        office.now += timedelta(minutes=1)
        office.does(lambda db: mandates.change_end(office.desk(db), mere, nana, day))
        office.brings(MERE, end_missing=True)
        office.now += timedelta(minutes=1)
        office.brings(MERE, NANA)
        return office.homes()

    office.does(lambda db: mandates.change_end(office.desk(db), mere, nana, until))
    assert says(None) == {("Tama", "Mere", "home"), ("Tama", "Nana Aroha", "home")}
    assert says(until) == {("Tama", "Mere", "home")}


def test_absent_rows_end_nothing_unless_asked(office: Office) -> None:
    ruby = "Room 2,Ruby,Anna,mother,021 000 0003,,home,8"
    office.brings(MERE, HEMI, ruby)
    office.brings(MERE)
    assert len(office.homes()) == 3
    it = office.looks(MERE, end_missing=True)
    assert [(entry.kind, entry.name) for entry in it.ended] == [
        ("child", "Ruby"),
        ("adult", "Hemi"),
        ("adult", "Anna"),
    ]
    assert "Room 2 is not in this file at all: 1 of its children end" in it.warnings
    assert len(office.homes()) == 3
    office.brings(MERE, end_missing=True)
    assert office.homes() == {("Tama", "Mere", "home")}
    assert office.children() == {("Tama", "Room 5")}


def test_whom_the_roll_ended_the_roll_brings_back(office: Office) -> None:
    ruby = "Room 2,Ruby,Anna,mother,021 000 0003,,home,"
    office.brings(MERE, HEMI, ruby)
    office.brings(MERE, end_missing=True)
    office.brings(MERE, HEMI, ruby)
    assert len(office.homes()) == 3
    assert office.children() == {("Tama", "Room 5"), ("Ruby", "Room 2")}
    assert (office.counts()["person"], office.counts()["child"]) == (3, 2)


def test_a_guest_in_her_own_lane_is_not_the_other_sides_nana(office: Office) -> None:
    office.brings(MERE.replace(",home,", ",,"))

    def lets_in(db: object) -> None:
        nana = people.new_person(db, office.school.id, "Nana", "nana", "en", NOW)
        lanes.admit(
            db, office.school.id, home, nana, relation="whānau", scope=Scope.STORIES, let_in_by=mere, now=NOW
        )

    home, mere = home_of(office), office.person("Mere")
    office.does(lets_in)
    office.brings(MERE.replace(",home,", ",,"), "Room 5,Tama,Nana,nana,021 000 0006,,,7")
    assert len(office.asks(select(person.c.id).where(person.c.name == "Nana"))) == 2


def test_a_move_that_is_planned_leaves_no_child_in_two_rooms(office: Office) -> None:
    """Holds _left in child_steps: a third room is the only one, then and later; and the plan stands where it can."""
    office.brings("Room 5,Tama,Mere,mother,021 000 0001,mi,home,1", "Room 6,Lagi,Sina,mother,,sm,home,2")
    later = office.now + timedelta(days=20)
    rooms = dict(office.asks(select(room.c.name, room.c.id)))
    ((tama, was),) = office.asks(
        select(enrolment.c.child_id, enrolment.c.id).where(enrolment.c.room_id == rooms["Room 5"])
    )

    def plan(db: Connection) -> None:
        db.execute(update(enrolment).where(enrolment.c.id == was).values(until=later))
        to = {"school_id": office.school.id, "child_id": tama, "room_id": rooms["Room 6"], "since": later}
        db.execute(insert(enrolment).values(to))

    def where(at: datetime) -> list[str]:
        there = select(room.c.name).join(enrolment, enrolment.c.room_id == room.c.id)
        there = there.where(enrolment.c.child_id == tama, enrolment.c.since <= at)
        return [
            name
            for (name,) in office.asks(there.where(or_(enrolment.c.until.is_(None), enrolment.c.until > at)))
        ]

    office.does(plan)
    rest = "Mere,mother,021 000 0001,mi,home,1"
    for planned in ("Room 5", "Room 6"):
        assert not office.brings(f"{planned},Tama,{rest}").changed
        assert (where(office.now), where(later)) == (["Room 5"], ["Room 6"])
    it = office.brings(f"Room 7,Tama,{rest}")
    assert "moves here from Room 5" in str(it.changed) and "Room 6" not in str(it.changed)
    assert (where(office.now), where(later)) == (["Room 7"], ["Room 7"])
