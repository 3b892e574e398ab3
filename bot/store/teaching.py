"""Where a child is taught, and by whom: read for every message of a family, in one statement."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from bot.model.people import OF_A_ROOM, Person, Role, Room
from bot.store.people import A_PERSON, as_person
from bot.store.prepared import Prepared
from bot.store.tables import enrolment, person, room, staffing


def of_child(db: Connection, child_id: int, now: datetime) -> tuple[list[Room], list[Person]]:
    """Their rooms today, by name; and who teaches or relieves there today: teachers first, and the longest there."""
    rows = _OF_CHILD.rows(db, child=child_id, now=now)
    rooms = {row["room_id"]: Room(row["room_id"], row["room_name"]) for row in rows}
    there = [row for row in rows if row["id"] is not None]
    there.sort(key=lambda row: (row["role"] != Role.TEACHER, row["place"]))
    staff = {row["id"]: as_person(row) for row in there}
    return list(rooms.values()), list(staff.values())


_HERE_TODAY = and_(
    staffing.c.room_id == room.c.id,
    or_(*(staffing.c.role == it.value for it in sorted(OF_A_ROOM))),
    staffing.c.since <= bindparam("now"),
    or_(staffing.c.until.is_(None), staffing.c.until > bindparam("now")),
)
_OF_CHILD = Prepared(
    lambda _: (
        select(
            room.c.id.label("room_id"), room.c.name.label("room_name"), staffing.c.role,
            staffing.c.id.label("place"), *A_PERSON,
        )
        .select_from(enrolment)
        .join(room, room.c.id == enrolment.c.room_id)
        .outerjoin(staffing, _HERE_TODAY)
        .outerjoin(person, person.c.id == staffing.c.person_id)
        .where(enrolment.c.child_id == bindparam("child"), enrolment.c.since <= bindparam("now"))
        .where(or_(enrolment.c.until.is_(None), enrolment.c.until > bindparam("now")))
        .order_by(room.c.name)
    )
)  # fmt: skip
