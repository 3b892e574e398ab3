"""Of a prompt on its way, the rest: what has reached nobody yet, written or still to be written."""

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from bot.store.tables import delivery, fanning, gathered, prompt


def hold(db: Connection, prompt_id: int) -> bool:
    """Whether its pages are still being written. Nobody writes another one until the transaction ends.

    To be asked first: what comes after it then sees every page that was written before.
    """
    query = select(fanning.c.id).where(fanning.c.prompt_id == prompt_id).with_for_update()
    return db.scalar(query) is not None


def waits(db: Connection, prompt_id: int) -> bool:
    query = select(delivery.c.id).where(delivery.c.prompt_id == prompt_id, _not_gone())
    return db.scalar(query.limit(1)) is not None


def reword(db: Connection, prompt_id: int, content_id: int) -> int:
    """It says this from now on; of how many phones that are written for already."""
    db.execute(update(prompt).where(prompt.c.id == prompt_id).values(content_id=content_id))
    rest = update(delivery).where(delivery.c.prompt_id == prompt_id, _not_gone())
    return db.execute(rest.values(content_id=content_id)).rowcount


def _not_gone() -> ColumnElement[bool]:
    """Neither it nor the weekly text that it travels in."""
    digest = delivery.alias("digest")
    in_one = exists(
        select(gathered.c.id)
        .join(digest, digest.c.id == gathered.c.digest_id)
        .where(gathered.c.delivery_id == delivery.c.id, digest.c.state.in_(("waiting", "claimed")))
        .correlate(delivery)
    )
    return or_(
        delivery.c.state.in_(("waiting", "claimed", "gathered")),
        and_(delivery.c.state == "digested", in_one),
    )
