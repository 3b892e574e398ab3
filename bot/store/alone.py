"""What is about one child, or from one person, beside the conversations: a question to one child's homes, how somebody
wants to take part, and our copies of both. Kept as long as conversations are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from bot.model.delivery import Gate
from bot.store.tables import (
    content,
    delivery,
    enrolment,
    gathered,
    household,
    membership,
    message,
    prompt,
    prompt_child,
    way,
)

#: A delivery in one of these has come to its end.
ENDED = ("sent", "failed", "cancelled", "digested")


@dataclass(frozen=True)
class Ages:
    """What was said before `words`, and what belongs to children who left before `left`, is over; None: nothing is."""

    words: datetime | None
    left: datetime | None

    def __bool__(self) -> bool:
        return self.words is not None or self.left is not None


def has_left(child_id: ColumnElement[Any], before: datetime) -> ColumnElement[bool]:
    """Whether this child has left before then; one who was never in a room has not left one."""
    stays = or_(enrolment.c.until.is_(None), enrolment.c.until >= before)
    here = select(enrolment.c.child_id).where(stays)
    return and_(child_id.not_in(here), child_id.in_(select(enrolment.c.child_id)))


def prompt_over(ages: Ages) -> ColumnElement[bool]:
    """Whether a prompt was about children one by one, and its time is over. One for a room is the school's own."""
    over: list[Any] = []
    if ages.words is not None:
        over.append(and_(prompt.c.child_id.is_not(None), prompt.c.due_at < ages.words))
    if ages.left is not None:
        of_this = prompt_child.c.prompt_id == prompt.c.id
        here = exists().where(of_this, ~has_left(prompt_child.c.child_id, ages.left))
        over.append(and_(prompt.c.child_id.is_not(None), has_left(prompt.c.child_id, ages.left)))
        over.append(and_(prompt.c.by_hand, exists().where(of_this), ~here))
    return and_(prompt.c.state.in_(("sent", "cancelled")), or_(*over))


def on_its_way() -> ColumnElement[bool]:
    """Whether a delivery, or the weekly text in which it travels, is still on its way."""
    around = delivery.alias("around")
    inside = exists().where(
        gathered.c.delivery_id == delivery.c.id,
        around.c.id == gathered.c.digest_id,
        around.c.state.not_in(ENDED),
    )
    return or_(delivery.c.state.not_in(ENDED), inside)


def prompt_waits() -> ColumnElement[bool]:
    """Whether a content's prompt is still on its way to somebody."""
    return exists().where(
        prompt.c.content_id == content.c.id, delivery.c.prompt_id == prompt.c.id, on_its_way()
    )


def empty_copies(db: Connection, content_ids: Collection[Any]) -> None:
    """As phones got them: by themselves, and in a text that told several things at once."""
    said = select(message.c.id).where(message.c.content_id.in_(content_ids))
    asked = select(prompt.c.id).where(prompt.c.content_id.in_(content_ids))
    of_these = or_(delivery.c.message_id.in_(said), delivery.c.prompt_id.in_(asked))
    inside = select(delivery.c.id).where(of_these)
    around = select(gathered.c.digest_id).where(
        gathered.c.delivery_id.in_(inside), gathered.c.digest_id.is_not(None)
    )
    # Without parts it cannot be sent again: it would have no words.
    db.execute(update(delivery).where(of_these).values(words=None, parts=[], tells=None))
    db.execute(
        update(delivery)
        .where(delivery.c.id.in_(around), delivery.c.state.in_(ENDED))
        .values(words=None, parts=[])
    )


def empty_ways(db: Connection, school_id: int, ages: Ages, limit: int) -> int:
    """What people said of how they want to take part, where they have said it anew since, or all their children have
    left: their words go, and what was settled stays where it still holds."""
    newer = way.alias("newer")
    over: list[Any] = []
    if ages.words is not None:
        since = exists().where(newer.c.person_id == way.c.person_id, newer.c.confirmed_at > way.c.said_at,
                               newer.c.id != way.c.id)  # fmt: skip
        over.append(and_(way.c.said_at < ages.words, or_(way.c.confirmed_at.is_(None), since)))
    if ages.left is not None:
        over.append(and_(way.c.said_at < ages.left, nobody_here(way.c.person_id, ages.left)))
    these = (
        select(way.c.id).where(way.c.school_id == school_id, way.c.own_words != "", or_(*over)).limit(limit)
    )
    ids = list(db.scalars(these))
    return db.execute(update(way).where(way.c.id.in_(ids)).values(own_words="")).rowcount


def empty_our_own(db: Connection, school_id: int, ages: Ages, limit: int) -> int:
    """Our own answers to a phone: they may hold what its holder wrote, read back."""
    over: list[Any] = []
    if ages.words is not None:
        over.append(delivery.c.created_at < ages.words)
    if ages.left is not None:
        over.append(and_(delivery.c.created_at < ages.left, nobody_here(delivery.c.person_id, ages.left)))
    these = (
        select(delivery.c.id)
        .where(delivery.c.school_id == school_id, delivery.c.gate == Gate.OWN, delivery.c.state.in_(ENDED))
        .where(or_(delivery.c.words.is_not(None), delivery.c.parts != []), or_(*over))
        .limit(limit)
    )
    ids = list(db.scalars(these))
    emptied = update(delivery).where(delivery.c.id.in_(ids)).values(words=None, parts=[], tells=None)
    return db.execute(emptied).rowcount


def nobody_here(person_id: ColumnElement[Any], before: datetime) -> ColumnElement[bool]:
    """Whether this person had children here, and all of them have left before then."""
    theirs = exists().where(membership.c.person_id == person_id, household.c.id == membership.c.household_id)
    return and_(theirs, ~theirs.where(~has_left(household.c.child_id, before)))
