"""Who is looking."""

from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.model.people import AT_THE_DESK, OF_A_ROOM, OF_THE_SCHOOL, Person, Role, Room
from bot.store import people, staffing
from bot.store.console import people as listed
from bot.store.console.scope import Sight


@dataclass(frozen=True)
class Viewer:
    """Somebody who works at the school today."""

    person: Person
    office: bool  #: the office, or the admin
    rooms: tuple[Room, ...]  #: those they teach, or relieve in today
    sight: Sight
    roles: frozenset[Role] = frozenset()  #: everything they do here today
    gives_roles: bool = False  #: the admin; where a school has none, the office


def viewer(desk: Desk, person_id: int) -> Viewer | None:
    """None when this person has no work at the school today: a session does not outlive the job."""
    roles = people.roles(desk.db, person_id, desk.now)
    if not roles:
        return None
    rooms = tuple({room.id: room for role, room in roles if role in OF_A_ROOM and room}.values())
    team = tuple({room.id for role, room in roles if role == Role.LEADER and room})
    does = frozenset(role for role, _room in roles)
    office, whole = bool(does & AT_THE_DESK), bool(does & OF_THE_SCHOOL)
    sight = Sight(desk.school.id, desk.now, tuple(room.id for room in rooms), office, team, whole)
    gives = Role.ADMIN in does or (office and not staffing.has_admin(desk.db, desk.school.id, desk.now))
    return Viewer(people.person_by_id(desk.db, person_id), office, rooms, sight, does, gives)


def rooms_seen(desk: Desk, who: Viewer) -> list[Room]:
    return listed.rooms(desk.db, who.sight)


def room_chosen(desk: Desk, who: Viewer, wanted: int | None) -> tuple[list[Room], Room | None]:
    """The rooms that they see, and the one that is meant: the first, where another or none was asked for."""
    rooms = rooms_seen(desk, who)
    return rooms, next((it for it in rooms if it.id == wanted), rooms[0] if rooms else None)
