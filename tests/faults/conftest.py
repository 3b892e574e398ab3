"""One set of carriers and one school for each test, on each database; whatever happens, no process stays behind."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.faults.carriers import Carriers
from tests.faults.school import School, enrol
from tests.ground import wanted

MakeSchool = Callable[..., School]


@pytest.fixture
def carriers(tmp_path: Path) -> Iterator[Carriers]:
    found = Carriers(tmp_path / "carriers")
    yield found
    found.process.kill()


@pytest.fixture
def open_school(database_url: str, tmp_path: Path, carriers: Carriers) -> Iterator[MakeSchool]:
    """`open_school(sms=…, telegram=…)`: how many families read what."""
    with ExitStack() as stack:

        def make(sms: int = 0, telegram: int = 0, **settings: str) -> School:
            enrol(database_url, sms, telegram, carriers)
            return stack.enter_context(closing(School(database_url, tmp_path, carriers, **settings)))

        yield make


#: What PostgreSQL could get wrong by itself: several processes, rows that two may write, a server that goes away.
ON_POSTGRES_TOO = {
    "test_nothing_is_lost_and_no_text_is_doubled",
    "test_whoever_dies_another_goes_on",
    "test_its_effects_are_there_once",
    "test_a_server_that_is_away",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The others run on PostgreSQL in CI, and with --long."""
    for item in items:
        function = getattr(item, "originalname", "")
        here = item.path.parent == Path(__file__).parent and "postgres" in item.name
        if here and function not in ON_POSTGRES_TOO and not (config.getoption("long") or wanted.in_ci()):
            item.add_marker(wanted.TOLD_ON_SQLITE)
