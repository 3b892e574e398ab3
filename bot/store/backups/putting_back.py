"""Puts a copy back. A death at any point leaves either the old rows or the new ones, and the new ones are held."""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.alone import hold as alone
from bot.store import engine, holds
from bot.store.backups import bundle
from bot.store.backups.bundle import BadBackup, Manifest
from bot.store.backups.making import look_through

LOGS = ("-wal", "-journal")
ENDINGS = (*LOGS, "-shm")
TAKEN = "Somebody is at work in this database: wait until their command has ended, then try again."
NEWER = "This copy was made by a newer Aho: bring Aho up to date first."


@dataclass(frozen=True)
class PutBack:
    manifest: Manifest
    kept: Path | None  #: where the rows are that were there before
    held: tuple[str, ...]  #: channels on which nothing goes out for now


def put_back(copy: Path, file: Path, media: Path, *, over: bool, now: datetime) -> PutBack:
    """Everything in `copy` is checked before anything here is touched. `over`: in the place of what is there.

    Raises BadBackup, bot.alone.Alone, OSError.
    """
    manifest = bundle.check(copy)
    with alone(f"sqlite:///{file}"):
        there = file.exists()
        if there and not over:
            raise BadBackup(
                f"There are rows at {file} already. With --replace they are kept beside the copy's."
            )
        staged = file.with_name(f"{file.name}.restoring")
        _drop(staged, ("", *ENDINGS))
        try:
            held = _stage(copy, manifest, staged, now)
            _bring_media(copy, manifest, media, like=file)
            _own(staged, like=file)
            kept = _set_aside(file, now) if there else None
            os.replace(staged, file)  # old until here, new and held from here
            bundle.sync(file.parent)
        except (sqlite3.Error, SQLAlchemyError) as error:  # a full disk, mostly; its words may hold rows
            raise BadBackup(f"The copy could not be put back ({type(error).__name__}).") from None
        finally:
            _drop(staged, ("", *ENDINGS))
    return PutBack(manifest, kept, tuple(held))


def _stage(copy: Path, manifest: Manifest, staged: Path, now: datetime) -> list[str]:
    """The copy's rows in a file of their own: sound, in this version's shape, and held."""
    bundle.unpack(copy, manifest, {bundle.ROWS: staged})
    if look_through(staged).rows != manifest.rows:
        raise BadBackup(f"{copy} {bundle.NOT_WHOLE}: rows are missing.")
    url = f"sqlite:///{staged}"
    try:
        engine.migrate(url)
    except engine.Newer:
        raise BadBackup(NEWER) from None
    opened = engine.connect(url)
    held = engine.act(opened, lambda db: holds.begin(db, manifest.made_at, now))
    opened.dispose()
    _fold(staged)
    bundle.sync(staged)
    return held


def _bring_media(copy: Path, manifest: Manifest, media: Path, like: Path) -> None:
    """Adds what is missing. Nothing is taken away: the rows that are kept beside have their pictures there too."""
    media.mkdir(parents=True, exist_ok=True)
    wanted = [it for it in manifest.media if not bundle.same(media / it, manifest.parts[bundle.MEDIA + it])]
    half = {it: media / f"{it}.restoring" for it in wanted}
    bundle.unpack(copy, manifest, {bundle.MEDIA + it: place for it, place in half.items()})
    for it, place in half.items():
        _own(place, like=like)
        os.replace(place, media / it)
    bundle.sync(media)


def _set_aside(file: Path, now: datetime) -> Path:
    """A second name for the rows that are there: the first one is never without rows."""
    kept = file.with_name(f"{file.name}.replaced-{now:%Y-%m-%dT%H-%M-%SZ}")
    logs = [it for it in LOGS if Path(f"{file}{it}").exists()]
    for it in logs:  # before SQLite looks: of damaged rows it throws the log away
        _second_name(Path(f"{file}{it}"), Path(f"{kept}{it}"))
    try:
        _fold(file)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            _drop(kept, logs)
            raise BadBackup(TAKEN) from None
        _drop(file, ENDINGS)  # damaged, and perhaps that is why a copy is put back
    else:
        _drop(kept, logs)
    _second_name(file, kept)
    return kept


def _second_name(path: Path, second: Path) -> None:
    try:
        os.link(path, second)
    except FileExistsError:
        raise
    except OSError:  # not every disk has second names
        shutil.copy2(path, second)
        bundle.sync(second)


def _fold(file: Path) -> None:
    """Takes the log into the file itself, so that one name is all there is. Refused while anybody has it open."""
    with closing(sqlite3.connect(file, timeout=2)) as db:
        db.execute("PRAGMA journal_mode=DELETE")


def _own(path: Path, like: Path) -> None:
    """Whoever puts a copy back (often as root) leaves it to whoever runs Aho."""
    model = (like if like.exists() else like.parent).stat()
    path.chmod(model.st_mode & 0o666 if like.exists() else 0o600)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, model.st_uid, model.st_gid)


def _drop(file: Path, endings: Sequence[str]) -> None:
    for ending in endings:
        Path(f"{file}{ending}").unlink(missing_ok=True)
