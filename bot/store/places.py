"""Who is let in: the places in a lane that hold today, and what it takes to be asked something there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from bot.model.chat import PromptKind
from bot.model.people import Scope
from bot.model.ways import NEVER_REFUSED
from bot.store.columns import Moment
from bot.store.tables import membership, private_yes, refusal

#: What every statement here is given when it is run: they are built once, and used for page after page.
NOW = bindparam("now", type_=Moment)


@dataclass(frozen=True)
class Asks:
    """What it takes to be asked. `private`: it is for guardians, and for whom all of them let see such things."""

    kind: PromptKind
    subject: str | None = None
    private: bool = False
    whoever: bool = False  #: those too who never want this kind: to be counted


def lets_in(asks: Asks) -> list[ColumnElement[bool]]:
    """That a membership holds today, and for this prompt; and that its person never said: not such as these."""
    wide = (
        membership.c.scope != Scope.SUBJECT
        if asks.kind == PromptKind.ACTIVITY
        else membership.c.scope == Scope.EVERYTHING
    )
    scope = or_(wide, membership.c.subject == asks.subject) if asks.subject else wide
    return [*today(membership), scope, *([sees_private()] if asks.private else []), *_wanted(asks)]


def sees_private() -> ColumnElement[bool]:
    """A guardian; or a supporter to whom every guardian of the lane today has said yes."""
    guards, yes = membership.alias("guards"), private_yes.alias("yes")
    said = select(yes.c.id).where(
        yes.c.membership_id == membership.c.id, yes.c.person_id == guards.c.person_id
    )
    silent = (
        select(guards.c.id)
        .where(guards.c.household_id == membership.c.household_id, guards.c.guardian, *today(guards))
        .where(~exists(said.correlate(membership, guards)))
    )
    agreed = exists().where(private_yes.c.membership_id == membership.c.id)
    return or_(membership.c.guardian, and_(agreed, ~exists(silent.correlate(membership))))


def _wanted(asks: Asks) -> list[ColumnElement[bool]]:
    """Of what keeps children safe nobody is spared; only STOP ends that."""
    if asks.whoever or asks.kind.value in NEVER_REFUSED:
        return []
    refused = exists().where(refusal.c.person_id == membership.c.person_id, refusal.c.kind == asks.kind.value)
    return [~refused.correlate(membership)]


def today(table: Any) -> tuple[ColumnElement[bool], ...]:
    return table.c.since <= NOW, or_(table.c.until.is_(None), table.c.until > NOW)
