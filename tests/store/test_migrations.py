"""The tables that the migrations make are the tables that the code knows."""

from datetime import datetime
from importlib import resources

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.store import engine
from bot.store.tables import metadata, person, room, school, staffing
from tests.dispatch.beside import Beside

ONE_AT_A_TIME = 4_806_001  # bot/store/migrations/env.py
NOW = datetime.fromisoformat("2026-11-24T10:00:00+13:00")


def test_migrated_tables_are_the_codes_own(empty_database_url: str) -> None:
    engine.migrate(empty_database_url)
    engine.migrate(empty_database_url)  # a second start changes nothing
    opened = engine.connect(empty_database_url)
    with opened.connect() as db:
        known = MigrationContext.configure(db, opts={"include_name": _not_procrastinates})
        assert compare_metadata(known, metadata) == []
    opened.dispose()


@pytest.mark.parametrize("empty_database_url", ["postgres"], indirect=True)
def test_processes_that_start_together_migrate_one_after_another(empty_database_url: str) -> None:
    """Holds the lock in migrations/env.py: two that make the same tables at once would both fail."""
    opened = engine.connect(empty_database_url)
    queue = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with opened.connect() as first, opened.connect() as looks:
        first.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        second = Beside(lambda: engine.migrate(empty_database_url) or "done")
        while second.waits() and not looks.execute(queue).scalar():
            pass
        assert second.waits(), "it made tables while another one was at it"
        first.rollback()
        assert second.result() == "done"
    opened.dispose()


def test_procrastinates_tables_are_those_of_its_installed_version() -> None:
    """A newer Procrastinate brings migrations of its own: they become our next file."""
    theirs = resources.files("procrastinate") / "sql" / "schema.sql"
    ours = engine.MIGRATIONS / "versions" / "procrastinate_3_10.sql"
    assert ours.read_text(encoding="utf-8") == theirs.read_text(encoding="utf-8")


def test_a_naive_moment_is_refused_and_aware_utc_comes_back(database_url: str) -> None:
    opened = engine.connect(database_url)
    with pytest.raises(StatementError):
        engine.act(opened, lambda db: _school(db, "one", datetime(2026, 11, 24)))
    engine.act(opened, lambda db: _school(db, "one", NOW))
    found = engine.look(opened, lambda db: db.execute(school.select()).mappings().one()["created_at"])
    assert found == NOW
    assert found.utcoffset().total_seconds() == 0
    opened.dispose()


def test_no_row_points_into_another_school(database_url: str) -> None:
    """Holds the composite keys of bot/store/columns.py."""
    opened = engine.connect(database_url)

    def cross(db: object) -> None:
        here, there = _school(db, "here", NOW), _school(db, "there", NOW)
        who = db.execute(insert(person).values(  # type: ignore[attr-defined]
            school_id=here, name="A", folded="a", language="en", created_at=NOW,
        ).returning(person.c.id)).scalar_one()  # fmt: skip
        where = db.execute(
            insert(room).values(school_id=there, name="5", folded="5").returning(room.c.id)
        ).scalar_one()  # type: ignore[attr-defined]
        db.execute(
            insert(staffing).values(school_id=here, person_id=who, room_id=where, role="teacher", since=NOW)
        )  # type: ignore[attr-defined]

    with pytest.raises(IntegrityError):
        engine.act(opened, cross)
    opened.dispose()


def test_sqlite_is_opened_safely(sqlite_databases: object) -> None:
    with sqlite_databases.copy() as url:  # type: ignore[attr-defined]
        opened = engine.connect(url)
        with opened.connect() as db:
            values = {name: db.execute(text(f"PRAGMA {name}")).scalar() for name in (
                "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete",
            )}  # fmt: skip
        assert values == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 10000,
            "secure_delete": 1,
        }
        opened.dispose()


def _not_procrastinates(name: str | None, kind: str, _parents: object) -> bool:
    """Nor the index of words, which is of each database's own kind (bot/store/finding.py)."""
    return kind != "table" or not str(name).startswith(("procrastinate_", "finding"))


def _school(db: object, key: str, now: datetime) -> int:
    return db.execute(
        insert(school).values(key=key, profile={}, created_at=now).returning(school.c.id)
    ).scalar_one()  # type: ignore[attr-defined,no-any-return]
