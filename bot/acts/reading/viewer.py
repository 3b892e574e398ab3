"""Who is looking, and the note that is left when somebody looks into a room that is not their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.acts.desk import Desk
from bot.model.people import AT_THE_DESK, OF_A_ROOM, OF_THE_SCHOOL, Person, Role, Room
from bot.store import lanes, people, records, staffing
from bot.store.console import desk as office_desk
from bot.store.console import people as listed
from bot.store.console.scope import Sight, among, taught

A_LOOK = timedelta(minutes=15)  #: a page that is read, and read again, is one look


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


def note_look(desk: Desk, who: Viewer, act: str, about: Mapping[str, int]) -> None:
    """Writes down who looked at what; once a quarter of an hour. `about`: the child, and the thread if there is one."""
    _write(desk, who, act, [about])


def note_foreign(desk: Desk, who: Viewer, act: str, *abouts: Mapping[str, int]) -> bool:
    """As note_look, for each child who is in none of the viewer's own rooms; whether there was one."""
    own = among(desk.db, taught(who.sight), {about["child"] for about in abouts})
    foreign = [about for about in abouts if about["child"] not in own]
    if foreign:
        _write(desk, who, act, foreign)
    return bool(foreign)


def _write(desk: Desk, who: Viewer, act: str, abouts: Iterable[Mapping[str, int]]) -> None:
    """One row a child, so that each family can be told of its own."""
    noted = office_desk.looked_since(desk.db, who.sight, who.person.id, act, desk.now - A_LOOK)
    for about in abouts:
        if dict(about) in noted:
            continue
        thread = about.get("thread")
        home = lanes.household_of_thread(desk.db, thread) if thread is not None else None
        records.note(desk.db, desk.school.id, act, desk.now, person_id=who.person.id, about=about,
                     child_id=about.get("child"), household_id=home)  # fmt: skip
        noted.append(dict(about))
