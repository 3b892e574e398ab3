"""What may be installed is fixed: every part has its hashes, and the test lock is the run lock and more."""

import re
from pathlib import Path

import pytest


def test_the_test_lock_holds_every_pin_of_the_run_lock(root: Path) -> None:
    run, test, uv = (pins(root / f"bot/locks/{name}.txt") for name in ("run", "test", "uv"))
    assert run
    assert run <= test
    assert len(uv) == 1


@pytest.mark.parametrize("name", ["run", "test", "uv"])
def test_every_pin_has_its_hashes(root: Path, name: str) -> None:
    text = (root / f"bot/locks/{name}.txt").read_text()
    blocks = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def pins(lock: Path) -> set[str]:
    return {line.split()[0] for line in lock.read_text().splitlines() if re.match(r"[a-zA-Z0-9]\S*==", line)}
