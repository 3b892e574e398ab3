"""How a transaction begins on PostgreSQL, and what its connection keeps for the next one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, select, text

from bot.store import engine
from bot.store.prepared import Prepared, among
from bot.store.tables import school
from tests.store.test_prepared import LATER


@pytest.fixture
def opened(database_url: str) -> Iterator[Engine]:
    if database_url.startswith("sqlite"):
        pytest.skip("on SQLite nothing lies between")
    opened = engine.connect(database_url)
    yield opened
    opened.dispose()


def keys(db: Connection) -> list[str]:
    return list(db.scalars(text("SELECT key FROM school ORDER BY key")))


def put(db: Connection, key: str) -> None:
    db.execute(insert(school).values(key=key, profile={}, created_at=LATER))


def test_connections_that_died_in_the_pool_are_replaced(opened: Engine) -> None:
    """As after a restart of the server: no deed is lost by it, though nobody asks before whether they live."""
    with opened.connect() as one, opened.connect() as other:
        pids = [db.scalar(text("SELECT pg_backend_pid()")) for db in (one, other)]
    third = engine.connect(opened.url.render_as_string(hide_password=False))
    with third.connect() as db:
        db.execute(text("SELECT pg_terminate_backend(it, 5000) FROM unnest(:pids) AS it"), {"pids": pids})
    third.dispose()
    for key in ("a", "b", "c"):
        engine.act(opened, lambda db, key=key: put(db, key))
    assert engine.look(opened, keys) == ["a", "b", "c"]


def test_a_second_transaction_on_one_connection_is_one(opened: Engine) -> None:
    with opened.connect() as db:
        with db.begin():
            put(db, "a")
        with db.begin() as broken:
            put(db, "b")
            broken.rollback()
        with db.begin():
            assert keys(db) == ["a"]


def test_a_connection_keeps_its_cursor(opened: Engine) -> None:
    assert engine.act(opened, engine.driver) is engine.act(opened, engine.driver)


def test_a_list_of_few_is_planned_once(opened: Engine) -> None:
    """Shown that there are two of them, and not the ten that it expects, PostgreSQL plans at each run."""

    def planned_once(db: Connection, few: bool) -> int:
        name = f"few_{few}"
        asked = Prepared(
            lambda dialect: select(school.c.key.label(name)).where(
                among(school.c.id, "ids", dialect, few=few)
            )
        )
        for _ in range(30):
            assert asked.values(db, ids=[1, 2]) == ["1", "2"]
        how = text("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE :it")
        return int(db.execute(how, {"it": f"%{name}%"}).scalar_one())

    def compared(db: Connection) -> tuple[int, int]:
        db.execute(text("INSERT INTO school (key, profile, created_at) SELECT it, '{}', now() "
                        "FROM generate_series(1, 5000) AS it"))  # fmt: skip
        db.execute(text("ANALYZE school"))
        return planned_once(db, few=True), planned_once(db, few=False)

    shown_none, shown_two = engine.act(opened, compared)
    assert shown_none > 15
    assert shown_two == 0
