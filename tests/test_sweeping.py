"""A PostgreSQL database is given to the next test only if that test cannot tell it from a new one."""

from typing import Any

import psycopg
import pytest

from tests.console.seed import harakeke
from tests.ground import sweeping
from tests.ground.databases import PostgresDatabases, name_in, plain


def did(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(plain(url), autocommit=True) as db:
        done = db.execute(statement.format(name=name_in(url)))  # type: ignore[arg-type]
        return done.fetchall() if done.description else []


def test_what_a_test_wrote_is_gone_and_the_numbers_begin_again(postgres_databases: PostgresDatabases) -> None:
    """Holds sweep's deleting, its rewinding and its waiting for empty tables: rows lie in the order of their writing."""
    with postgres_databases.copy() as url:
        first = harakeke(url)
        first.engine.dispose()
        did(url, "UPDATE person SET name = 'Whaea'")
    with postgres_databases.copy() as again:
        assert again == url
        assert did(url, "SELECT pg_relation_size('person'), pg_relation_size('inbox')") == [(0, 0)]
        second = harakeke(url)
        second.engine.dispose()
        assert second.ids == first.ids
        assert [it for (it,) in did(url, "SELECT id FROM person")] == sorted(
            it for name, it in second.ids.items() if name in ("Ngaire", "Tom", "Ana", "Hana", "Wiremu", "Rose", "Sina", "Dave")
        )  # fmt: skip


def test_who_is_still_there_is_shown_out(postgres_databases: PostgresDatabases) -> None:
    """Holds that sweeping ends every connection first: a lock left behind would stop the next test."""
    with postgres_databases.copy() as url:
        left = psycopg.connect(plain(url))
        left.execute("SELECT pg_advisory_lock(7)")
    with postgres_databases.copy() as again:
        assert again == url
        assert did(url, "SELECT pg_try_advisory_lock(7)") == [(True,)]
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")


def test_one_that_is_not_what_it_was_is_thrown_away(postgres_databases: PostgresDatabases) -> None:
    """Holds that a database is looked at before it is given out again: whatever was changed in it is seen."""
    with postgres_databases.copy() as url:
        seen = [postgres_databases.shape]
        for harm in (
            "CREATE TABLE left_behind ()",
            "CREATE FUNCTION left_behind() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE SCHEMA left_behind",
            "DROP INDEX ix_inbox_state_again_at",
            "ALTER TABLE inbox ALTER key DROP NOT NULL",
            "ALTER TABLE inbox DROP CONSTRAINT uq_inbox_sender_id_key",
            "ALTER TABLE procrastinate_jobs DISABLE TRIGGER aho_lane_is_free_after_delete",
            "ANALYZE alembic_version",
            "UPDATE alembic_version SET version_num = '9999'",
            "ALTER DATABASE {name} SET statement_timeout = 77777",
        ):
            did(url, harm)
            seen.append(sweeping.shape(plain(url)))
            assert seen[-1] not in seen[:-1], harm
    with postgres_databases.copy() as another:
        assert another != url


def test_one_that_lets_nobody_in_is_thrown_away(postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.copy() as url:
        postgres_databases.admin.execute(f"ALTER DATABASE {name_in(url)} ALLOW_CONNECTIONS false")
    with postgres_databases.copy() as another:
        assert another != url
