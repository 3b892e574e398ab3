"""One real school in memory: its reception, handlers, acts, rows and dispatcher, with carriers that only look.

Put back as it began by SQLite's own copying: nothing is migrated, and no statement compiled, a second time.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from bot.acts.desk import LOCALES, Desk, Links
from bot.dispatch import Dispatcher, Timing
from bot.languages.catalogue import Catalogues
from bot.main import TIMETABLES
from bot.model.delivery import Absent, Finding, Found, Open, Outcome, Outgoing, Sent
from bot.model.heard import Incoming, Kind
from bot.model.school import School
from bot.reception import receive
from bot.store import schools
from tests.ground.school import BEGINS

T = TypeVar("T")
A_MOMENT = timedelta(milliseconds=1)
SPEECH = Catalogues.load(LOCALES)
LINKS = Links("https://aho.test", "+642000000040", "aho", "a key of ours")


class Death(BaseException):
    """The process dies."""


class Carrier:
    """Shows every call to whoever looks, before it is answered."""

    def __init__(self, name: str, looks: Callable[[str, str, Outgoing], None]) -> None:
        self.name, self.looks = name, looks
        self.took: dict[str, str] = {}
        self.dies_after: int | None = None
        self._ids = count(1)

    async def send(self, out: Outgoing) -> Outcome:
        self.took[out.attempt] = f"{self.name}{next(self._ids)}"
        self.looks(self.name, self.took[out.attempt], out)
        if self.dies_after is not None:
            self.dies_after -= 1
            if self.dies_after < 0:
                self.dies_after = None
                raise Death
        return Sent(self.took[out.attempt])

    async def find(self, open: Open) -> Finding:
        took = self.took.get(open.attempt)
        return Found(took, "sent") if took else Absent()

    async def close(self) -> None: ...


class House:
    def __init__(self, template: sqlite3.Connection, engine: Engine, loop: asyncio.AbstractEventLoop,
                 looks: Callable[[str, str, Outgoing], None]) -> None:  # fmt: skip
        self.engine, self.loop, self.looks = engine, loop, looks
        with engine.connect() as db:
            self.raw: Any = db.connection.dbapi_connection
        template.backup(self.raw)
        self.now = BEGINS.astimezone(UTC)
        self.slept = 0.0  #: seconds that passed because somebody slept: they cost the test nothing
        self._numbers, self._bytes = count(1), count(1)
        self.carriers = {name: Carrier(name, looks) for name in ("sms", "telegram")}
        self.school: School = self.act(lambda desk: desk.school, schools.only)
        self.dispatcher = self._start()

    def _start(self) -> Dispatcher:
        carriers: Any = self.carriers
        rates = {"sms": 10_000, "telegram": 10_000}
        timing = Timing(
            lambda: self.slept, self._sleep, rates, 0.0, lambda: self.now.timestamp() + self.slept
        )
        return Dispatcher(
            self._act,
            carriers,
            lambda name: None,
            timing,
            lambda many: [f"t{next(self._numbers)}" for _ in range(many)],
        )

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """By the test's own statement."""
        found: list[Any] = self.raw.execute(sql, values).fetchall()
        return found

    def written(self, attempt: str) -> datetime:
        """When what goes out in this attempt was put on its way; words that follow to another phone: at first."""
        sql = """SELECT min(d.created_at, coalesce(min(e.created_at), d.created_at)) FROM attempt a
                 JOIN delivery d ON d.id = a.delivery_id
                 LEFT JOIN delivery e ON e.message_id = d.message_id AND e.person_id = d.person_id
                 WHERE a.token = ?"""
        return datetime.fromisoformat(self.rows(sql, attempt)[0][0]).replace(tzinfo=UTC)

    def act(self, deed: Callable[[Desk], T], school: Any = None) -> T:
        """One transaction. No two happen at one moment: what came last to a phone is surely the last."""
        self.now += A_MOMENT
        with self.engine.begin() as db:
            here = school(db) if school else self.school
            return deed(Desk(db, here, self.now, self._chance, LINKS, SPEECH))

    def dies_in(self, deed: Callable[[Desk], object]) -> None:
        """The process dies before its commit: as if it had never begun."""

        def dying(desk: Desk) -> None:
            deed(desk)
            raise Death

        try:
            self.act(dying)
        except Death:
            self.dies()

    async def _act(self, deed: Callable[[Desk], T]) -> T:
        return self.act(deed)

    async def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        await asyncio.sleep(0)

    def _chance(self, size: int) -> bytes:
        start = next(self._bytes)
        return bytes((start * 37 + it * (11 + start % 7)) % 256 for it in range(size))

    def heard(self, channel: str, address: str, words: str, key: str = "", **more: Any) -> Incoming:
        key = key or f"k{next(self._numbers)}"
        return Incoming(channel, key, address, more.pop("kind", Kind.TEXT), words, **more)

    def hears(self, it: Incoming) -> None:
        self.act(lambda desk: receive(desk, TIMETABLES, it))

    def send(self, rounds: int = 1) -> None:
        """What is due; what it has set going in turn."""
        try:
            for _round in range(rounds):
                if not self.loop.run_until_complete(self.dispatcher.round(30.0, asyncio.ALL_COMPLETED)):
                    return
        except Death:
            self.dies()

    def reconcile(self) -> None:
        self.loop.run_until_complete(self.dispatcher.reconcile())

    def dies(self) -> None:
        """All that the process knew is gone; the rows are what they are."""
        self.ends()
        self.dispatcher = self._start()
        self.loop.run_until_complete(self.dispatcher.after_death())

    def ends(self) -> None:
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        if left:
            self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


def in_memory() -> Engine:
    """One connection, whose transactions mean what they say."""
    engine = create_engine(
        "sqlite://",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "cached_statements": 2000},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _: object) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(db: Any) -> None:
        db.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
