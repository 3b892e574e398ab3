"""Who has a thread in hand, and which answers wait in it for their time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.store import handovers, planned
from bot.store.rows import Row

NEXT = 20  #: answers of those that go next


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
class Ahead:
    """An answer with a time: it waits for it, or it is stuck, as its writer may not speak in that thread any more."""

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


def stuck(desk: Desk, who: Viewer) -> tuple[Ahead, ...]:
    """Those in threads that the viewer sees: somebody has to say what becomes of them."""
    return _ahead(planned.stuck(desk.db, who.sight))


def coming(desk: Desk, who: Viewer) -> tuple[Ahead, ...]:
    """Those that go next, in threads that the viewer sees."""
    return _ahead(planned.coming(desk.db, who.sight, NEXT))


def _ahead(rows: Sequence[Row]) -> tuple[Ahead, ...]:
    return tuple(
        Ahead(row["id"], row["thread_id"], row["child_name"], row["author_name"], row["due_at"])
        for row in rows
    )


def hands(desk: Desk, thread_ids: Collection[int]) -> dict[int, Hand]:
    return {
        thread_id: Hand(row["to_id"], row["to_name"], row["by_name"], row["at"])
        for thread_id, row in handovers.of_threads(desk.db, thread_ids).items()
    }
