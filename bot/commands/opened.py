"""The rows, opened for one command."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot import config as settings
from bot.acts.desk import Desk, Links
from bot.model.school import School
from bot.store import engine, schools, senders
from bot.store.rows import Trouble

T = TypeVar("T")


NEWER = "The database is of a newer Aho: please update this one."
NO_SCHOOL = "There is no school here yet. Make one: python3 -m bot school apply FILE.toml"


class Closed(Exception):
    """One clear line: why the command cannot be done here."""


def unusable(error: Exception) -> str:
    """About a database that cannot be opened. Its own words may hold a password: only their kind is said."""
    if isinstance(error, engine.Newer):
        return NEWER
    return (
        f"The database cannot be used ({type(error).__name__}): is it running, is AHO_DATABASE_URL right, and "
        "may Aho write there?"
    )


def acting(deed: Callable[[Desk], T]) -> T:
    """Runs one deed at the school's desk, in one transaction."""
    return acting_on(lambda db, now: deed(_desk(db, now)))


def looking(glance: Callable[[Desk], T]) -> T:
    return _with(lambda it: engine.look(it, lambda db: glance(_desk(db, _now()))))


def acting_on(deed: Callable[[Connection, datetime], T]) -> T:
    """As acting, where there may be no school yet."""
    return _with(lambda it: engine.act(it, lambda db: deed(db, _now())))


def _with(use: Callable[[Any], T]) -> T:
    url = settings.read().database
    try:
        engine.migrate(url)
        opened = engine.connect(url)
        try:
            return use(opened)
        finally:
            opened.dispose()
    except (Trouble, OSError) as error:
        raise Closed(unusable(error)) from None


def _desk(db: Connection, now: datetime) -> Desk:
    school = schools.only(db)
    if school is None:
        raise Closed(NO_SCHOOL)
    return Desk(db, school, now, os.urandom, links(db, school))


def links(db: Connection, school: School) -> Links:
    """Where the school can be found; its numbers get their rows here when they are new."""
    config = settings.read()
    number = config.twilio_from or config.twilio_messaging_service_sid
    looking_only = db.get_execution_options().get("looking")
    known = schools.sender_on(db, school.id, "sms")
    if not looking_only and (number or known is None):
        sms = schools.sender_for(db, school.id, "sms", number or "no number yet")
        if not number:
            senders.halt(db, sms, senders.NO_CARRIER)  # until somebody sends who has one
    telegram = schools.sender_on(db, school.id, "telegram")
    name = schools.address(db, telegram) if telegram else ""
    return Links(config.public_url, config.twilio_from, name)


def _now() -> datetime:
    return datetime.now(UTC)
