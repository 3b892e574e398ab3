"""A database that takes nothing for a while: a full disk, another process that holds it, a server that is away."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.forks import Fork
from tests.faults.program import Run
from tests.faults.school import School
from tests.faults.webhooks import Postman, Webhook, post, text, update
from tests.ground.databases import name_in, plain

WORDS = "Kei te kāinga ia i tēnei rā, {number}, ā, ka hoki mai āpōpō ki te kura"
Trouble = Callable[[School, Fork], AbstractContextManager[None]]
here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
there_only = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@here_only
def test_a_database_that_may_not_grow(open_school: MakeSchool, carriers: Carriers, tmp_path: Path) -> None:
    """SQLITE_FULL, as a full disk gives it. Holds the 503 of a turn that could not be kept, that a turn is kept whole
    or not at all, and that no call begins without its attempt row.
    """
    full = tmp_path / "full"

    @contextmanager
    def trouble(_school: School, _process: Fork) -> Iterator[None]:
        full.touch()
        yield
        full.unlink()

    _through(
        trouble, open_school(sms=25, telegram=10), carriers, Run(rates={"sms": 15, "telegram": 5}, full=full)
    )


@here_only
def test_a_disk_that_takes_not_a_byte_more(open_school: MakeSchool, carriers: Carriers) -> None:
    """Every write fails, the logs' too (RLIMIT_FSIZE). Holds the same, and that a log that cannot be written breaks
    nothing: a wall that falls over its own report is no wall.
    """
    _through(_not_a_byte, open_school(sms=25, telegram=10), carriers, Run(rates={"sms": 15, "telegram": 5}))


@here_only
def test_a_database_that_another_process_holds(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds that waiting for SQLite's lock is bounded, and ends in a 503; and `Air._taken`: calls that have ended are
    settled when they can be, for what is left in doubt on Telegram goes twice.
    """
    school = open_school(sms=25, telegram=10)
    _through(_held, school, carriers, Run(rates={"sms": 15, "telegram": 5}, busy=0.3))


@pytest.mark.long
@here_only
def test_a_database_that_another_process_holds_for_half_a_minute(
    open_school: MakeSchool, carriers: Carriers
) -> None:
    """Holds the same for 30 s, with the program's own patience: three times what it waits for SQLite's lock. And that
    all who wait are told together (`never_began`): one behind the other they would wait ten seconds each, for minutes.
    """
    _through(_held, open_school(sms=25, telegram=10), carriers, Run(rates={"sms": 15, "telegram": 5}), 30.0)


@there_only
def test_a_server_that_is_away(open_school: MakeSchool, carriers: Carriers, postgres_server: str) -> None:
    """Every connection is cut and no new one is let in. Holds the same as a full disk does, and that a connection that
    died is taken out of the pool.
    """

    @contextmanager
    def trouble(school: School, _process: Fork) -> Iterator[None]:
        name = name_in(school.url)
        with psycopg.connect(plain(postgres_server), autocommit=True) as admin:
            lets = SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            admin.execute(lets.format(Identifier(name), SQL("false")))
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
            admin.execute(lets.format(Identifier(name), SQL("true")))
        school.engine.dispose()

    _through(
        trouble, open_school(sms=25, telegram=10), carriers, Run(rates={"sms": 15, "telegram": 5}, lease=30.0)
    )


def _through(trouble: Trouble, school: School, carriers: Carriers, run: Run, seconds: float = 1.5) -> None:
    """A broadcast and what families write, before, in and after `seconds` in which the database takes nothing."""
    process = school.opens(run)
    school.asks("He aha te pukapuka?")
    process.until(lambda: len(carriers.calls()) >= 5, "it never began")
    families = [*school.addresses("sms"), *school.addresses("telegram")]
    written = [(it, WORDS.format(number=f"{it[-4:]}{n}")) for n in "abcd" for it in families]
    webhooks = [_webhook(school, n, *it) for n, it in enumerate(written)]
    refused: list[Webhook] = []
    used = 0
    with trouble(school, process):
        begins = time.monotonic()
        while len(refused) < 4 or time.monotonic() < begins + seconds:
            answers = post(webhooks[used : used + 2])
            assert answers, "whatever came was said to be kept"
            assert {it.status for it in answers} <= {200, 503}, "kept, or not accepted: nothing between"
            refused += [
                it for it, answer in zip(webhooks[used:], answers, strict=False) if answer.status == 503
            ]
            used += 2
            time.sleep(0.1)
        assert process.alive
    Postman([*refused, *webhooks[used : used + 4]]).comes_back()
    school.rests(process)

    said = school.rows("SELECT words FROM message JOIN wording USING (content_id)")
    assert sorted(it[0] for it in said) == sorted(words for _it, words in written[: used + 4]), (
        "each exactly once"
    )
    heard = carriers.heard()
    for address in (*school.addresses("sms"), *school.addresses("telegram")):
        assert sum("He aha" in it for it in heard[address]) == 1, "lost, or doubled"
    tokens = {it[0] for it in school.rows("SELECT token FROM attempt WHERE called_at IS NOT NULL")}
    assert {it.attempt for it in carriers.calls() if it.carrier == "sms"} <= tokens, (
        "a call that we know nothing of"
    )
    assert school.rows("SELECT DISTINCT state FROM delivery") == [("sent",)]
    assert school.whole()


def _webhook(school: School, number: int, who: str, words: str) -> Webhook:
    if who.startswith("+"):
        return text(school, who, words, f"SM{number:032}")
    return update(school, who, words, 820_000_000 + number)


@contextmanager
def _not_a_byte(_school: School, process: Fork) -> Iterator[None]:
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _held(school: School, _process: Fork) -> Iterator[None]:
    path = school.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout=10000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
