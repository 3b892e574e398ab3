"""Zips, opened with care: their sizes are only claims, and a name in one may point anywhere."""

import io
import zipfile
import zlib
from collections.abc import Collection
from pathlib import PurePosixPath

from bot.acts.roll.naming import BadRoll

MOST_FILES = 500
LARGEST = 100 * 1024 * 1024  # bytes, all of a zip's files unpacked
TOO_LARGE = "the zip unpacks to more than a school's roll can be; it has not been opened"
SPOILT = "the zip is damaged; export it once more"


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def names(content: bytes) -> frozenset[str]:
    """The files in it. Raises BadRoll for what no honest program writes."""
    found = _listed(content)
    if len(found) > MOST_FILES or sum(it.file_size for it in found) > LARGEST:
        raise BadRoll(TOO_LARGE)
    for it in found:
        if "\\" in it.filename or it.filename.startswith("/") or ".." in PurePosixPath(it.filename).parts:
            raise BadRoll("the zip has a file in it whose name points elsewhere; it has not been opened")
        if it.flag_bits & 1:
            raise BadRoll("the zip has a password; export it without one")
    return frozenset(it.filename for it in found)


def read(content: bytes, wanted: Collection[str]) -> dict[str, bytes]:
    """These files of it, those that are there; never more than LARGEST, whatever the zip claims."""
    left, found = LARGEST, {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            for it in box.infolist():
                if it.filename in wanted:
                    with box.open(it) as file:
                        found[it.filename] = file.read(left + 1)
                    left -= len(found[it.filename])
                    if left < 0:
                        raise BadRoll(TOO_LARGE)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BadRoll(SPOILT) from None
    return found


def _listed(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            return box.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError):
        raise BadRoll(SPOILT) from None
