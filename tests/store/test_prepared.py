"""Statements compiled once give what Core itself gives, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import engine
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.tables import audit, lease, school

LATER = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
_ALL = Prepared(
    lambda dialect: select(school).where(among(school.c.id, "ids", dialect)).order_by(school.c.id)
)
_AT = Prepared(
    lambda _: select(school.c.key).where(school.c.created_at == bindparam("at"), school.c.key != "b")
)


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    opened: Engine = engine.connect(database_url)
    with opened.begin() as db:
        yield db
    opened.dispose()


def put(db: Connection, key: str, **profile: Any) -> int:
    made = insert(school).values(key=key, profile=profile, created_at=LATER).returning(school.c.id)
    return int(db.execute(made).scalar_one())


def test_rows_come_back_as_cores_do(db: Connection) -> None:
    ids = [put(db, "a", name="Tāmaki", weekly=None), put(db, "b"), put(db, "c")]
    wanted = [dict(it) for it in db.execute(select(school).order_by(school.c.id)).mappings()]
    assert _ALL.rows(db, ids=ids) == wanted
    assert wanted[0]["created_at"].tzinfo is UTC
    assert _ALL.rows(db, ids=ids[:1]) == wanted[:1]
    assert _ALL.rows(db, ids=[]) == []
    assert _ALL.first(db, ids=[]) is None
    with pytest.raises(LookupError):
        _ALL.one(db, ids=[])


def test_rows_without_names_are_for_columns_that_need_no_reading(db: Connection) -> None:
    """A moment would come back as the text that SQLite keeps."""
    ids = [put(db, "a"), put(db, "b")]
    keys = Prepared(
        lambda dialect: select(school.c.id, school.c.key).where(among(school.c.id, "ids", dialect))
    )
    assert sorted(keys.bare(db, ids=ids)) == [(ids[0], "a"), (ids[1], "b")]
    with pytest.raises(ValueError, match="read"):
        _ALL.bare(db, ids=ids)


def test_values_go_in_through_their_types(db: Connection) -> None:
    """A moment in another zone is the same moment, and a naive one is refused, as by Core."""
    put(db, "a")
    put(db, "b")
    there = LATER.astimezone(timezone(timedelta(hours=13)))
    assert _AT.values(db, at=there) == ["a"]
    assert _AT.value(db, at=LATER + timedelta(seconds=1)) is None
    with pytest.raises(ValueError, match="time zone"):
        _AT.values(db, at=LATER.replace(tzinfo=None))
    with pytest.raises(LookupError):
        _AT.values(db)


def test_what_is_fixed_is_said_in_the_statement(db: Connection) -> None:
    """A given value would let SQLite plan the statement anew each time: the screen of a phone cost ten times as much.

    Goes red when the compiler leaves fixed values as they are.
    """
    words = """it's 5 % "dear" \\ :) ?"""
    asked = Prepared(lambda _: select(school.c.id).where(
        school.c.key == words, school.c.id.in_([1, 2, here]), school.c.created_at <= bindparam("at")
    ).limit(1))  # fmt: skip
    here = put(db, words)
    assert asked.values(db, at=LATER) == [here]
    assert asked._for(db).names == ["at"]


def test_insert_once_fills_in_what_core_would(db: Connection) -> None:
    here = put(db, "a")
    made = insert_once(db, audit, {"school_id": here, "act": "looked", "at": LATER})
    assert made is not None
    assert db.scalar(select(audit.c.about).where(audit.c.id == made)) == {}
    assert insert_once(db, school, {"key": "a", "profile": {}, "created_at": LATER}) is None
    assert insert_once(db, school, {"key": "z", "profile": {}, "created_at": LATER}) is not None


def test_an_error_is_cores_error(db: Connection) -> None:
    """The walls catch Core's errors: the driver's own would pass through them."""
    put(db, "a")
    again = Prepared(
        lambda _: update(school).where(school.c.key == bindparam("which")).values(key=bindparam("key"))
    )
    put(db, "b")
    with pytest.raises(IntegrityError) as raised, engine.savepoint(db):
        again.run(db, which="b", key="a")
    assert "parameters" not in str(raised.value).lower() or "hidden" in str(raised.value).lower()
    assert again.run(db, which="b", key="c") == 1
    assert again.run(db, which="nobody", key="d") == 0


def test_an_in_of_a_list_is_refused_when_it_is_built(db: Connection) -> None:
    wrong = Prepared(
        lambda _: select(lease.c.name).where(lease.c.name.in_(bindparam("names", expanding=True)))
    )
    with pytest.raises(ValueError, match="among"):
        wrong.rows(db)
