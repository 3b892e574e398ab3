"""An office with a school, a number and a spreadsheet."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from bot.acts import roll
from bot.acts.desk import Desk
from bot.acts.roll import Applied, Plan, staff
from bot.acts.schools import apply, read
from bot.store import engine as opening
from bot.store import schools
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    metadata,
    person,
    room,
)

NOW = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
HEADINGS = "room,child,adult,relation,phone,language,household,child_id"
SCHOOL = """
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road"
privacy_contact = "the office"
office_number = "09 555 0100"
languages = ["mi", "sm"]
"""


class Office:
    """Somebody at the school office, and what is on record."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = NOW
        self.greeted: list[tuple[str, str]] = []
        self.school = self.does(lambda db: apply(db, read(SCHOOL), NOW).school)
        self.sender = self.does(lambda db: schools.sender_for(db, self.school.id, "sms", "+64200000999"))

    def does(self, deed: Callable[[Any], Any]) -> Any:
        return opening.act(self.engine, deed)

    def desk(self, db: Any) -> Desk:
        return Desk(db, self.school, self.now, lambda count: b"\0" * count)

    def looks(self, *rows: str, end_missing: bool = False, headings: str = HEADINGS) -> Plan:
        text = "\n".join([headings, *rows])
        return self.does(lambda db: roll.plan(self.desk(db), text, end_missing))

    def brings(self, *rows: str, end_missing: bool = False, headings: str = HEADINGS) -> Plan:
        """Brings a roll in that has nothing wrong with it."""
        it = self.tries("\n".join([headings, *rows]), end_missing)
        assert it.done, it.plan.bad
        return it.plan

    def tries(self, text: str, end_missing: bool = False) -> Applied:
        return self.does(lambda db: roll.apply(self.desk(db), text, self._greet, end_missing))

    def brings_staff(self, *rows: str) -> staff.StaffApplied:
        text = "\n".join(["person,role,rooms", *rows])
        return self.does(lambda db: staff.apply(self.desk(db), text))

    def _greet(self, desk: Desk, contact_id: int, language: str) -> None:
        address = desk.db.scalar(select(contact.c.address).where(contact.c.id == contact_id))
        self.greeted.append((address, language))

    def asks(self, query: Any) -> list[tuple[Any, ...]]:
        return self.does(lambda db: [tuple(row) for row in db.execute(query)])

    def counts(self) -> dict[str, int]:
        return self.does(
            lambda db: {
                it.name: db.scalar(select(func.count()).select_from(it)) for it in metadata.sorted_tables
            }
        )

    def children(self) -> set[tuple[str, str]]:
        """Who is in which room today."""
        there = select(child.c.name, room.c.name).join(enrolment, enrolment.c.child_id == child.c.id)
        there = there.join(room, room.c.id == enrolment.c.room_id).where(enrolment.c.until.is_(None))
        return set(self.asks(there))

    def homes(self) -> set[tuple[str, str, str]]:
        """Child, adult, and the mark of the home that they share today."""
        query = select(child.c.name, person.c.name, household.c.label).select_from(membership)
        query = query.join(household, household.c.id == membership.c.household_id)
        query = query.join(child, child.c.id == household.c.child_id)
        query = query.join(person, person.c.id == membership.c.person_id)
        return set(self.asks(query.where(membership.c.until.is_(None))))

    def phones(self) -> set[tuple[str, str]]:
        """Who is reached on which number."""
        query = select(person.c.name, contact.c.address)
        query = query.join(contact_person, contact_person.c.person_id == person.c.id)
        return set(self.asks(query.join(contact, contact.c.id == contact_person.c.contact_id)))

    def place(self, adult: str) -> tuple[str, bool, str]:
        """Relation, guardian, scope."""
        query = select(membership.c.relation, membership.c.guardian, membership.c.scope)
        query = query.join(person, person.c.id == membership.c.person_id)
        (found,) = self.asks(query.where(person.c.name == adult, membership.c.until.is_(None)))
        return found

    def person(self, name: str) -> int:
        ((found,),) = self.asks(select(person.c.id).where(person.c.name == name))
        return found

    def phone(self, address: str) -> Any:
        ((*found,),) = self.asks(
            select(contact.c.id, contact.c.state, contact.c.zone).where(contact.c.address == address)
        )
        return found

    def sets(self, address: str, **values: Any) -> None:
        self.does(lambda db: db.execute(update(contact).where(contact.c.address == address).values(**values)))


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    opening.migrate(database_url)
    engine = opening.connect(database_url)
    yield Office(engine)
    engine.dispose()


def reasons(plan: Plan) -> list[tuple[int, str]]:
    return [(row.line, row.column) for row in plan.bad]
