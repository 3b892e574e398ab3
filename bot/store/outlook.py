"""What a prompt would come to, counted where the rows are: phones by channel, zone and language, and a fair sample."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Select, case, cast, func, select

from bot.pace.weeks import CAP
from bot.store import audience, by_reference
from bot.store.audience import Audience
from bot.store.tables import contact_person, person

#: Whether a phone is in the sample hangs on its id alone, yet not on whether that is odd or even: a roll brings
#: mothers and fathers in turn.
SPREAD, OUT_OF = 7919, 1_000_003

Week = tuple[datetime, datetime]


@dataclass(frozen=True)
class Counted:
    """Phones that are alike."""

    channel: str
    zone: str
    reads: str  #: the language of the person whom it is written to
    phones: int
    people: int
    fourth: int  #: phones for which it is the fourth of this week, or more
    one: int  #: one of them


def counted(db: Connection, asked: Audience, week: Week) -> list[Counted]:
    to = audience.phones(asked.asks, audience.everybody(asked.by, db.dialect.name))
    alike = (to.c.channel, to.c.zone, person.c.language)
    fourth = func.sum(case((by_reference.had_this_week(to) >= CAP, 1), else_=0))
    query = _readers(asked, to).with_only_columns(
        *alike, func.count(), cast(func.sum(to.c.people), Integer), cast(fourth, Integer), func.min(to.c.id)
    )
    return [
        Counted(*row) for row in db.execute(query.group_by(*alike).order_by(*alike), _values(asked, week))
    ]


def sample(db: Connection, asked: Audience, week: Week, share: float) -> list[int]:
    """About this share of the phones, always the same ones; a share of 1 is all of them."""
    place = (contact_person.c.contact_id * SPREAD) % OUT_OF
    everybody = audience.everybody(asked.by, db.dialect.name)
    to = audience.phones(asked.asks, everybody, place < int(share * OUT_OF))
    query = _readers(asked, to).with_only_columns(to.c.id).order_by(to.c.id)
    return list(db.scalars(query, _values(asked, week)))


def _values(asked: Audience, week: Week) -> dict[str, Any]:
    return {**asked.values, "since": week[0], "until": week[1]}


def _readers(asked: Audience, to: Any) -> Select[Any]:
    readers = select().join_from(to, person, person.c.id == to.c.person_id)
    return readers.where(by_reference.within_cap(to)) if asked.kind.keeps_cap else readers
