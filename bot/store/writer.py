"""Who writes: on SQLite one thread, and those who wait for it share a commit; on PostgreSQL several at once.

A commit that reaches the disk costs ten times what one message's rows cost. Nobody is answered before the commit
that holds their message.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from bot.store.engine import TransactionLost, act, never_began, savepoint

T = TypeVar("T")
Deed = Callable[[Connection], Any]

TOGETHER = 32  #: deeds that share a commit at the most
#: … as long as they have taken less than so many times what the last commit took, or these seconds: on a quick disk
#: those who are answered early bring the next deeds meanwhile, on a slow one a commit is worth waiting for.
TIMES, AT_LEAST = 4.0, 0.02
POSTGRES_WRITERS = 4


class Writes(Protocol):
    def do(self, deed: Callable[[Connection], T], /) -> Awaitable[T]:
        """Does one deed in a transaction, off the event loop; comes back once that is committed."""

    def close(self) -> None:
        """Ends what has been taken on, and lets go."""


def writer_for(engine: Engine, seconds: Callable[[], float]) -> Writes:
    """`seconds`: monotonic."""
    return OneWriter(engine, seconds) if engine.dialect.name == "sqlite" else ManyWriters(engine)


class ManyWriters:
    """Each deed has a transaction of its own: shared ones would wait for each other's rows, and deadlock."""

    def __init__(self, engine: Engine, writers: int = POSTGRES_WRITERS) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(writers, thread_name_prefix="writer")

    def do(self, deed: Callable[[Connection], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, act, self._engine, deed)

    def close(self) -> None:
        self._threads.shutdown()


class OneWriter:
    """SQLite has one writer: a queue in front of it is kinder than a lock inside it."""

    def __init__(self, engine: Engine, seconds: Callable[[], float]) -> None:
        self._engine, self._seconds = engine, seconds
        self._waiting: SimpleQueue[_Waits | None] = SimpleQueue()
        self._committing = 0.0  # seconds that the last shared commit took
        self._kept: Connection | None = None  # its thread's own
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self._thread.start()

    def do(self, deed: Callable[[Connection], T]) -> Awaitable[T]:
        loop = asyncio.get_running_loop()
        waits = _Waits(deed, loop, loop.create_future())
        self._waiting.put(waits)
        return waits.answer

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _write(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [first]
            ends = [self._alone(first)] if self._waiting.empty() else self._together(group)
            if never_began(ends[-1].error):
                # Another process has the file. Whoever has come meanwhile would wait as long again, each behind the
                # other, until carriers and browsers had given up: all of them are told now.
                group += iter(self._who_waits, None)
                ends += [ends[-1]] * (len(group) - len(ends))
            _answer(group, ends)
        self._let_go()

    def _who_waits(self) -> "_Waits | None":
        try:
            it = self._waiting.get_nowait()
        except Empty:
            return None
        if it is None:
            self._waiting.put(None)
        return it

    def _together(self, group: list["_Waits"]) -> list["_End"]:
        """The first of a group, and those who wait behind it: they are put to it one by one, while there is time."""
        try:
            with self._transaction() as db:
                began, ends = self._seconds(), [_in_its_place(db, group[0].deed)]
                while self._have_time(len(group), self._seconds() - began) and (it := self._who_waits()):
                    group.append(it)
                    ends.append(_in_its_place(db, it.deed))
                done = self._seconds()
            self._committing = self._seconds() - done
            return ends
        except Exception as error:
            if never_began(error):
                return [_End(error=error)] * len(group)
            # A full disk ends the transaction unasked, or the commit fails: nothing of it is kept, so that
            # each may be done again by itself, and only those fail that cannot be kept.
            return [self._alone(it) for it in group]

    def _have_time(self, deeds: int, taken: float) -> bool:
        return deeds < TOGETHER and taken < max(AT_LEAST, TIMES * self._committing)

    def _alone(self, waits: "_Waits") -> "_End":
        try:
            with self._transaction() as db:
                end = _End(_whole(db, waits.deed))
            return end
        except Exception as error:
            return _End(error=error)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """On a connection that is kept for the next one: to fetch it and lay it back is a third of what a look costs
        that finds nothing. One on which something broke is not kept."""
        if self._kept is None:
            self._kept = self._engine.connect()
        try:
            with self._kept.begin():
                yield self._kept
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()


@dataclass(frozen=True)
class _Waits:
    deed: Deed
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]


@dataclass(frozen=True)
class _End:
    result: Any = None
    error: Exception | None = None


def _in_its_place(db: Connection, deed: Deed) -> _End:
    """One deed of a group: when it fails, the others are kept."""
    try:
        return _End(_whole(db, deed))
    except TransactionLost:
        raise
    except Exception as error:
        return _End(error=error)


def _whole(db: Connection, deed: Deed) -> Any:
    """Also finds out a deed that went on after its transaction had ended."""
    with savepoint(db):
        return deed(db)


def _answer(group: list[_Waits], ends: list[_End]) -> None:
    """Wakes each loop once for all its callers: a wake-up costs as much as a row."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _End]]] = {}
    for it, end in zip(group, ends, strict=True):
        by_loop.setdefault(it.loop, []).append((it.answer, end))
    for loop, answers in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_hand_over, answers)


def _hand_over(answers: list[tuple[asyncio.Future[Any], _End]]) -> None:
    for answer, end in answers:
        if answer.done():  # its caller has gone
            continue
        if end.error is not None:
            answer.set_exception(end.error)
        else:
            answer.set_result(end.result)
