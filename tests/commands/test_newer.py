"""An older program on newer tables: one clear line, and nothing is touched."""

import signal

import pytest

from bot import main
from bot.commands.how import How
from bot.commands.opened import NEWER, Closed
from bot.store import engine
from tests.commands.conftest import Types


def of_a_newer_aho(url: str) -> None:
    opened = engine.connect(url)
    engine.act(opened, lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    opened.dispose()


def test_a_command_says_that_it_is_too_old(types: Types, database_url: str) -> None:
    """Holds `engine.Newer`: a rollback of the program alone would end in a traceback."""
    of_a_newer_aho(database_url)
    assert types("thread", "--child", "tama") == (2, "", f"{NEWER}\n")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_so_does_whoever_opens_the_house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.migrate(database_url)
    of_a_newer_aho(database_url)
    monkeypatch.setenv("AHO_DATABASE_URL", database_url)
    monkeypatch.setenv("AHO_SECRET_KEY", "k" * 64)
    monkeypatch.setattr(signal, "signal", lambda *_any: None)
    with pytest.raises(Closed, match=NEWER):
        main.run(How(doors=False))
