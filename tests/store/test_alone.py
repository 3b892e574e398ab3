"""Two processes on one file would each take the other's calls for a dead one's."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.alone import Alone, hold


def test_a_second_one_is_refused_and_welcome_once_the_first_has_died(tmp_path: Path) -> None:
    """Holds `bot.alone.hold`."""
    database_url = f"sqlite:///{tmp_path / 'aho.db'}"
    waits = f"from bot.alone import hold\nimport time\nwith hold({database_url!r}):\n    print('in', flush=True)\n    time.sleep(60)\n"
    first = subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "in\n"
    with pytest.raises(Alone, match="already open"), hold(database_url):
        pass
    first.kill()
    first.wait()
    for _try in range(100):
        try:
            with hold(database_url):
                return
        except Alone:
            time.sleep(0.05)
    raise AssertionError("the lock outlived its process")
