"""What families shared: what began as a share, and what somebody here has marked as something for class."""

from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, select

from bot.model.chat import MessageKind
from bot.store.console import scope
from bot.store.console.scope import Sight, threads
from bot.store.tables import message, offering


def with_marked(shares: Select[tuple[int]], sight: Sight, since: datetime, limit: int) -> CompoundSelect[Any]:
    """The newest of both, as ids: `shares`, so many at most, and as many that were marked."""
    marked = (
        _marked(sight, since)
        .with_only_columns(message.c.id)
        .where(scope.within(sight, threads, message.c.thread_id))
        .order_by(message.c.id.desc())
        .limit(limit)
    )
    both = [select(it.subquery().c.id) for it in (shares, marked)]
    return both[0].union(both[1])


def in_threads(sight: Sight, since: datetime) -> CompoundSelect[Any]:
    """The threads in which something was shared or marked since then."""
    shares = select(message.c.thread_id).where(
        message.c.kind == MessageKind.SHARE, ~message.c.asides, message.c.said_at >= since
    )
    return shares.union(_marked(sight, since).with_only_columns(message.c.thread_id))


def _marked(sight: Sight, since: datetime) -> Select[Any]:
    return (
        select(message.c.id)
        .join(offering, offering.c.message_id == message.c.id)
        .where(offering.c.school_id == sight.school_id, message.c.said_at >= since, ~message.c.asides)
    )
