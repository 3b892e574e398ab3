"""Who of the staff may see a child today: for handing a thread to one of them."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.model.people import AT_THE_DESK, OF_A_ROOM, Person
from bot.store.people import as_person
from bot.store.tables import enrolment, person, staffing


def who_see(db: Connection, school_id: int, child_id: int, now: datetime) -> list[Person]:
    """Those at work in the child's rooms today, and the office; each once, by name."""
    rooms = select(enrolment.c.room_id).where(
        enrolment.c.child_id == child_id, enrolment.c.since <= now,
        or_(enrolment.c.until.is_(None), enrolment.c.until > now),
    )  # fmt: skip
    here = (staffing.c.since <= now) & or_(staffing.c.until.is_(None), staffing.c.until > now)
    query = (
        select(person)
        .where(person.c.id.in_(
            select(staffing.c.person_id).where(staffing.c.school_id == school_id, here)
            .where(or_(staffing.c.role.in_(AT_THE_DESK),
                       staffing.c.role.in_(OF_A_ROOM) & staffing.c.room_id.in_(rooms)))
        ))
        .order_by(person.c.name, person.c.id)
    )  # fmt: skip
    return [as_person(row) for row in db.execute(query).mappings()]
