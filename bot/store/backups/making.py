"""Makes a copy while Aho is open and at work: whoever writes is not held up."""

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.backups import bundle
from bot.store.backups.bundle import BadBackup, Manifest

PREFIX, HALF_MADE = "aho-", ".aho-copy-"
A_DAY = timedelta(days=1)
BROKEN = "The database at {file} is damaged ({why}): keep the copies that you have, and ask for help."
#: Files that no row of `media` names yet: what came by a link, and waits to hear which child it is about.
WAITS = """SELECT json_extract(sight.value, '$.file'), json_extract(sight.value, '$.small')
FROM inbox, json_each(inbox.heard, '$.sights') AS sight WHERE inbox.state <> 'done' ORDER BY inbox.id"""


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    size: int  #: bytes


def make(file: Path, media: Path, into: Path, now: datetime) -> Made:
    """A copy of this database and its pictures at `into`; in that folder under its own name, if it is one.

    `now` is read before anything else is. Raises BadBackup, OSError. A death in between leaves nothing that looks
    like a copy.
    """
    if not file.is_file():
        raise BadBackup(f"There is no database at {file} yet.")
    path = into if into.suffix == ".tar" else into / f"{PREFIX}{now:%Y-%m-%dT%H-%M-%SZ}.tar"
    if path.exists():
        raise BadBackup(f"{path} is there already.")
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent, now)
    half_made = Path(tempfile.mkdtemp(prefix=HALF_MADE, dir=path.parent))  # for its owner only
    try:
        rows, whole = half_made / bundle.ROWS, half_made / path.name
        _snapshot(file, rows)
        seen = look_through(rows)
        pictures = [it for it in seen.media if (media / it).is_file()]
        manifest = Manifest(now, seen.school, seen.revision, seen.rows, len(seen.media) - len(pictures), {})
        bundle.write(whole, manifest, [
            (bundle.ROWS, rows), *((bundle.MEDIA + it, media / it) for it in pictures),
        ])  # fmt: skip
        manifest = bundle.check(whole)
        os.replace(whole, path)
        bundle.sync(path.parent)
    finally:
        shutil.rmtree(half_made, ignore_errors=True)
    return Made(path, manifest, path.stat().st_size)


def newest(folder: Path) -> Path | None:
    """The newest copy in a folder, by its name."""
    return max(folder.glob(f"{PREFIX}*.tar"), default=None)


def prune(folder: Path, keep: int) -> list[Path]:
    """Deletes all but the newest copies; which."""
    old = sorted(folder.glob(f"{PREFIX}*.tar"))[:-keep]
    for path in old:
        path.unlink()
    return old


@dataclass(frozen=True)
class Seen:
    """What is in a database that has been looked through and is sound."""

    school: str
    revision: str
    rows: dict[str, int]
    media: list[str]


def look_through(file: Path) -> Seen:
    """Checks a database that nobody else uses. Raises BadBackup where it is damaged."""
    try:
        with closing(sqlite3.connect(file)) as db:
            verdict = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if verdict != "ok" or db.execute("PRAGMA foreign_key_check").fetchone():
                raise BadBackup(BROKEN.format(file=file, why="its rows do not fit together"))
            tables = [it for (it,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {
                it: int(db.execute(f'SELECT count(*) FROM "{it}"').fetchone()[0]) for it in sorted(tables)
            }
            (revision,) = db.execute("SELECT version_num FROM alembic_version").fetchone()
            school = db.execute("SELECT profile FROM school ORDER BY id LIMIT 1").fetchone()
            columns = {it[1] for it in db.execute("PRAGMA table_info(media)")}
            small = ("small",) if "small" in columns else ()  # a copy may be older than they are
            media = [name for it in ("file", *small) for (name,) in db.execute(
                f"SELECT {it} FROM media WHERE state = 'held' AND {it} IS NOT NULL ORDER BY id")]  # fmt: skip
            media = list(dict.fromkeys([*media, *(it for names in db.execute(WAITS) for it in names if it)]))
            return Seen(json.loads(school[0])["name"] if school else "", revision, rows, media)
    except sqlite3.DatabaseError as error:
        raise BadBackup(BROKEN.format(file=file, why=error.sqlite_errorname)) from None


def _snapshot(file: Path, to: Path) -> None:
    """All rows as they were at one moment, in a file of its own. In WAL no writer waits for it."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as db:
            db.execute("VACUUM INTO ?", (str(to),))
    except sqlite3.OperationalError as error:
        # Its words are SQLite's own: "disk is full", "unable to open", "locked".
        raise BadBackup(f"The copy could not be made: {error}.") from None
    except sqlite3.DatabaseError as error:
        raise BadBackup(BROKEN.format(file=file, why=error.sqlite_errorname)) from None


def _sweep(folder: Path, now: datetime) -> None:
    """What a run that was killed has left behind holds what families wrote."""
    for path in folder.glob(f"{HALF_MADE}*"):
        if path.stat().st_mtime < (now - A_DAY).timestamp():
            shutil.rmtree(path, ignore_errors=True)
