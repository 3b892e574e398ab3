"""A process that makes copies, or puts one back, again and again, and is killed each time one step later.

Run by test_dying.py; prints one line of JSON: what was found after each death.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.store import backups
from bot.store.backups import bundle, making, putting_back

NOW = datetime(2026, 11, 24, tzinfo=UTC)
#: Between any two of these something on the disk has changed.
STEPS: tuple[tuple[Any, str], ...] = (
    (os, "replace"), (os, "link"), (os, "fsync"), (sqlite3, "connect"), (putting_back, "_drop"),
    (putting_back, "_fold"), (putting_back.holds, "begin"), (putting_back.engine, "migrate"), (bundle, "write"),
    (shutil, "rmtree"),
)  # fmt: skip


def killed_at(step: int, deed: Callable[[], object]) -> str | None:
    """Does it in a process of its own, killed before that step; what the step was, None when it came to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        left = iter(range(step, -1, -1))

        def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*words: Any, **more: Any) -> Any:
                if next(left) == 0:
                    os.write(writing, name.encode())
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*words, **more)

            return call

        for owner, name in STEPS:
            setattr(owner, name, counted(name, getattr(owner, name)))
        deed()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        name = told.read().decode()
    _pid, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == (-signal.SIGKILL if name else 0)
    return name or None


def putting(copy: Path, file: Path, media: Path) -> list[list[object]]:
    putting_back.engine.migrate = lambda _url: (
        None
    )  # this copy is in today's shape, and a look costs a second
    as_it_was = {it: it.read_bytes() for it in file.parent.glob(f"{file.name}*") if it.is_file()}
    found: list[list[object]] = []
    for step in range(200):
        for it in file.parent.glob(f"{file.name}*"):
            it.unlink()
        shutil.rmtree(media, ignore_errors=True)
        for it, content in as_it_was.items():
            it.write_bytes(content)
        name = killed_at(step, lambda: backups.put_back(copy, file, media, over=True, now=NOW))
        found.append([name, *_state(file), sorted(it.name for it in media.glob("*"))])
        if name is None:
            return found
        if step % 6 == 0:  # it can be done again, whatever lies about
            backups.put_back(copy, file, media, over=True, now=NOW.replace(minute=1))
            found[-1].append(_state(file)[0])
    return found


def copying(into: Path, file: Path, media: Path) -> list[list[object]]:
    found: list[list[object]] = []
    for step in range(200):
        shutil.rmtree(into, ignore_errors=True)
        name = killed_at(step, lambda: making.make(file, media, into, NOW))
        made = list(into.glob("*.tar"))
        found.append([name, len(made), [bundle.check(it).rows["person"] for it in made]])
        if name is None:
            return found
    return found


def _state(file: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(file)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchone()[0]
        later = db.execute("SELECT count(*) FROM person WHERE name = 'Came Later'").fetchone()[0]
        held = db.execute("SELECT count(*) FROM hold WHERE ended_at IS NULL").fetchone()[0]
    return {(1, 0): "old", (0, 1): "new, held"}.get((later, held), f"{later} {held}"), sound


if __name__ == "__main__":
    verb, place = {"putting": putting, "copying": copying}[sys.argv[1]], [Path(it) for it in sys.argv[2:]]
    print(json.dumps(verb(*place)))
