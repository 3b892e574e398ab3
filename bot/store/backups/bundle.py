"""One file with everything in it: the rows, the pictures and voice notes, and last of all a list with their hashes.

It is a plain .tar, so that it can be looked into without Aho. Where the list is missing, the file is not whole.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

ROWS, LIST, MEDIA = "aho.db", "manifest.json", "media/"
NAMES = re.compile(r"aho\.db|media/[0-9a-f]{1,64}")
A_PIECE = 1024 * 1024
NOT_WHOLE = "is not a whole copy of Aho's"


class BadBackup(Exception):
    """One clear line."""


@dataclass(frozen=True)
class Manifest:
    """What a copy holds."""

    made_at: datetime  #: nothing that the carriers did before this moment is missing in it
    school: str
    revision: str  #: of the tables
    rows: dict[str, int]  #: by table
    missing: int  #: pictures and voice notes that the rows name and nobody could find
    parts: dict[str, str]  #: SHA-256 by name

    @property
    def media(self) -> list[str]:
        return [name.removeprefix(MEDIA) for name in self.parts if name.startswith(MEDIA)]


def write(path: Path, manifest: Manifest, parts: Iterable[tuple[str, Path]]) -> Manifest:
    """Writes the file and sees to it that the disk has it; the manifest with the hashes of its parts."""
    hashes: dict[str, str] = {}
    with path.open("xb") as out, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        path.chmod(0o600)
        for name, source in parts:
            with source.open("rb") as content:
                hashed = _Hashed(content)
                tar.addfile(_entry(name, os.fstat(content.fileno()).st_size, manifest), hashed)
                hashes[name] = hashed.sum.hexdigest()
        whole = replace(manifest, parts=hashes)
        listed = json.dumps(
            asdict(whole) | {"made_at": whole.made_at.isoformat()}, ensure_ascii=False, indent=1
        )
        tar.addfile(_entry(LIST, len(listed.encode()), manifest), io.BytesIO(listed.encode()))
    sync(path)
    return whole


def check(path: Path) -> Manifest:
    """Reads all of it: its list, every part and every hash. Raises BadBackup."""
    hashes: dict[str, str] = {}
    with _opened(path) as tar:
        for entry in tar:
            if LIST in hashes or entry.name in hashes or not (entry.name == LIST or _is_part(entry)):
                raise BadBackup(f"{path} {NOT_WHOLE}: something in it is not ours.")
            content = _Hashed(_content(tar, entry))
            if entry.name == LIST:
                manifest = _manifest(content.read())
            while content.read(A_PIECE):
                pass
            hashes[entry.name] = content.sum.hexdigest()
        if LIST not in hashes:
            raise BadBackup(f"{path} {NOT_WHOLE}: its end is missing.")
    del hashes[LIST]
    if hashes != manifest.parts or ROWS not in hashes:
        raise BadBackup(f"{path} {NOT_WHOLE}: it has changed since it was made.")
    return manifest


def unpack(path: Path, manifest: Manifest, places: dict[str, Path]) -> None:
    """Writes some of its parts to these places, each looked at once more while it is written."""
    with _opened(path) as tar:
        for entry in tar:
            place = places.get(entry.name)
            if place is None:
                continue
            content = _Hashed(_content(tar, entry))
            with place.open("wb") as out:
                while piece := content.read(A_PIECE):
                    out.write(piece)
            sync(place)
            if content.sum.hexdigest() != manifest.parts[entry.name]:
                raise BadBackup(f"{path} {NOT_WHOLE}: it is changing while it is read.")


def same(path: Path, sha256: str) -> bool:
    """Whether this very content is there already."""
    if not path.is_file():
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == sha256


def sync(path: Path) -> None:
    """Comes back when the disk has it; folders too, where the system lets us."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class _Hashed:
    """Reads on, and knows the hash of what was read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.sum = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.content.read(size)
        self.sum.update(piece)
        return piece


def _entry(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(manifest.made_at.timestamp())
    return entry


def _is_part(entry: tarfile.TarInfo) -> bool:
    return entry.isreg() and NAMES.fullmatch(entry.name) is not None


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except FileNotFoundError:
        raise BadBackup(f"There is no file {path}.") from None
    except (tarfile.TarError, EOFError):
        raise BadBackup(f"{path} {NOT_WHOLE}.") from None


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry)
    if content is None:
        raise tarfile.ReadError("not a file")
    return content


def _manifest(written: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(written)
        return Manifest(**(told | {"made_at": datetime.fromisoformat(told["made_at"])}))
    except (ValueError, TypeError, KeyError):
        raise tarfile.ReadError("not our list") from None
