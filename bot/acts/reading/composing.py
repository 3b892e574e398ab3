"""What the form for a question needs: whom it may go to, in which languages, and a good moment to send it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.languages.registry import LANGUAGES
from bot.model.people import Room
from bot.pace.days import is_school_day
from bot.pace.schedule import local
from bot.store import groups
from bot.store.console import people
from bot.store.console.scope import children

MORNING = time(8, 30)
FEW = 120  #: children who all stand on one page


@dataclass(frozen=True)
class Tongue:
    tag: str
    name: str
    own_name: str
    direction: str


@dataclass(frozen=True)
class Group:
    id: int
    name: str
    children: tuple[str, ...]  #: by name, whom the viewer may see today: those who get what is written to it
    gone: int  #: how many others it was made of


@dataclass(frozen=True)
class Composing:
    rooms: tuple[Room, ...]
    children: tuple[tuple[int, str, str], ...]  #: id, name, room; none where they are too many for one list
    to_tick: tuple[tuple[int, str, str], ...]  #: the children who may be picked by hand here
    groups: tuple[Group, ...]  #: those that the viewer has kept
    languages: tuple[Tongue, ...]  #: English first
    suggested: datetime  #: local, naive


def composing(
    desk: Desk, who: Viewer, from_room: int | None = None, ticked: Collection[int] = ()
) -> Composing:
    """Of a large school the children of one room are shown at a time (`from_room`), with those who are `ticked`."""
    few = len(people.of_today(desk.db, who.sight)) <= FEW
    of_room = [from_room] if from_room is not None else []
    rows = people.children(desk.db, who.sight, None if few else of_room, ticked)
    to_tick = tuple({row["id"]: (row["id"], row["name"], row["room_name"]) for row in rows}.values())
    return Composing(
        tuple(rooms_seen(desk, who)), to_tick if few else (), to_tick,
        kept_groups(desk, who),
        languages(desk), next_morning(desk),
    )  # fmt: skip


def kept_groups(desk: Desk, who: Viewer) -> tuple[Group, ...]:
    kept = groups.of_person(desk.db, who.person.id)
    if not kept:
        return ()
    names = groups.names(desk.db, who.person.id, children(who.sight))
    return tuple(
        Group(it["id"], it["name"], tuple(here), it["children"] - len(here))
        for it in kept
        for here in [names.get(it["id"], [])]
    )


def languages(desk: Desk) -> tuple[Tongue, ...]:
    return tuple(map(tongue, ["en", *(it for it in desk.school.languages if it != "en")]))


def tongue(tag: str) -> Tongue:
    known = LANGUAGES.get(tag)
    return Tongue(
        tag, language_name(tag), known.own_name if known else tag, known.direction if known else "ltr"
    )


def next_morning(desk: Desk) -> datetime:
    """Half past eight on the next school day; tomorrow, where the calendar knows of none."""
    tomorrow = local(desk.now, desk.school.calendar.zone).date() + timedelta(days=1)
    days = (tomorrow + timedelta(days=n) for n in range(120))
    return datetime.combine(
        next((it for it in days if is_school_day(it, desk.school.calendar)), tomorrow), MORNING
    )
