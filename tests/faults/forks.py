"""Processes that begin in a moment: forked from one that has imported everything and opened nothing.

What is killed here is a whole process with its own memory, sockets and files, as `python -m bot serve` is; only the
seconds that Python needs to import are spent once and not at every start.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

from tests.processes.program import PATIENCE

T = TypeVar("T")
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(["tests.faults.program", "tests.faults.carrier_process"])


class Fork:
    """One such process; both its streams go into files."""

    def __init__(self, folder: Path, deed: Callable[..., int], *given: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.out, self.err = folder / "out", folder / "err"
        for stream in (self.out, self.err):
            stream.touch()
        self.process = NURSERY.Process(
            target=_live, args=(str(self.out), str(self.err), deed, given), daemon=True
        )
        self.process.start()

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.is_alive()

    @property
    def said(self) -> str:
        return self.out.read_text()

    @property
    def complained(self) -> str:
        return self.err.read_text()

    def until(self, find: Callable[[], T | None], what: str, every: float = 0.05) -> T:
        """What `find` finds at last; fails when this process has ended and there is still nothing to be found."""
        patience = time.monotonic() + PATIENCE
        while True:
            hopeless = not self.alive or time.monotonic() > patience
            found = find()
            if found:
                return found
            assert not hopeless, f"{what}; it said:\n{self.said}\n{self.complained}"
            time.sleep(every)

    def ends(self, within: float = PATIENCE) -> int:
        """Its exit code; the number of the signal, below zero, when it was killed."""
        self.process.join(within)
        assert self.process.exitcode is not None, f"it does not end:\n{self.said}\n{self.complained}"
        return self.process.exitcode

    def asks_to_end(self) -> int:
        os.kill(self.pid, signal.SIGTERM)
        return self.ends()

    def kill(self) -> None:
        """As `kill -9`, or as a power cut would: it hears nothing of it."""
        self.process.kill()
        self.process.join(PATIENCE)


def _live(out: str, err: str, deed: Callable[..., int], given: tuple[Any, ...]) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    threading.Thread(target=_outlives_no_tests, daemon=True).start()
    sys.exit(deed(*given))


def _outlives_no_tests() -> None:
    """However the tests end, also by a kill -9 of theirs, nothing stays behind."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
