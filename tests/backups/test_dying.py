"""Killed at any step, putting a copy back leaves the old rows or the new ones; making one leaves a whole one or none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.backups.conftest import LEAVES_A_LOG, PICTURE, Place

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


def test_putting_back(place: Place) -> None:
    """Holds the staging, the order of `put_back`, and that `held` is in the file before it gets its name.

    The old rows have a log that nobody has taken in yet, as after a death of the whole computer.
    """
    copy = place.copy().path
    subprocess.run([sys.executable, "-c", LEAVES_A_LOG, str(place.file)], check=False)
    assert Path(f"{place.file}-wal").stat().st_size > 0, "or this proves less"
    found = _dies("putting", copy, place.file, place.media)
    assert found[-1][0] is None, "the last one came to its end"
    deaths = found[:-1]
    assert len(deaths) >= 15
    for step, state, sound, pictures, *afterwards in deaths:
        assert state in ("old", "new, held"), (step, state)
        assert sound == "ok", step
        assert state == "old" or PICTURE in pictures, f"{step}: rows whose picture is not there"
        assert afterwards in ([], ["new, held"]), "it can be done again"
    states = [it[1] for it in deaths]
    assert states == sorted(states, reverse=True), "old until one moment, new from it on"
    assert set(states) == {"old", "new, held"}


def test_copying(place: Place) -> None:
    """Holds the temporary name: whatever looks like a copy is one."""
    found = _dies("copying", place.copies, place.file, place.media)
    assert len(found) >= 5
    assert found[-1] == [None, 1, [1]]
    assert all(it[1:] in ([0, []], [1, [1]]) for it in found)
    assert found[0][1] == 0


def _dies(*words: object) -> list[Any]:
    done = subprocess.run([sys.executable, "-m", "tests.backups.dying", *map(str, words)], cwd=ROOT, check=True,
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found
