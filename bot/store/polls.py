"""Questions with choices: on which phone they stand, and what was chosen."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select, true

from bot.model.chat import Poll, poll_of
from bot.store.prepared import Prepared
from bot.store.tables import delivery, message, prompt


def one(db: Connection, prompt_id: int) -> Poll | None:
    """None where the prompt has no choices. Asked of every short answer: it has to be quick."""
    return poll_of(_CHOICES.first(db, prompt=prompt_id))


def of_delivery(db: Connection, delivery_id: int) -> int:
    """The prompt that a delivery brought."""
    return int(db.execute(select(delivery.c.prompt_id).where(delivery.c.id == delivery_id)).scalar_one())


def delivered_to(db: Connection, prompt_id: int, contact_id: int, since: datetime) -> int | None:
    """The newest delivery of a prompt, or of its reminder, to this phone that was written since then."""
    query = select(delivery.c.id).where(
        delivery.c.prompt_id == prompt_id, delivery.c.contact_id == contact_id, delivery.c.created_at > since
    )
    query = query.where(delivery.c.state.in_(("calling", "unsure", "sent")))
    return db.scalar(query.order_by(delivery.c.id.desc()).limit(1))


def chosen(db: Connection, prompt_id: int, of_threads: Select[tuple[int]] | None = None) -> list[RowMapping]:
    """How many `people` chose each `choice` of a poll, each by their last word; in these threads, or in all."""
    mine = message.c.thread_id.in_(of_threads) if of_threads is not None else true()
    # By when it was said: a choice that we hear late is not their last word.
    newest = func.row_number().over(
        partition_by=message.c.author_id, order_by=(message.c.said_at.desc(), message.c.id.desc())
    )
    said = (
        select(message.c.choice, newest.label("place"))
        .where(message.c.prompt_id == prompt_id, message.c.choice.is_not(None), mine)
        .subquery()
    )
    query = select(said.c.choice, func.count().label("people")).where(said.c.place == 1)
    return list(db.execute(query.group_by(said.c.choice).order_by(said.c.choice)).mappings())


_CHOICES = Prepared(lambda _: select(prompt.c.id, prompt.c.choices).where(prompt.c.id == bindparam("prompt")))
