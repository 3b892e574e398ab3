"""What a prompt would come to, counted where the rows are: phones by channel, zone and language, and a fair sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from bot.model.chat import PromptKind
from bot.pace.weeks import CAP
from bot.store import audience, fanning
from bot.store.audience import Audience
from bot.store.tables import contact, person

#: Whether a phone is in the sample hangs on its id alone, yet not on whether that is odd or even: a roll brings
#: mothers and fathers in turn.
SPREAD, OUT_OF = 7919, 10007

Week = tuple[datetime, datetime]


@dataclass(frozen=True)
class Counted:
    """Phones that are alike."""

    channel: str
    zone: str
    reads: str  #: the language of the person whom it is written to
    phones: int
    fourth: int  #: phones for which it is the fourth of this week, or more
    one: int  #: one of them


def counted(db: Connection, asked: Audience, week: Week) -> list[Counted]:
    to, phones = _phones(asked)
    alike = (to.c.channel, to.c.zone, person.c.language)
    fourth = func.sum(case((fanning.had_this_week(to) >= CAP, 1), else_=0))
    query = phones.with_only_columns(*alike, func.count(), fourth, func.min(to.c.id))
    return [
        Counted(*row) for row in db.execute(query.group_by(*alike).order_by(*alike), _values(asked, week))
    ]


def people(db: Connection, asked: Audience, week: Week) -> int:
    """How many persons are reached: two may share a phone."""
    lines = audience.reached(asked.kind).where(audience.everybody(asked.by))
    if asked.kind == PromptKind.ACTIVITY:
        to, phones = _phones(asked)
        lines = lines.where(contact.c.id.in_(phones.with_only_columns(to.c.id)))
    query = lines.with_only_columns(func.count(person.c.id.distinct()))
    return int(db.scalar(query, _values(asked, week)) or 0)


def sample(db: Connection, asked: Audience, week: Week, shares: Mapping[tuple[str, str], float]) -> list[int]:
    """Phones, by channel and language about this share of them; always the same ones."""
    to, phones = _phones(asked)
    place = (to.c.id * SPREAD) % OUT_OF
    chosen = [
        and_(to.c.channel == channel, person.c.language == reads, place < int(share * OUT_OF))
        for (channel, reads), share in shares.items()
    ]
    query = phones.with_only_columns(to.c.id).where(or_(*chosen)).order_by(to.c.id)
    return list(db.scalars(query, _values(asked, week)))


def _values(asked: Audience, week: Week) -> dict[str, Any]:
    return {**asked.values, "since": week[0], "until": week[1]}


def _phones(asked: Audience) -> tuple[Any, Select[Any]]:
    """The phones, and a selection from them and their readers."""
    to = audience.phones(asked.kind, audience.everybody(asked.by))
    phones = select().join_from(to, person, person.c.id == to.c.person_id)
    return to, phones.where(fanning.within_cap(to)) if asked.kind == PromptKind.ACTIVITY else phones
