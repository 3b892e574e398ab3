"""A prompt on its way to many: how much of it does not arrive, and whether the rest waits for its author."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, func, literal_column, select, update

from bot.store.columns import Moment
from bot.store.prepared import Prepared
from bot.store.tables import attempt, delivery, prompt


def failures(db: Connection, prompt_id: int, last: int) -> int:
    """Of the prompt's last so many deliveries that came to an end: how many did not arrive, and will not."""
    return int(_FAILURES.value(db, prompt=prompt_id, last=last) or 0)


def hold(db: Connection, prompt_id: int, now: datetime) -> bool:
    """Its rest waits from now on. False when it does already, or its author said: go on; or took it back."""
    return _HELD.value(db, prompt=prompt_id, now=now) is not None


def let_on(db: Connection, prompt_id: int, now: datetime) -> bool:
    """The rest goes on, whatever comes. False when it does not wait."""
    return _LET_ON.run(db, prompt=prompt_id, now=now) == 1


def _failures(dialect: str) -> Any:
    # In the order of their last calls: what waited for its hour or was tried again counts when it ends. The index gives
    # that order, so that what a prompt has sent before its last so many is not read.
    newer = attempt.alias()
    tried_again = select(newer.c.id).where(
        newer.c.delivery_id == attempt.c.delivery_id, newer.c.id > attempt.c.id
    )
    told_lost = delivery.c.carrier_state.in_([literal_column("'undelivered'"), literal_column("'failed'")])
    ended = (
        select(case((delivery.c.state == "failed", 1), (told_lost, 1), else_=0).label("lost"))
        .select_from(attempt).join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(attempt.c.prompt_id == bindparam("prompt"), ~tried_again.exists())
        .where(delivery.c.state.in_([literal_column("'sent'"), literal_column("'failed'")]))
        .order_by(attempt.c.id.desc())
        .limit(bindparam("last", type_=Integer))
        .subquery()
    )  # fmt: skip
    return select(func.sum(ended.c.lost))


_FAILURES = Prepared(_failures)
# Whoever takes the prompt back at this moment holds its row: then there is nothing left to hold.
_HELD = Prepared(lambda _: update(prompt).where(prompt.c.id.in_(
    select(prompt.c.id).where(prompt.c.id == bindparam("prompt"), prompt.c.state == "sent",
                              prompt.c.held_at.is_(None), prompt.c.let_on_at.is_(None))
    .with_for_update(skip_locked=True, key_share=True)
)).values(held_at=bindparam("now", type_=Moment)).returning(prompt.c.id))  # fmt: skip
_LET_ON = Prepared(lambda _: update(prompt)
    .where(prompt.c.id == bindparam("prompt"), prompt.c.state == "sent", prompt.c.held_at.is_not(None))
    .values(held_at=None, let_on_at=bindparam("now", type_=Moment)))  # fmt: skip
