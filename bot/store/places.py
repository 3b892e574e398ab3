"""Who is let in: the places in a lane that hold today, and what it takes to be asked something there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from bot.model.chat import PromptKind
from bot.model.people import Scope
from bot.store.columns import Moment
from bot.store.restrictions import keeps_out
from bot.store.tables import household, membership, private_yes

#: What every statement here is given when it is run: they are built once, and used for page after page.
NOW = bindparam("now", type_=Moment)


@dataclass(frozen=True)
class Asks:
    """What it takes to be asked. `private`: it is for guardians, and for whom all of them let see such things."""

    kind: PromptKind
    subject: str | None = None
    private: bool = False


def lets_in(asks: Asks) -> list[ColumnElement[bool]]:
    """That a membership holds today, and for this prompt; of a statement that has its household too."""
    wide = (
        membership.c.scope != Scope.SUBJECT
        if asks.kind == PromptKind.ACTIVITY
        else membership.c.scope == Scope.EVERYTHING
    )
    scope = or_(wide, membership.c.subject == asks.subject) if asks.subject else wide
    outside = keeps_out(household.c.child_id, membership.c.person_id)
    return [*today(membership), scope, ~outside, *([sees_private()] if asks.private else [])]


def sees_private() -> ColumnElement[bool]:
    """A guardian; or a supporter to whom every guardian of the lane today has said yes. With no guardian there, nobody
    has: the yes of one who is gone does not go on."""
    guards, yes = membership.alias("guards"), private_yes.alias("yes")
    said = select(yes.c.id).where(
        yes.c.membership_id == membership.c.id, yes.c.person_id == guards.c.person_id
    )
    present = select(guards.c.id).where(
        guards.c.household_id == membership.c.household_id, guards.c.guardian, *today(guards)
    )
    silent = present.where(~exists(said.correlate(membership, guards)))
    agreed = exists(present.correlate(membership)), ~exists(silent.correlate(membership))
    return or_(membership.c.guardian, and_(*agreed))


def today(table: Any) -> tuple[ColumnElement[bool], ...]:
    return table.c.since <= NOW, or_(table.c.until.is_(None), table.c.until > NOW)
