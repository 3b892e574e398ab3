"""One process sends from one SQLite file. A second one says so, and does not start.

It would take the first one's calls in the air for those of a dead process, and could send a message twice.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

PREFIX = "sqlite:///"
TAKEN = "Aho is already open on this database: stop it first, or set AHO_DATABASE_URL."


class Alone(Exception):
    """One clear line."""


@contextlib.contextmanager
def hold(url: str) -> Iterator[None]:
    """Holds the file's lock while open; it goes with the process, however that ends. Raises Alone.

    On PostgreSQL many may be open: there they share the senders (bot.workers).
    """
    if not url.startswith(PREFIX):
        yield
        return
    path = Path(url.removeprefix(PREFIX) + ".open")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            _lock(lock.fileno())
        except OSError:
            raise Alone(TAKEN) from None
        yield


def _lock(number: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
