"""What stands first on the office's Today: what families called urgent, and who has taken it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading import looks
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.model.people import Person, State
from bot.store import lanes, people
from bot.store.console import threads, urgent
from bot.store.rows import Row

#: Who wants no texts may be rung, about what they called urgent themselves.
RINGS = (State.ACTIVE, State.STOPPED)


@dataclass(frozen=True)
class About:
    """One of the children of whoever wrote it."""

    thread_id: int
    child_id: int
    child: str
    rooms: tuple[str, ...]


@dataclass(frozen=True)
class Urgent:
    id: int
    writers: tuple[str, ...]  #: several, where a phone is shared and it is not known who of them
    phone: str  #: to call back; where it came by Telegram, a number of theirs that is known, or empty
    chat: bool  #: it came by Telegram
    at: datetime
    content: Content
    children: tuple[About, ...]
    taken_by: str  #: "": nobody yet

    @property
    def abouts(self) -> tuple[looks.About, ...]:
        """For the note of a look."""
        return tuple(
            {"child": it.child_id, "thread": it.thread_id, "urgent": self.id} for it in self.children
        )


def urgent_now(desk: Desk, who: Viewer) -> tuple[Urgent, ...]:
    rows = urgent.standing(desk.db, who.sight)
    held = contents_of(desk, [row["content_id"] for row in rows])
    found = []
    for row in rows:
        writers = [
            it for it in people.on_phone(desk.db, row["contact_id"]) if row["person_id"] in (None, it.id)
        ]
        members = [it for one in writers for it in lanes.lanes_of(desk.db, one.id, desk.now)]
        rooms = threads.rooms_of(desk.db, {it.lane.child.id for it in members}, desk.now)
        children = {
            it.lane.thread_id: About(
                it.lane.thread_id,
                it.lane.child.id,
                it.lane.child.name,
                tuple(rooms.get(it.lane.child.id, ())),
            )
            for it in members
        }
        names = tuple(it.name for it in writers) or (row["writer_name"] or "a phone of no family today",)
        found.append(
            Urgent(row["id"], names, _to_ring(desk, row, writers), row["channel"] != "sms", row["said_at"],
                   held[row["content_id"]], tuple(children.values()), row["taken_by"] or "")
        )  # fmt: skip
    return tuple(found)


def _to_ring(desk: Desk, row: Row, writers: Sequence[Person]) -> str:
    """A chat's own number rings nowhere: then the numbers that its writers have besides."""
    if row["channel"] == "sms":
        return str(row["address"])
    phones = people.contacts_of(desk.db, {it.id for it in writers})
    theirs = [it for mine in phones.values() for it in mine if it.channel == "sms" and it.state in RINGS]
    return ", ".join(dict.fromkeys(it.address for it in theirs))
