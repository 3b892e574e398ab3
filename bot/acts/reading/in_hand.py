"""Who has a thread in hand, and which answers wait in it for their time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.store import handovers, planned


@dataclass(frozen=True)
class Planned:
    """An answer that has not gone."""

    id: int
    thread_id: int
    author: str
    at: datetime
    content: Content
    stuck: bool  #: its writer may not speak there any more: a colleague has to decide


@dataclass(frozen=True)
class Stuck:
    """An answer whose time has come, and whose writer may not speak in that thread any more."""

    id: int
    thread_id: int
    child: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Hand:
    to_id: int
    to: str
    by: str
    since: datetime


def planned_in(desk: Desk, thread_ids: Collection[int]) -> dict[int, tuple[Planned, ...]]:
    rows = planned.in_threads(desk.db, thread_ids)
    held = contents_of(desk, [row["content_id"] for row in rows])
    found: dict[int, tuple[Planned, ...]] = {}
    for row in rows:
        one = Planned(row["id"], row["thread_id"], row["author_name"], row["due_at"], held[row["content_id"]],
                      row["state"] == "stuck")  # fmt: skip
        found[one.thread_id] = (*found.get(one.thread_id, ()), one)
    return found


def stuck(desk: Desk, who: Viewer) -> tuple[Stuck, ...]:
    """Those in threads that the viewer sees: somebody has to say what becomes of them."""
    return tuple(
        Stuck(row["id"], row["thread_id"], row["child_name"], row["author_name"], row["due_at"])
        for row in planned.stuck(desk.db, who.sight)
    )


def hands(desk: Desk, thread_ids: Collection[int]) -> dict[int, Hand]:
    return {
        thread_id: Hand(row["to_id"], row["to_name"], row["by_name"], row["at"])
        for thread_id, row in handovers.of_threads(desk.db, thread_ids).items()
    }
