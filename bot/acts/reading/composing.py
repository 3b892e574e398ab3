"""What the form for a question needs: whom it may go to, in which languages, and a good moment to send it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.reading.words import language_name
from bot.languages.registry import LANGUAGES
from bot.model.people import Room
from bot.pace.days import is_school_day
from bot.pace.schedule import local
from bot.store.console import people

MORNING = time(8, 30)


@dataclass(frozen=True)
class Tongue:
    tag: str
    name: str
    own_name: str
    direction: str


@dataclass(frozen=True)
class Composing:
    rooms: tuple[Room, ...]
    children: tuple[tuple[int, str, str], ...]  #: id, name, room
    languages: tuple[Tongue, ...]  #: English first
    suggested: datetime  #: local, naive


def composing(desk: Desk, who: Viewer) -> Composing:
    children = {
        row["id"]: (row["id"], row["name"], row["room_name"]) for row in people.children(desk.db, who.sight)
    }
    tags = ["en", *(it for it in desk.school.languages if it != "en")]
    return Composing(
        tuple(rooms_seen(desk, who)), tuple(children.values()), tuple(map(tongue, tags)), next_morning(desk)
    )


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
