"""Who waits for the one writer of an SQLite file shares its commit, and nobody pays for another's mistake."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select
from sqlalchemy.exc import OperationalError

from bot.store import engine
from bot.store.engine import TransactionLost, savepoint
from bot.store.tables import school
from bot.store.writer import TOGETHER, Writes, writer_for
from tests.store.test_migrations import NOW

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def opened(database_url: str) -> Iterator[Engine]:
    found = engine.connect(database_url)
    yield found
    found.dispose()


@pytest.fixture
def writer(opened: Engine) -> Iterator[Writes]:
    found = writer_for(opened, lambda: 0.0)
    yield found
    found.close()


def keeps(key: str) -> Callable[[Connection], str]:
    def deed(db: Connection) -> str:
        db.execute(insert(school).values(key=key, profile={}, created_at=NOW))
        return key

    return deed


def together(writer: Writes, *deeds: Callable[[Connection], Any]) -> list[Any]:
    """All of them wait while the writer is busy with something else; what each of their callers hears."""
    busy, free = threading.Event(), threading.Event()

    def holds(_db: Connection) -> None:
        busy.set()
        assert free.wait(20)

    async def scene() -> list[Any]:
        first = writer.do(holds)
        await asyncio.to_thread(busy.wait, 20)
        waiting = [asyncio.ensure_future(writer.do(it)) for it in deeds]
        await asyncio.sleep(0)
        free.set()
        await first
        return await asyncio.gather(*waiting, return_exceptions=True)

    return asyncio.run(scene())


def kept(opened: Engine) -> list[str]:
    return engine.look(opened, lambda db: list(db.scalars(select(school.c.key).order_by(school.c.key))))


@sqlite_only
def test_those_who_wait_share_a_commit(opened: Engine, writer: Writes) -> None:
    """Holds the group in OneWriter._write: forty deeds, one busy commit and two more."""
    commits: list[None] = []
    event.listen(opened, "commit", lambda _db: commits.append(None))
    deeds = [keeps(f"{number:02}") for number in range(TOGETHER + 8)]
    assert together(writer, *deeds) == [f"{number:02}" for number in range(TOGETHER + 8)]
    assert len(commits) == 3
    assert len(kept(opened)) == TOGETHER + 8


@sqlite_only
@pytest.mark.parametrize(("disk", "commits"), [(0.001, 6), (0.05, 3)])
def test_a_commit_is_not_put_off_for_longer_than_it_is_worth(
    opened: Engine, disk: float, commits: int
) -> None:
    """Holds `_have_time`: on a quick disk the first are answered while the others' turn comes; a slow one is spared.

    Ten deeds of 12 ms each: two in a commit of 1 ms; where one takes 50 ms, two in the first and the others together.
    """
    now, made = [0.0], [0]

    def committed(_db: Connection) -> None:
        now[0] += disk
        made[0] += 1

    def takes_a_while(key: str) -> Callable[[Connection], str]:
        def deed(db: Connection) -> str:
            now[0] += 0.012
            return keeps(key)(db)

        return deed

    event.listen(opened, "commit", committed)
    ours = writer_for(opened, lambda: now[0])
    together(ours, *(takes_a_while(str(it)) for it in range(10)))
    ours.close()
    assert made[0] == commits, "and the one that they all waited for"
    assert len(kept(opened)) == 10


def test_one_that_fails_is_undone_and_told_and_the_others_are_kept(opened: Engine, writer: Writes) -> None:
    """Holds the savepoint around each deed of a group."""

    def breaks(db: Connection) -> None:
        keeps("half done")(db)
        raise LookupError("ours")

    first, broken, last = together(writer, keeps("first"), breaks, keeps("last"))
    assert (first, last) == ("first", "last")
    assert isinstance(broken, LookupError)
    assert kept(opened) == ["first", "last"]


@sqlite_only
def test_a_group_whose_transaction_ended_is_done_again_one_by_one(opened: Engine, writer: Writes) -> None:
    """Holds `_together`'s way out: a full disk ends the transaction, and SQLite would commit what follows by itself."""
    tries: list[str] = []

    def ends_the_transaction(db: Connection) -> None:
        tries.append("full")
        db.connection.dbapi_connection.execute("ROLLBACK")  # type: ignore[union-attr]
        raise OperationalError("INSERT", None, Exception("database or disk is full"))

    def counted(db: Connection) -> str:
        tries.append("kept")
        return keeps("mine")(db)

    mine, full = together(writer, counted, ends_the_transaction)
    assert mine == "mine"
    assert isinstance(full, TransactionLost)
    assert kept(opened) == ["mine"]
    assert tries == ["kept", "full", "kept", "full"]


