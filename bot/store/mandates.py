"""What guardians have settled about a supporter's place: who may see private matters, and what ends soon."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, delete, exists, or_, select, update

from bot.store.columns import Moment
from bot.store.once import insert_once
from bot.store.places import sees_private, today
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import end_asked, membership, private_yes, prompt


def trusted(db: Connection, household_ids: Collection[int], now: datetime) -> set[int]:
    """The places in these lanes that see private matters: guardians', and those that every guardian said yes to."""
    return set(_TRUSTED.values(db, homes=list(household_ids), now=now))


def agree(db: Connection, school_id: int, membership_id: int, guardian_id: int, now: datetime) -> None:
    insert_once(db, private_yes, {
        "school_id": school_id, "membership_id": membership_id, "person_id": guardian_id, "at": now,
    })  # fmt: skip


def agreed(db: Connection, membership_id: int) -> set[int]:
    """The guardians who have said yes to it."""
    return set(
        db.scalars(select(private_yes.c.person_id).where(private_yes.c.membership_id == membership_id))
    )


def disagree(db: Connection, membership_id: int) -> None:
    """One guardian is enough to take it back: it is as if nobody had said yes."""
    db.execute(delete(private_yes).where(private_yes.c.membership_id == membership_id))


def is_about(db: Connection, prompt_id: int, matter: str | None) -> None:
    """Its words have changed, and with them what they are about."""
    db.execute(update(prompt).where(prompt.c.id == prompt_id).values(matter=matter))


def matter_of(db: Connection, prompt_id: int) -> str | None:
    """What it is about, where that is not for every ear."""
    found: str | None = _MATTER.value(db, prompt=prompt_id)
    return found


def ending(
    db: Connection, school_id: int, after: tuple[datetime, int], until: datetime, most: int
) -> list[Row]:
    """Supporters' places that end by `until`, about whose end nobody was asked yet: the soonest of those behind one,
    which is named by its end and its id."""
    end, place = after
    return list(_ENDING.rows(db, school=school_id, end=end, place=place, latest=until, most=most))


def asked(db: Connection, school_id: int, membership_id: int, until: datetime, now: datetime) -> bool:
    """Notes that somebody is asked about this end; False when they were before."""
    made = insert_once(db, end_asked, {
        "school_id": school_id, "membership_id": membership_id, "until": until, "at": now,
    })  # fmt: skip
    return made is not None


_MATTER = Prepared(lambda _: select(prompt.c.matter).where(prompt.c.id == bindparam("prompt")))
_TRUSTED = Prepared(
    lambda dialect: select(membership.c.id).where(
        among(membership.c.household_id, "homes", dialect), *today(membership), sees_private()
    )
)
_ENDING = Prepared(
    lambda _: (
        select(membership)
        .where(membership.c.school_id == bindparam("school"), ~membership.c.guardian)
        .where(membership.c.until >= bindparam("end", type_=Moment))
        .where(or_(membership.c.until > bindparam("end", type_=Moment), membership.c.id > bindparam("place")))
        .where(membership.c.until <= bindparam("latest", type_=Moment))
        .where(
            ~exists().where(
                end_asked.c.membership_id == membership.c.id, end_asked.c.until == membership.c.until
            )
        )
        .order_by(membership.c.until, membership.c.id)
        .limit(bindparam("most", type_=Integer))
    )
)
