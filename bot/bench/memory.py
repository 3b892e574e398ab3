"""How much memory a process holds, and the most that it held while we looked."""

import math
import subprocess
import threading
from pathlib import Path
from typing import Self

EVERY = 0.02  #: seconds between two looks


def megabytes(pid: int) -> float:
    """Resident now. Not a number where this system cannot be asked."""
    try:
        status = Path(f"/proc/{pid}/status")
        if status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            return int(lines["VmRSS"].split()[0]) / 1024
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
        return int(told.stdout) / 1024
    except (OSError, ValueError, KeyError):
        return math.nan


class Watched:
    """Looks at a process while `with` lasts; `most` is the most that it was seen to hold."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self._over = pid, megabytes(pid), threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            now = megabytes(self.pid)
            self.most = max(self.most, now if not math.isnan(now) else 0.0)
