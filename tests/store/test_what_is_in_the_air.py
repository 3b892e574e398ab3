"""What is under way is counted among the calls that are open, never among all that a school ever made."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.store import engine, spending


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    opened = engine.connect(database_url)
    with opened.begin() as db:
        yield db
    opened.dispose()


def test_the_calls_of_a_whole_year_are_not_read_before_each_chunk(db: Connection) -> None:
    """Goes red when `_IN_THE_AIR` goes by the school's id: then each chunk of prompts reads every call ever made."""
    ready = spending._IN_THE_AIR._for(db)
    begins = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    if (
        db.dialect.name != "sqlite"
    ):  # in an empty table PostgreSQL would read all of it, whatever index there is
        db.exec_driver_sql("SET LOCAL enable_seqscan = off")
    raw = db.connection.dbapi_connection
    assert raw is not None
    told = raw.execute(f"{begins} {ready.sql}", ready._given({"school": 1})).fetchall()  # type: ignore[attr-defined]
    plan = " ".join(str(row[-1]) for row in told)
    assert "ix_attempt_at_work" in plan or "uq_attempt_open" in plan
    assert spending._IN_THE_AIR.value(db, school=1) is None
