"""The memory of `serve` itself, as anybody starts it: idle, and while it fans a question out to everybody."""

import math
import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime

from sqlalchemy import Connection

from bot.acts.desk import Desk
from bot.bench import by_hand, ours, school
from bot.bench.ground import Ground
from bot.bench.memory import Watched, megabytes
from bot.bench.results import MEMORY, Line, Row, at_most
from bot.bench.town import Town
from bot.config import ROOT, SECRETS, Config
from bot.store import engine
from bot.store import schools as school_rows

PATIENCE = 60.0  #: seconds until it answers, and for all of its fan-out


def measure(ground: Ground) -> Row:
    _, carrier = ground.carrier()
    families = ground.sizes[-1]
    ground.say(f"serve, for {families:,} families")
    town = ground.copy(families, "serve")
    port = _free_port()
    serving = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=_environment(town, carrier, port),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        opened = _opens(port, serving)
        time.sleep(1.0 if ground.quick else 5.0)
        idle = megabytes(serving.pid) if opened else math.nan
        with Watched(serving.pid) as watched:
            written = _fanned_out(town) if opened else 0
    finally:
        serving.terminate()
        try:
            serving.wait(20)
        except subprocess.TimeoutExpired:
            serving.kill()
            serving.wait()
    fanning = watched.most if written else math.nan  # where nothing went out nothing was measured
    return Row(
        "memory", f"Memory of serve for {families:,} families",
        [Line("idle", {MEMORY: idle}), Line(f"in a fan-out to {families:,} families", {MEMORY: fanning})],
        [at_most("idle ≤ 120 MB", idle, 120), at_most("in the fan-out ≤ 160 MB", fanning, 160)],
        [f"{written:,} deliveries were written within {PATIENCE:.0f} s." if opened else "serve did not open."],
    )  # fmt: skip


def _environment(town: Town, carrier: int, port: int) -> dict[str, str]:
    """Every setting is said, so that nothing of this machine's own .env is taken."""
    silent = {f"AHO_{name.upper()}": "" for name in (*Config.model_fields, *(f"{it}_file" for it in SECRETS))}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AHO_")}
    return kept | silent | school.environment(town.url, carrier) | {"AHO_PORT": str(port)}


def _opens(port: int, serving: "subprocess.Popen[bytes]") -> bool:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and serving.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def _fanned_out(town: Town) -> int:
    """Schedules a question, as the console does; how many phones have it once that number stands still."""
    rows = engine.connect(town.url)
    with by_hand.opened(town.url) as file:
        asked_at = datetime.fromisoformat(file.execute("SELECT datetime('now') || '+00:00'").fetchone()[0])
    prompt = engine.act(rows, lambda db: _schedule(db, asked_at))
    rows.dispose()
    count, ends, still = 0, time.monotonic() + PATIENCE, 0
    with by_hand.opened(town.url) as file:
        while time.monotonic() < ends and still < 6:
            time.sleep(0.5)
            now = file.execute("SELECT count(*) FROM delivery WHERE prompt_id = ?", (prompt,)).fetchone()[0]
            still = still + 1 if now == count and now else 0
            count = now
    return int(count)


def _schedule(db: Connection, now: datetime) -> int:
    there = school_rows.only(db)
    assert there is not None
    # serve goes by the real time, as SQLite does: what was due long before it is too late to go.
    return ours.scheduled(Desk(db, there, now, os.urandom))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
