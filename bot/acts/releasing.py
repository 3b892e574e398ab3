"""After a copy was put back: what is held, how far Aho has come with it, and what the office decides."""

from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.store import holds, records
from bot.store.rows import Row


@dataclass(frozen=True)
class Held:
    """A channel on which nothing goes out."""

    channel: str
    since: datetime  #: of when the copy is
    waiting: int  #: messages
    step: str  #: what it waits for, in plain words


def held(desk: Desk) -> tuple[Held, ...]:
    return tuple(
        Held(it["channel"], it["since"], holds.waiting(desk.db, it["sender_id"]), _step(desk, it))
        for it in holds.every(desk.db)
        if it["ended_at"] is None and it["school_id"] == desk.school.id
    )


def undecided(desk: Desk) -> int:
    """How many texts wait for the office: nobody can tell whether they have arrived."""
    return holds.count_undecided(desk.db, desk.school.id)


def release(desk: Desk, delivery_id: int) -> bool:
    """It has not arrived, says the office: it goes. False when nobody had to decide about it."""
    values = {"state": "waiting", "why": None, "due_at": desk.now}
    return _decided(
        desk, delivery_id, "released", holds.decide(desk.db, desk.school.id, delivery_id, **values)
    )


def drop(desk: Desk, delivery_id: int) -> bool:
    """It has arrived, or need not any more: it does not go again."""
    values = {"state": "cancelled", "why": "not sent again: the office decided so"}
    return _decided(
        desk, delivery_id, "dropped", holds.decide(desk.db, desk.school.id, delivery_id, **values)
    )


def give_up_asking(desk: Desk) -> int:
    """Ends every hold though no carrier could tell: what waits goes, marked. How many channels."""
    open_ = [it for it in holds.every(desk.db) if it["ended_at"] is None]
    for it in open_:
        holds.cannot_be_asked(desk.db, it, desk.now)
        holds.change(desk.db, it["id"], ended_at=desk.now, why=None)
        records.note(desk.db, desk.school.id, "gave up asking", desk.now, about={"hold": it["id"]})
    return len(open_)


def _decided(desk: Desk, delivery_id: int, how: str, done: bool) -> bool:
    if done:
        records.note(desk.db, desk.school.id, how, desk.now, about={"delivery": delivery_id})
    return done


def _step(desk: Desk, it: Row) -> str:
    if it["why"]:
        return str(it["why"])
    if it["heard_at"] is None:
        return "Aho has to hear first what came in meanwhile"
    if doubts := holds.calls_in_doubt(desk.db, it["sender_id"]):
        return f"the carrier is being asked about {doubts} call{'s' if doubts > 1 else ''} begun before"
    if it["looked_at"] is None:
        return "the carrier is being asked what it sent meanwhile"
    return "the carrier is asked once more, a minute later"
