"""How fast each sender, and each chat, may be called: rows that all who send count on together.

Each row holds the moment from which the next call may begin (GCRA without a burst): whoever wants to make some
calls moves it on by their length, in one statement, and is told when the first of them may begin. Calls that keep
to their places stand so far apart that no second holds more than its share, the first one included.

Rates keep the real time, whatever a demo's clock shows, and several machines must agree on it: so it is the
database's own clock, unless `at` says otherwise (seconds since 1970; the tests' own time).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Double, bindparam, case, func, select

from bot.store.prepared import Prepared, insert_for
from bot.store.tables import rate

WHOLE = 0  #: in place of a contact: the sender as a whole
#: Seconds by which whoever sends one chunk after another may be late for the next, and keeps its place: to get a chunk
#: ready takes a moment, and each would lose it. What has really begun (bot.dispatch.tempo) lets nobody crowd a second.
LATE = 0.25
#: Nothing rests longer (seconds). A row further ahead tells of a clock that was put back.
LONGEST = 3600.0


def take(db: Connection, sender_id: int, length: float, at: float | None = None) -> float:
    """Takes the sender's next `length` seconds; how many seconds from now they begin: a moment ago, for who is LATE."""
    return max(-LATE, float(_TAKE.value(db, sender=sender_id, contact=WHOLE, length=length, at=at)))


def hold_back(db: Connection, sender_id: int, seconds: float, at: float | None = None) -> None:
    """Nothing on this sender for so many seconds from now; a longer wait that it has already stays."""
    rest = {"sender": sender_id, "contact": WHOLE, "seconds": min(seconds, LONGEST), "at": at}
    _REST.run(db, **rest)


def rest(db: Connection, sender_id: int, chats: Sequence[tuple[int, float]], at: float | None = None) -> None:
    """Each of these chats rests until so many seconds from now."""
    _REST.each(
        db, [{"sender": sender_id, "contact": it, "seconds": seconds, "at": at} for it, seconds in chats]
    )


def wait(db: Connection, sender_id: int, at: float | None = None) -> float:
    """Seconds until this sender is free again; 0.0 when it is."""
    return max(0.0, float(_WAIT.value(db, sender=sender_id, at=at) or 0.0))


def clock(dialect: str) -> Any:
    """This moment, in seconds since 1970: `at`, or the database's clock as it goes on within a transaction."""
    if dialect == "postgresql":
        real: Any = func.extract("epoch", func.clock_timestamp()).cast(Double)
    else:
        real = (func.julianday("now", type_=Double) - 2440587.5) * 86400.0
    return func.coalesce(bindparam("at", type_=Double), real)


def free_at(dialect: str) -> Any:
    """A row's moment, unless the clock was put back meanwhile."""
    return case((rate.c.free_at > clock(dialect) + LONGEST, 0.0), else_=rate.c.free_at)


def _later(dialect: str, one: Any, other: Any) -> Any:
    return func.greatest(one, other) if dialect == "postgresql" else func.max(one, other)


def _put(dialect: str, fresh: Any, known: Any) -> Any:
    row = {"sender_id": bindparam("sender", type_=rate.c.sender_id.type),
           "contact_id": bindparam("contact", type_=rate.c.contact_id.type), "free_at": fresh}  # fmt: skip
    made = insert_for(rate, dialect).values(row)
    return made.on_conflict_do_update(
        index_elements=[rate.c.sender_id, rate.c.contact_id], set_={"free_at": known}
    )


def _take(dialect: str) -> Any:
    now, length = clock(dialect), bindparam("length", type_=Double)
    place = case((free_at(dialect) < now - LATE, now), else_=free_at(dialect))
    taken = _put(dialect, now + length, place + length)
    return taken.returning((rate.c.free_at - length - now).label("begins"))


def _rest(dialect: str) -> Any:
    until = clock(dialect) + bindparam("seconds", type_=Double)
    return _put(dialect, until, _later(dialect, free_at(dialect), until))


_TAKE, _REST = Prepared(_take), Prepared(_rest)
_WAIT = Prepared(
    lambda dialect: select(free_at(dialect) - clock(dialect)).where(
        rate.c.sender_id == bindparam("sender"), rate.c.contact_id == WHOLE
    )
)
