"""Who is looking, and the note that is left when the office looks into a room that is not its own."""

from dataclasses import dataclass
from datetime import timedelta

from bot.acts.desk import Desk
from bot.model.people import Person, Role, Room
from bot.store import people, records
from bot.store.console import desk as office_desk
from bot.store.console import people as listed
from bot.store.console.scope import Sight

A_LOOK = timedelta(minutes=15)  #: a page that is read, and read again, is one look


@dataclass(frozen=True)
class Viewer:
    """Somebody who works at the school today."""

    person: Person
    office: bool
    rooms: tuple[Room, ...]  #: those they teach
    sight: Sight
    roles: frozenset[Role] = frozenset()  #: everything they do here today


def viewer(desk: Desk, person_id: int) -> Viewer | None:
    """None when this person has no work at the school today: a session does not outlive the job."""
    roles = people.roles(desk.db, person_id, desk.now)
    if not roles:
        return None
    rooms = tuple({room.id: room for role, room in roles if role == Role.TEACHER and room}.values())
    office = any(role == Role.OFFICE for role, _room in roles)
    sight = Sight(desk.school.id, desk.now, tuple(room.id for room in rooms), office)
    does = frozenset(role for role, _room in roles)
    return Viewer(people.person_by_id(desk.db, person_id), office, rooms, sight, does)


def rooms_seen(desk: Desk, who: Viewer) -> list[Room]:
    return listed.rooms(desk.db, who.sight)


def note_look(desk: Desk, who: Viewer, act: str, about: dict[str, int]) -> None:
    """Writes down who looked at what; once a quarter of an hour."""
    if not office_desk.looked_since(desk.db, who.sight, who.person.id, act, about, desk.now - A_LOOK):
        records.note(desk.db, desk.school.id, act, desk.now, person_id=who.person.id, about=about)
