"""Puts Aho's parts into `.venv`, once, and goes on inside it.

Standard library only: on a fresh machine nothing else is there yet.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bot.fetch import NO_VENV, Fetch, Unready

ROOT = Path(__file__).resolve().parent.parent
LOCKS = Path(__file__).resolve().parent / "locks"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DOOR = VENV / "install.lock"
UNFINISHED = VENV / "install.unfinished"
WAITING = "Another start of Aho is fetching its parts; waiting for it."

# The test lock holds every pin of the run lock (a test checks it), so whoever has the one has the other.
COVERS = {"run": ("run",), "test": ("run", "test")}


def enter(arguments: list[str]) -> int | None:
    """Make the parts ready and go on inside them. Where the system can, this process becomes the new one and
    keeps its number, so that Ctrl-C and SIGTERM reach Aho itself.

    Returns an exit code, or None when this process is already inside and Aho may start here and now.
    """
    testing = arguments[:1] == ["test"]
    try:
        make_ready("test" if testing else "run")
    except Unready as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    if testing:
        os.chdir(ROOT)
        return become("-m", "pytest", *shared_out(arguments[1:]))
    if Path(sys.prefix).resolve() == VENV.resolve():
        return None
    return become("-m", "bot", *arguments)


def shared_out(words: list[str]) -> list[str]:
    """The whole suite goes to a process more than there are cores, a file to each and in our order (left to itself, it
    begins with whichever file has most tests); what is named runs in one."""
    whole = all(word.startswith("-") for word in words)
    return ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", *words] if whole else words


def remembered() -> dict[str, str]:
    """Python's compiled files lie in `.venv`, wherever it was told to keep none: read anew each time, our parts
    would take five seconds to start and not two."""
    return {"PYTHONPYCACHEPREFIX": str(VENV / "compiled")}


def make_ready(lock: str) -> None:
    """Install what `lock` ("run" or "test") pins, unless that was done before. Raises Unready."""
    if ready(lock):
        return
    try:
        VENV.mkdir(exist_ok=True)
        with alone() as door:
            if not ready(lock):
                put_in_place(lock, door)
    except OSError as trouble:
        raise Unready(f"Aho cannot write into {VENV}: {trouble.strerror or trouble}.") from trouble


def ready(lock: str) -> bool:
    try:
        return PYTHON.exists() and stamp(lock).read_text() == fingerprint(lock)
    except OSError:
        return False


def stamp(lock: str) -> Path:
    return VENV / f"aho-{lock}.stamp"


def fingerprint(lock: str) -> str:
    """Changes with the pins and with the Python they were installed for."""
    pins = (LOCKS / f"{lock}.txt").read_bytes()
    return hashlib.sha256(pins + f"{sys.implementation.cache_tag} {sys.platform}".encode()).hexdigest()


def become(*words: str) -> int:
    command = [str(PYTHON), *words]
    os.environ.update(remembered())
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.name == "nt":  # there, exec would give the prompt back while Aho runs on
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)


@contextmanager
def alone() -> Iterator[int]:
    """Hold the door, so that two starts never install at once. The lock dies with whoever holds it."""
    with DOOR.open("a") as door:
        if not taken(door.fileno()):
            print(WAITING, file=sys.stderr, flush=True)
            while not taken(door.fileno()):
                time.sleep(0.2)
        before = signal.signal(signal.SIGTERM, leave)
        try:
            yield door.fileno()
        finally:
            signal.signal(signal.SIGTERM, before)


def taken(door: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(door, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def put_in_place(lock: str, door: int) -> None:
    # Half-installed parts look whole to pip and uv: after an interruption everything is put there anew.
    if UNFINISHED.exists() or not fits():
        lay_out()
    UNFINISHED.touch()
    fetch = Fetch(VENV, PYTHON, door)
    try:
        fetch.install(LOCKS / f"{lock}.txt", uv_pins=LOCKS / "uv.txt")
    except Unready:
        if fetch.offline():  # nothing was touched: what was there before is still whole
            UNFINISHED.unlink()
        raise
    for covered in COVERS[lock]:
        stamp(covered).write_text(fingerprint(covered))
    UNFINISHED.unlink()


def fits() -> bool:
    """Is there a `.venv`, and was it made by a Python of this version?"""
    try:
        lines = (VENV / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return False
    ours = "{}.{}.".format(*sys.version_info[:2])
    versions = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return PYTHON.exists() and any(version.startswith(ours) for version in versions)


def lay_out() -> None:
    try:
        import venv
    except ImportError as missing:
        raise Unready(NO_VENV) from missing
    for old in VENV.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old != DOOR:
            old.unlink()
    venv.EnvBuilder(symlinks=os.name != "nt").create(VENV)
