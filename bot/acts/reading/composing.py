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
from bot.store.rows import Row

MORNING = time(8, 30)
FEW = 120  #: children who all stand on one page


@dataclass(frozen=True)
class Tongue:
    tag: str
    name: str
    own_name: str
    direction: str


@dataclass(frozen=True)
class Composing:
    rooms: tuple[Room, ...]
    children: tuple[tuple[int, str, str], ...]  #: id, name, room; none where they are too many for one list
    to_tick: tuple[tuple[int, str, str], ...]  #: the children who may be picked by hand here
    groups: tuple[Row, ...]  #: those that the viewer has kept: id, name, children
    languages: tuple[Tongue, ...]  #: English first
    suggested: datetime  #: local, naive


def composing(
    desk: Desk, who: Viewer, from_room: int | None = None, ticked: Collection[int] = ()
) -> Composing:
    """Of a large school the children of one room are shown at a time (`from_room`), with those who are `ticked`."""
    children: dict[int, tuple[int, str, str]] = {}
    to_tick: dict[int, tuple[int, str, str]] = {}
    for row in people.children(desk.db, who.sight):
        it = children[row["id"]] = (row["id"], row["name"], row["room_name"])
        if row["room_id"] == from_room or row["id"] in ticked:
            to_tick[row["id"]] = it
    few = len(children) <= FEW
    return Composing(
        tuple(rooms_seen(desk, who)), tuple(children.values()) if few else (),
        tuple((children if few else to_tick).values()), tuple(groups.of_person(desk.db, who.person.id)),
        languages(desk), next_morning(desk),
    )  # fmt: skip


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
