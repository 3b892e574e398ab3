"""One process sends from one SQLite file. A second one says so, and does not start."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

PREFIX = "sqlite:///"


class Alone(Exception):
    """One clear line."""


@contextlib.contextmanager
def hold(url: str) -> Iterator[None]:
    """Holds the file's lock while open; it goes with the process, however that ends. Other databases need none."""
    if not url.startswith(PREFIX):
        yield
        return
    path = Path(url.removeprefix(PREFIX) + ".open")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            _lock(lock.fileno())
        except OSError:
            raise Alone("Aho is already open on this database: stop it first, or set AHO_DATABASE_URL.") from None
        yield


def _lock(number: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
