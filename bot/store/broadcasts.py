"""A prompt on its way to many: how much of it does not arrive, and whether the rest waits for its author."""

from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, case, func, literal_column, select, update

from bot.model.delivery import Turn
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


def _failures() -> object:
    # In the order of their last calls: what waited for its hour or was tried again counts when it ends.
    # A sum, so that PostgreSQL cannot look for each one's last call by walking back over everybody's.
    last_call = (
        select(func.max(attempt.c.id + 0)).where(attempt.c.delivery_id == delivery.c.id).scalar_subquery()
    )
    told_lost = delivery.c.carrier_state.in_([literal_column("'undelivered'"), literal_column("'failed'")])
    ended = (
        select(case((delivery.c.state == "failed", 1), (told_lost, 1), else_=0).label("lost"))
        .where(delivery.c.prompt_id == bindparam("prompt"), delivery.c.turn == int(Turn.PROMPT))
        .where(delivery.c.state.in_([literal_column("'sent'"), literal_column("'failed'")]))
        .order_by(last_call.desc())
        .limit(bindparam("last", type_=Integer))
        .subquery()
    )
    return select(func.sum(ended.c.lost))


_FAILURES = Prepared(lambda _: _failures())
# Whoever takes the prompt back at this moment holds its row: then there is nothing left to hold.
_HELD = Prepared(lambda _: update(prompt).where(prompt.c.id.in_(
    select(prompt.c.id).where(prompt.c.id == bindparam("prompt"), prompt.c.state == "sent",
                              prompt.c.held_at.is_(None), prompt.c.let_on_at.is_(None))
    .with_for_update(skip_locked=True, key_share=True)
)).values(held_at=bindparam("now", type_=Moment)).returning(prompt.c.id))  # fmt: skip
_LET_ON = Prepared(lambda _: update(prompt)
    .where(prompt.c.id == bindparam("prompt"), prompt.c.state == "sent", prompt.c.held_at.is_not(None))
    .values(held_at=None, let_on_at=bindparam("now", type_=Moment)))  # fmt: skip
