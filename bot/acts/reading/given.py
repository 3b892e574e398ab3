"""What families gave for class, in numbers that rank nobody, and the lines that are owed to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.acts.desk import Desk
from bot.acts.in_class import OWED_AFTER
from bot.acts.reading.viewer import Viewer
from bot.store import offerings

A_TERM = timedelta(days=90)


@dataclass(frozen=True)
class Owed:
    thread_id: int
    message_id: int
    child: str
    writer: str
    used_at: datetime


@dataclass(frozen=True)
class Given:
    offered: int
    used: int
    owed: tuple[Owed, ...]


def given(desk: Desk, who: Viewer) -> Given:
    offered, used = offerings.counted(desk.db, who.sight, desk.now - A_TERM)
    rows = offerings.owed(desk.db, who.sight, desk.now - OWED_AFTER)
    owed = [
        Owed(it["thread_id"], it["message_id"], it["child_name"], it["writer_name"], it["used_at"])
        for it in rows
    ]
    return Given(offered, used, tuple(owed))
