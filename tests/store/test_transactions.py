"""One deed, one transaction, begun so that two of them cannot both believe what only one may change."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.engine import make_url

from bot.store import engine, leases
from bot.store.tables import school
from tests.store.test_migrations import NOW

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def opened(database_url: str) -> Iterator[Engine]:
    found = engine.connect(database_url)
    yield found
    found.dispose()


@sqlite_only
def test_a_deed_begins_as_a_writer_and_a_look_does_not(opened: Engine) -> None:
    """BEGIN IMMEDIATE: a deed that first reads and then finds itself locked out could not be begun again."""
    said: list[str] = []
    with opened.connect() as db:
        driver = db.connection.dbapi_connection
        driver.set_trace_callback(said.append)  # type: ignore[union-attr]
    engine.act(opened, lambda db: db.execute(select(func.count()).select_from(school)))
    engine.look(opened, lambda db: db.execute(select(func.count()).select_from(school)))
    assert [it for it in said if it.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


@sqlite_only
def test_who_only_looks_waits_for_no_writer(opened: Engine, database_url: str) -> None:
    """WAL and the plain BEGIN of a look: the console opens while an import is at work."""
    with closing(sqlite3.connect(str(make_url(database_url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert engine.look(opened, lambda db: db.scalar(select(func.count()).select_from(school))) == 0
        other.execute("ROLLBACK")


def test_a_deed_that_fails_leaves_nothing(opened: Engine) -> None:
    """All of a deed or nothing; and what its savepoint took back stays away, whatever else is kept."""

    def fails_late(db: Any) -> None:
        _school(db, "kept for a moment")
        place = db.begin_nested()
        _school(db, "taken back")
        place.rollback()
        assert db.scalars(select(school.c.key)).all() == ["kept for a moment"]
        raise LookupError

    with pytest.raises(LookupError):
        engine.act(opened, fails_late)
    assert engine.look(opened, lambda db: db.scalars(select(school.c.key)).all()) == []


def test_two_deeds_at_once_take_turns(opened: Engine) -> None:
    """One of two that make the same school makes it; the other one waits, and is told."""
    ends: list[str] = []

    def make() -> None:
        try:
            engine.act(opened, lambda db: _school(db, "harakeke"))
            ends.append("made")
        except Exception as error:
            ends.append(type(error).__name__)

    both = [threading.Thread(target=make) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(ends) == ["IntegrityError", "made"]


def test_a_lease_is_one_holders_until_it_is_not_renewed(opened: Engine) -> None:
    """Who sends and polls: one at a time, and the next one as soon as it is let go."""

    def holds(holder: str, after: float) -> bool:
        moment = NOW.fromtimestamp(NOW.timestamp() + after, NOW.tzinfo)
        return engine.act(opened, lambda db: leases.hold(db, "dispatch", holder, moment, 15.0))

    assert holds("one", 0)
    assert not holds("two", 14)
    assert holds("one", 14), "renewed"
    assert not holds("two", 28)
    assert holds("two", 30), "nobody renewed it"
    assert not holds("one", 31)
    engine.act(opened, lambda db: leases.let_go(db, "dispatch", "one"))  # it is not that one's any more
    assert not holds("one", 32)
    engine.act(opened, lambda db: leases.let_go(db, "dispatch", "two"))
    assert holds("one", 32)


def _school(db: Any, key: str) -> None:
    db.execute(insert(school).values(key=key, profile={}, created_at=NOW))
