"""Who saw what about one child: the looks that were written down, and what was sent to whom. No words of anybody's."""

from sqlalchemy import Connection, RowMapping, Select, or_, select

from bot.store.console.prompts import JOURNEY
from bot.store.console.scope import Sight, children
from bot.store.tables import audit, child, delivery, delivery_child, gathered, message, person, prompt

PRINTED = "printed who saw what"
_AUTHOR, _ASKER = person.alias("author"), person.alias("asker")


def child_named(db: Connection, sight: Sight, child_id: int) -> str | None:
    """For those who see the school only."""
    if not sight.everywhere:
        return None
    return db.scalar(select(child.c.name).where(child.c.id == child_id, child.c.id.in_(children(sight))))


def looks(
    db: Connection, sight: Sight, child_id: int, home_id: int | None, before: int | None, limit: int
) -> list[RowMapping]:
    """Newest first, those under `before`; of one home, or of all of the child's."""
    query = (
        select(audit, person.c.name.label("person_name"))
        .outerjoin(person, person.c.id == audit.c.person_id)
        .where(audit.c.school_id == sight.school_id, audit.c.child_id == child_id)
        .where(or_(audit.c.act.like("looked at %"), audit.c.act == PRINTED))
    )
    if home_id is not None:
        query = query.where(audit.c.household_id == home_id)
    if before is not None:
        query = query.where(audit.c.id < before)
    return list(db.execute(query.order_by(audit.c.id.desc()).limit(limit)).mappings())


def sends(
    db: Connection, sight: Sight, child_id: int, home_id: int | None, before: int | None, limit: int
) -> list[RowMapping]:
    """One row a text and home, newest first, those under the text `before`."""
    query = _sends().where(delivery.c.school_id == sight.school_id, delivery_child.c.child_id == child_id)
    if home_id is not None:
        query = query.where(delivery_child.c.household_id == home_id)
    if before is not None:
        query = query.where(delivery.c.id < before)
    query = query.order_by(delivery.c.id.desc(), delivery_child.c.household_id)
    return list(db.execute(query.limit(limit)).mappings())


def _sends() -> Select[tuple[int]]:
    digest = delivery.alias("digest")
    return (
        select(
            delivery,
            delivery_child.c.household_id,
            person.c.name.label("person_name"),
            message.c.kind.label("message_kind"),
            _AUTHOR.c.name.label("author_name"),
            prompt.c.kind.label("prompt_kind"),
            _ASKER.c.name.label("asker_name"),
            gathered.c.number,
            *(digest.c[name].label(f"digest_{name}") for name in JOURNEY),
        )
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .outerjoin(person, person.c.id == delivery.c.person_id)
        .outerjoin(message, message.c.id == delivery.c.message_id)
        .outerjoin(_AUTHOR, _AUTHOR.c.id == message.c.author_id)
        .outerjoin(prompt, prompt.c.id == delivery.c.prompt_id)
        .outerjoin(_ASKER, _ASKER.c.id == prompt.c.author_id)
        .outerjoin(gathered, gathered.c.delivery_id == delivery.c.id)
        .outerjoin(digest, digest.c.id == gathered.c.digest_id)
    )
