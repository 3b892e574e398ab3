"""Threads as a teacher meets them on the phone: who wrote last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.model.people import AT_THE_DESK, OF_A_ROOM, Role, Room
from bot.store import lanes, messages


@dataclass(frozen=True)
class Recent:
    """The last thing that one person wrote in one thread."""

    message_id: int
    thread_id: int
    child: str
    writer: str


def recent(desk: Desk, room_ids: Sequence[int], since: datetime, most: int = 8) -> list[Recent]:
    """Who wrote lately about a child of these rooms, newest first, each once a thread."""
    found: dict[tuple[int, str], Recent] = {}
    for row in messages.lately(desk.db, room_ids, since, desk.now):
        one = Recent(row["id"], row["thread_id"], row["child_name"], row["writer_name"])
        found.setdefault((one.thread_id, one.writer), one)
    return list(found.values())[:most]


def of_message(desk: Desk, roles: Sequence[tuple[Role, Room | None]], message_id: int) -> int | None:
    """The thread of a message, where somebody with these roles may speak in it today."""
    thread_id: int = messages.one(desk.db, message_id)["thread_id"]
    return thread_id if teaches(desk, roles, thread_id) else None


def teaches(desk: Desk, roles: Sequence[tuple[Role, Room | None]], thread_id: int) -> bool:
    """Whether somebody with these roles may speak in a thread today: a room they left is theirs no more."""
    child = lanes.lane(desk.db, lanes.household_of_thread(desk.db, thread_id)).child
    rooms = {room.id for room in lanes.rooms_of(desk.db, child.id, desk.now)}
    own = {room.id for role, room in roles if room is not None and role in OF_A_ROOM}
    return bool(own & rooms) or any(role in AT_THE_DESK for role, _room in roles)
