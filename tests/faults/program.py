"""Inside the program's own process: `serve` as it is, with shorter waits, and with the fault of this run.

Nothing of this is known to the program: what differs is put in from here before it starts.
"""

import importlib
import os
import time
from asyncio import sleep
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Engine, Pool, event

from bot import clock, dispatch, house, main, reception
from bot.acts.desk import LOCALES
from bot.channels.sms import calls
from bot.channels.telegram import request
from bot.dispatch import Dispatcher, Timing, air, pausing, reconciling, settling
from bot.languages.catalogue import Catalogues
from bot.store import attempts, doubts, queue
from tests.faults import deaths

#: What the program imports when it first needs it: here once, and not anew in every fork.
for late in """apscheduler.executors.asyncio apscheduler.triggers.date apscheduler.triggers.interval holidays.countries psycopg
        sqlite3 twilio.rest.api uvicorn.lifespan.on uvicorn.protocols.http.auto uvicorn.protocols.websockets.auto""".split():
    importlib.import_module(late)
Catalogues.load(LOCALES)  # a file is read once in a process, and in those that are forked from it

#: Seconds between two looks of a job, where the program's own are longer than a test has.
LOOKS = {"after a copy": 0.2, "prompts": 0.2, "retries": 0.5, "listening": 300.0}
PAGE_WITHOUT_END = 2**31


@dataclass(frozen=True)
class Run:
    """How one run of the program differs from any other."""

    rates: Mapping[str, int] = field(default_factory=lambda: {"sms": 40, "telegram": 40})
    #: At which point of bot's way (deaths.py), and on which passing of it.
    dies: tuple[str, int] | None = None
    #: Seconds in place of a minute: between two looks at a carrier's list, two knocks at a door that is shut.
    waits: float = 0.6
    #: Seconds after which a call that is late is not made any more; a dead one's calls are asked about after twice as long.
    stale: float = 1.5
    lease: float = 0.7  #: seconds for which one process may send unless it asks again
    slices: float = dispatch.SLICE  #: seconds for which one process sends before another may
    patience: float = 10.0  #: seconds for which a carrier's answer is waited for
    busy: float = 10.0  #: seconds for which SQLite is waited for
    rests: float = 1.0  #: what becomes of each second for which a carrier that we ask too often lets us wait
    full: Path | None = None  #: while there is a file at this path, the database may not grow
    lists: float = 300.0  #: seconds between two looks at Twilio's list of what was heard
    tells: bool = False  #: says when it begins each call (CLOCK_MONOTONIC): what no busy network holds up


def says(settings: Mapping[str, str], *words: str) -> int:
    """`python -m bot WORDS` with these settings and no others, as it is."""
    for name in [it for it in os.environ if it.startswith("AHO_")]:
        del os.environ[name]
    os.environ.update(settings)
    return main.main([*words])


def serve(settings: Mapping[str, str], run: Run, *words: str) -> int:
    _shorten(run)
    if run.full:
        _database_with_walls(run.full)
    if run.dies:
        deaths.arrange(*run.dies)
    if run.tells:
        deaths.tell_of_calls()
    return says(settings, *(words or ["serve"]))


def _shorten(run: Run) -> None:
    a_moment, rests = timedelta(seconds=run.waits), pausing._rests
    _put(main, TIMING=Timing(time.monotonic, sleep, run.rates, 0.0))
    _put(reconciling, A_MINUTE=a_moment)
    _put(settling, FIRST_LOOK=a_moment / 4, END_OF_QUEUE=a_moment)
    _put(pausing, TRY_THE_DOOR=run.waits, FIRST_WAIT=run.waits / 4, LONGEST_WAIT=run.waits)
    _put(pausing, _rests=lambda desk, sender, seconds, at: rests(desk, sender, seconds * run.rests, at))
    _put(doubts, ASKING=a_moment)
    _put(queue, LEFT_BEHIND=timedelta(seconds=run.lease))
    for it in (air, dispatch):
        _put(it, STALE=run.stale)
    _put(Dispatcher.drain_sender, __defaults__=(run.slices,))
    _put(reception, RETRY=a_moment)
    _put(attempts, retry_wait=lambda _tries: a_moment / 2)
    _put(house, LOOK=0.2, Tick=_sooner({**LOOKS, "listening": run.lists}))
    _put(calls, PATIENCE=aiohttp.ClientTimeout(total=run.patience, sock_connect=2, sock_read=run.patience))
    _put(request, READ=run.patience)
    if run.busy != 10.0:  # at each checkout: when connecting, the program itself has the last word
        event.listen(Pool, "checkout", lambda raw, *_: _pragma(raw, f"busy_timeout={int(run.busy * 1000)}"))


def _put(module: Any, **values: Any) -> None:
    for name, value in values.items():
        assert hasattr(module, name), (
            f"{module.__name__}.{name} has moved away from where these tests shorten it"
        )
        setattr(module, name, value)


def _sooner(looks: Mapping[str, float]) -> Callable[..., clock.Tick]:
    def tick(name: str, seconds: float, job: Any, at_once: bool = False) -> clock.Tick:
        return clock.Tick(name, looks.get(name, seconds), job, at_once)

    return tick


def _database_with_walls(full: Path) -> None:
    """SQLite's own way to meet a full disk: not a page more, and the error that a full disk gives (SQLITE_FULL)."""

    @event.listens_for(Engine, "begin")
    def _walls(db: Any) -> None:
        raw = db.connection.dbapi_connection
        most = raw.execute("PRAGMA page_count").fetchone()[0] if full.exists() else PAGE_WITHOUT_END
        _pragma(raw, f"max_page_count={most}")


def _pragma(raw: Any, words: str) -> None:
    if hasattr(raw, "executescript"):  # of SQLite's connections alone
        raw.execute(f"PRAGMA {words}").fetchall()
