"""A change for each of many rows: to PostgreSQL one statement, and on both the same rows in the end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Text, insert, select, update

from bot.store import engine
from bot.store.columns import Moment
from bot.store.each import Each
from bot.store.tables import school
from tests.store.test_migrations import NOW

MOVED = Each(
    {"key": Text, "new": Text, "at": Moment},
    lambda it: update(school).where(school.c.key == it.key).values(key=it.new, created_at=it.at),
)


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    opened = engine.connect(database_url)
    with opened.begin() as db:
        yield db
    opened.dispose()


def test_each_row_gets_its_own_and_others_are_left_alone(db: Connection) -> None:
    """Goes red where the lists of `_listed` are not taken row by row, and without the WHERE."""
    for key in ("a", "b", "c"):
        db.execute(insert(school).values(key=key, profile={}, created_at=NOW))
    later = [NOW + timedelta(hours=hours) for hours in (1, 2)]
    MOVED.run(db, [{"key": "a", "new": "Māngere", "at": later[0]}, {"key": "c", "new": "a", "at": later[1]}])
    MOVED.run(db, [])
    found = {row.key: row.created_at for row in db.execute(select(school.c.key, school.c.created_at))}
    assert found == {"Māngere": later[0], "b": NOW, "a": later[1]}
