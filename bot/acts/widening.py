"""ALL: a family member shows what they just wrote to the rest of their home."""

from datetime import timedelta

from bot.acts import ears, relaying
from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person
from bot.store import lanes, media, messages

RECENT = timedelta(hours=12)


def can_widen(desk: Desk, writer_id: int) -> bool:
    """Whether the writer's last words were for the school only, and not long ago."""
    return any(
        row["ears"] == Ears.WRITER for row in messages.last_from(desk.db, writer_id, desk.now - RECENT)
    )


def show_all(desk: Desk, contact: Contact, writer: Person) -> list[Member] | None:
    """Sends the writer's last words to everybody in their lane; None when there are none to show."""
    last = [
        row
        for row in messages.last_from(desk.db, writer.id, desk.now - RECENT)
        if row["kind"] != MessageKind.ANSWER
    ]
    mine = {it.lane.thread_id: it for it in lanes.lanes_of(desk.db, writer.id, desk.now)}
    shown: list[Member] = []
    for row in last:
        member = mine.get(row["thread_id"])
        if member is None or row["ears"] == Ears.HOUSEHOLD:
            continue
        kind = MessageKind(row["kind"])
        messages.widen(desk.db, row["id"])
        held = media.of_contents(desk.db, [row["content_id"]]).get(row["content_id"], [])
        sights = [Sight(it["kind"], it["reference"]) for it in held]
        relaying.to_home(desk, row["id"], member, contact, kind, sights)
        shown += ears.others(desk, member.lane.household_id, contact, kind)
    return shown if last else None