@sqlite_only
def test_who_waits_while_another_process_has_the_file_is_told_together(
    opened: Engine, writer: Writes
) -> None:
    """Holds `never_began` in OneWriter: each behind the other they waited ten seconds each, and a webhook minutes."""
    tries: list[str] = []

    def tried(raw: Any, *_: object) -> None:
        raw.execute("PRAGMA busy_timeout=200").fetchall()
        tries.append("wants to write")

    event.listen(opened, "checkout", tried)

    async def scene() -> list[Any]:
        first = writer.do(keeps("before"))
        with closing(sqlite3.connect(str(opened.url.database), isolation_level=None)) as other:
            await first
            other.execute("BEGIN IMMEDIATE")
            told = await asyncio.gather(
                *(writer.do(keeps(str(it))) for it in range(TOGETHER + 8)), return_exceptions=True
            )
            other.execute("ROLLBACK")
        return [*told, await writer.do(keeps("after"))]

    *told, last = asyncio.run(scene())
    assert {type(it) for it in told} == {OperationalError}
    assert last == "after"
    assert kept(opened) == ["after", "before"]
    assert len(tries) - 3 <= 2, "before, after, and the look into it apart"


@sqlite_only
def test_a_deed_that_hides_that_the_transaction_ended_keeps_nothing(opened: Engine, writer: Writes) -> None:
    """Holds the RELEASE in `savepoint`: rows written after it would be outside of any transaction."""

    def hides(db: Connection) -> None:
        db.connection.dbapi_connection.execute("ROLLBACK")  # type: ignore[union-attr]

    first, hidden = together(writer, keeps("first"), hides)
    assert first == "first"
    assert isinstance(hidden, Exception)
    assert kept(opened) == ["first"]


def test_what_has_been_taken_on_is_done_before_the_writer_goes(opened: Engine, database_url: str) -> None:
    async def scene() -> list[str]:
        leaving = writer_for(opened, lambda: 0.0)
        waiting = [asyncio.ensure_future(leaving.do(keeps(f"{number}"))) for number in range(5)]
        await asyncio.sleep(0)
        await asyncio.to_thread(leaving.close)
        return await asyncio.gather(*waiting)

    assert asyncio.run(scene()) == ["0", "1", "2", "3", "4"]
    assert len(kept(opened)) == 5


def test_a_savepoint_says_when_there_is_no_transaction_any_more(opened: Engine) -> None:
    """TransactionLost, and not the error inside: whoever catches that one would go on writing."""

    def loses_it(db: Connection) -> None:
        with savepoint(db):
            db.connection.dbapi_connection.rollback()  # type: ignore[union-attr]
            raise LookupError

    with opened.connect() as db, db.begin(), pytest.raises(TransactionLost):
        loses_it(db)


def test_savepoints_lie_in_each_other(opened: Engine) -> None:
    def inner(db: Connection) -> None:
        with savepoint(db):
            keeps("inner")(db)
            raise LookupError

    def deed(db: Connection) -> int:
        with savepoint(db):
            keeps("outer")(db)
            with pytest.raises(LookupError):
                inner(db)
        return int(db.scalar(select(func.count()).select_from(school)) or 0)

    assert engine.act(opened, deed) == 1
    assert kept(opened) == ["outer"]
