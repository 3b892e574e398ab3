"""What lies on the office's desk, who looked last, and which sessions are open."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, update

from bot.store.codes import digest
from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.learners import IN_A_TURN
from bot.store.sessions import IDLE, LONGEST
from bot.store.tables import audit, contact, contact_person, inbox, membership, person, session


def strangers(db: Connection, sight: Sight, limit: int = 50) -> list[RowMapping]:
    """What came from phones that nobody knows, newest first. For the office only."""
    query = (
        select(inbox, contact.c.address, contact.c.called_itself)
        .join(contact, contact.c.id == inbox.c.contact_id)
        .where(inbox.c.school_id == sight.school_id, inbox.c.state == "stranger")
        .order_by(inbox.c.id.desc())
    )
    return list(db.execute(query.limit(limit)).mappings()) if sight.office else []


def not_handled(db: Connection, sight: Sight, states: tuple[str, ...], limit: int = 50) -> list[RowMapping]:
    """Kept words that stand in one of these states, with whose phone they came from; newest first.

    The office sees them all; others those of their own rooms, where no look has to be written down.
    """
    whose = (
        select(contact_person.c.contact_id, func.min(person.c.name).label("name"))
        .join(person, person.c.id == contact_person.c.person_id)
        .group_by(contact_person.c.contact_id)
        .subquery()
    )
    query = (
        select(inbox, contact.c.address, whose.c.name.label("writer_name"), IN_A_TURN.label("in_a_turn"))
        .outerjoin(contact, contact.c.id == inbox.c.contact_id)
        .outerjoin(whose, whose.c.contact_id == inbox.c.contact_id)
        .where(inbox.c.school_id == sight.school_id, inbox.c.state.in_(states))
        .order_by(inbox.c.id.desc())
    )
    if not sight.office:
        theirs = select(contact_person.c.contact_id).where(
            contact_person.c.person_id.in_(scope.family(sight.own))
        )
        query = query.where(inbox.c.contact_id.in_(theirs), ~_of_other_rooms_too(sight))
    return list(db.execute(query.limit(limit)).mappings())


def looked_since(
    db: Connection, sight: Sight, person_id: int, act: str, since: datetime, child_ids: Collection[int]
) -> list[dict[str, int]]:
    """What this person's looks of this kind at these children, written down not long ago, were about."""
    query = select(audit.c.about).where(
        audit.c.school_id == sight.school_id,
        audit.c.act == act,
        audit.c.person_id == person_id,
        audit.c.at > since,
        audit.c.child_id.in_(child_ids),
    )
    return list(db.scalars(query))


def session_behind(db: Connection, plain: str, now: datetime) -> RowMapping | None:
    """The open session that a cookie names, without marking it as seen."""
    return (
        db.execute(select(session).where(session.c.digest == digest(plain), *_open(now))).mappings().first()
    )


def sessions_of(db: Connection, person_id: int, now: datetime) -> list[RowMapping]:
    query = select(session).where(session.c.person_id == person_id, *_open(now))
    return list(db.execute(query.order_by(session.c.id.desc())).mappings())


def end_session(db: Connection, person_id: int, session_id: int, now: datetime) -> bool:
    """Ends one of a person's own sessions; False when it is not theirs or has ended."""
    own = (session.c.id == session_id, session.c.person_id == person_id, session.c.closed_at.is_(None))
    return db.execute(update(session).where(*own).values(closed_at=now)).rowcount == 1


def _of_other_rooms_too(sight: Sight) -> ColumnElement[bool]:
    """Words from a family with children in other rooms too may be about those: the office reads them."""
    elsewhere = (
        select(contact_person.c.contact_id)
        .join(membership, membership.c.person_id == contact_person.c.person_id)
        .where(or_(membership.c.until.is_(None), membership.c.until > sight.now))
        .where(membership.c.household_id.not_in(scope.homes(sight.own)))
    )
    found: ColumnElement[bool] = inbox.c.contact_id.in_(elsewhere)
    return found


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return session.c.closed_at.is_(None), session.c.seen_at > now - IDLE, session.c.opened_at > now - LONGEST


def is_a_familys(db: Connection, sight: Sight, contact_id: int) -> bool:
    """Whether a phone is one of this school's that somebody of a family has."""
    query = (
        select(contact.c.id)
        .join(contact_person, contact_person.c.contact_id == contact.c.id)
        .where(contact.c.id == contact_id, contact.c.school_id == sight.school_id)
        .where(contact_person.c.person_id.in_(scope.family(sight)))
    )
    return db.scalar(query.limit(1)) is not None
