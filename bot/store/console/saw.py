"""Who saw what about one child: the looks that were written down, and what was sent to whom. No words of anybody's."""

from sqlalchemy import Connection, RowMapping, Select, or_, select

from bot.store.console.prompts import JOURNEY
from bot.store.console.scope import Sight, children, within
from bot.store.learners import BY_CHILD
from bot.store.tables import (
    audit,
    child,
    delivery,
    delivery_child,
    gathered,
    household,
    message,
    person,
    prompt,
)

PRINTED = "printed who saw what"
TAKEN = "took answers away"
#: Made once: an alias makes every column of its table anew.
_AUTHOR, _ASKER, _DIGEST = person.alias("author"), person.alias("asker"), delivery.alias("digest")


def child_named(db: Connection, sight: Sight, child_id: int) -> str | None:
    """For those who see the school only."""
    if not sight.everywhere:
        return None
    return db.scalar(select(child.c.name).where(child.c.id == child_id, within(sight, children, child.c.id)))


def looks(
    db: Connection, sight: Sight, child_id: int, home_id: int | None, before: int | None, limit: int
) -> list[RowMapping]:
    """Newest first, those under `before`; of one home, or of all of the child's."""
    query = (
        select(audit, person.c.name.label("person_name"))
        .outerjoin(person, person.c.id == audit.c.person_id)
        .where(audit.c.school_id == sight.school_id, audit.c.child_id == child_id)
        .where(or_(audit.c.act.like("looked at %"), audit.c.act.in_([PRINTED, TAKEN])))
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
    # By the child's homes, or the way there leads through all that the school has sent.
    theirs = select(household.c.id).where(household.c.child_id == child_id)
    query = _sends().where(delivery_child.c.school_id == sight.school_id)
    query = query.where(delivery_child.c.child_id == child_id, delivery_child.c.household_id.in_(theirs))
    # An answer of ours at once says back what its reader has just written.
    query = query.where(
        or_(delivery.c.gate != "own", delivery.c.content_id.is_not(None), delivery.c.reach != "now")
    )
    if home_id is not None:
        query = query.where(delivery_child.c.household_id == home_id)
    if before is not None:
        query = query.where(delivery.c.id < before)
    query = query.order_by(delivery.c.id.desc(), delivery_child.c.household_id)
    return list(db.execute(query.limit(limit)).mappings())


def _sends() -> Select[tuple[int]]:
    return (
        select(
            delivery,
            delivery_child.c.household_id,
            person.c.name.label("person_name"),
            message.c.kind.label("message_kind"),
            _AUTHOR.c.name.label("author_name"),
            child.c.name.label("child_name"),
            BY_CHILD,
            prompt.c.kind.label("prompt_kind"),
            _ASKER.c.name.label("asker_name"),
            gathered.c.number,
            *(_DIGEST.c[name].label(f"digest_{name}") for name in JOURNEY),
        )
        .join(delivery_child, delivery_child.c.delivery_id == delivery.c.id)
        .outerjoin(person, person.c.id == delivery.c.person_id)
        .outerjoin(message, message.c.id == delivery.c.message_id)
        .join(child, child.c.id == delivery_child.c.child_id)
        .outerjoin(_AUTHOR, _AUTHOR.c.id == message.c.author_id)
        .outerjoin(prompt, prompt.c.id == delivery.c.prompt_id)
        .outerjoin(_ASKER, _ASKER.c.id == prompt.c.author_id)
        .outerjoin(gathered, gathered.c.delivery_id == delivery.c.id)
        .outerjoin(_DIGEST, _DIGEST.c.id == gathered.c.digest_id)
    )
