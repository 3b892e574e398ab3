"""One process sends from one database. A second one says so, and does not start.

It would take the first one's calls in the air for those of a dead process, and could send a message twice.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

PREFIX = "sqlite:///"
TAKEN = "Aho is already open on this database: stop it first, or set AHO_DATABASE_URL."
KEY = 0x61686F  # "aho", as PostgreSQL numbers its advisory locks


class Alone(Exception):
    """One clear line."""


@contextlib.contextmanager
def hold(url: str) -> Iterator[None]:
    """Holds the database's own lock while open; it goes with the process, however that ends. Raises Alone."""
    if not url.startswith(PREFIX):
        with _server(url):
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


@contextlib.contextmanager
def _server(url: str) -> Iterator[None]:
    """PostgreSQL's advisory lock, on a connection of its own: the server lets it go when the connection ends."""
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as held:
        row = held.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
        if row is None or not row[0]:
            raise Alone(TAKEN)
        yield


def _lock(number: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
