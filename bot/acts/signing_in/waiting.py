"""Whoever tries in vain waits longer each time. Only typing is slowed: a link that was sent always opens."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.acts.desk import Desk
from bot.store import door_tries, roll

REMEMBERED = timedelta(days=1)
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=15)
#: Tries that cost nothing: of one account, and of one address, behind which a whole staff room may sit.
ACCOUNT, ADDRESS = 4, 20


@dataclass(frozen=True)
class Whose:
    """Who tries, as a digest: no table tells who, nor from where."""

    digest: str
    free: int


def whose(secret: str, kind: str, of: str, free: int = ACCOUNT) -> Whose:
    return Whose(hmac.new(secret.encode(), f"{kind} {of}".encode(), hashlib.sha256).hexdigest(), free)


def try_once(desk: Desk, all_: Collection[Whose], real_now: datetime) -> timedelta:
    """Counts one try before it is made; where it comes too early, how long to wait, and it is not counted."""
    roll.hold(desk.db, desk.school.id)  # two that try at once take turns
    longest = max((_wait(desk, it, real_now) for it in all_), default=timedelta())
    if longest > timedelta():
        return longest
    door_tries.forget_before(desk.db, desk.school.id, real_now - REMEMBERED)
    for it in all_:
        door_tries.add(desk.db, desk.school.id, it.digest, real_now)
    return timedelta()


def forgive(desk: Desk, all_: Collection[Whose]) -> None:
    """It was right: what went wrong before counts no more."""
    for it in all_:
        door_tries.forget(desk.db, desk.school.id, it.digest)


def _wait(desk: Desk, it: Whose, real_now: datetime) -> timedelta:
    count, last = door_tries.since(desk.db, desk.school.id, it.digest, real_now - REMEMBERED)
    if count < it.free or last is None:
        return timedelta()
    pause = min(LONGEST, FIRST * (1 << min(count - it.free, 20)))
    return max(last + pause - real_now, timedelta())
