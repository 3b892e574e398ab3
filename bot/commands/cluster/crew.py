"""The processes of a cluster: pretend carriers, doors, and workers, of which some are killed and others come."""

import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.commands.opened import Closed
from bot.config import ROOT, SECRETS, Config

HEARTBEAT = 0.5  #: seconds: here a dead one is missed after two seconds, not twenty
PAUSE = 1.0  #: seconds after which another one takes a dead one's place


class Carriers:
    """The pretend carriers in a process of their own: they outlive whoever is killed, and remember everything."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self._url + path, timeout=30) as answer:
            return json.load(answer)

    def post(self, path: str, **told: Any) -> None:
        request = urllib.request.Request(
            self._url + path, json.dumps(told).encode(), {"content-type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=30).close()


@dataclass
class Worker:
    number: int
    process: subprocess.Popen[bytes]
    began: float
    killed: float | None = None


class Crew:
    """Starts them, kills one, fills up; at the end nothing is left running."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        self._others: list[subprocess.Popen[bytes]] = []
        self.workers: list[Worker] = []
        self.kills = 0
        self._numbers = count(1)
        self._settings: dict[str, str] = {}

    def __enter__(self) -> "Crew":
        port = free_port()
        self.carriers = Carriers(port)
        self._others.append(self._start("carriers", "bot.simulated", "--port", str(port)))
        try:
            self._settings = _nothing_else() | {
                "AHO_DATABASE_URL": self._url,
                "AHO_SECRET_KEY": secrets.token_hex(16),
                **self._patiently(lambda: self.carriers.get("/control/settings")),
            }
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:  # fmt: skip
        self._end()

    def _end(self) -> None:
        for it in [*self._others, *(one.process for one in self.workers)]:
            if it.poll() is None:
                it.kill()
            it.wait()

    def open(self, workers: int) -> None:
        """Doors for the carriers to call, and so many workers."""
        port = free_port()
        self._settings |= {"AHO_PORT": str(port), "AHO_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        self._others.append(
            self._start("doors", "bot", "serve", "--doors-only", "--heartbeat", str(HEARTBEAT))
        )
        for _one in range(workers):
            self._hire()

    def at_work(self) -> list[Worker]:
        return [it for it in self.workers if it.killed is None and "works here" in self._said(it)]

    def kill_one(self) -> None:
        """As a power cut would: it can say nothing, and finish nothing. Not one that is only just coming in."""
        if at_work := self.at_work():
            victim = random.choice(at_work)
            victim.process.send_signal(signal.SIGKILL)
            victim.process.wait()
            victim.killed = time.monotonic()
            self.kills += 1

    def fill_up(self) -> None:
        """Another one comes for each that is gone, a moment later."""
        now = time.monotonic()
        for it in list(self.workers):
            if it.killed is None and it.process.poll() is not None:
                last_words = [*self._said(it).splitlines(), "it said nothing"][-2:][0]
                raise Closed(f"A worker stopped by itself: {last_words}")
            if it.killed is not None and now - it.killed >= PAUSE:
                self.workers.remove(it)
                self._hire()

    def rest(self) -> bool:
        """They are told to stop, and let their calls come to an end; whether all did as they were told."""
        alive = [it.process for it in self.workers if it.killed is None]
        for it in alive:
            it.terminate()
        return all(self._ends(it) for it in alive)

    def _hire(self) -> None:
        number = next(self._numbers)
        process = self._start(f"worker-{number}", "bot", "work", "--heartbeat", str(HEARTBEAT))
        self.workers.append(Worker(number, process, time.monotonic()))

    def _start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        kept = {it: value for it, value in os.environ.items() if not it.startswith("AHO_")}
        with (self._folder / name).open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, env=kept | self._settings,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,  # Ctrl-C is for the command itself, which then ends them
            )  # fmt: skip

    def _ends(self, process: subprocess.Popen[bytes]) -> bool:
        just_came = -signal.SIGTERM
        try:
            return process.wait(60) in (0, just_came)
        except subprocess.TimeoutExpired:
            return False

    def _said(self, worker: Worker) -> str:
        return (self._folder / f"worker-{worker.number}").read_text(encoding="utf-8", errors="replace")

    def _patiently(self, look: Callable[[], Any], seconds: float = 60.0) -> Any:
        ends = time.monotonic() + seconds
        while True:
            try:
                return look()
            except OSError:
                if time.monotonic() > ends or self._others[0].poll() is not None:
                    raise Closed("The pretend carriers did not open.") from None
                time.sleep(0.05)


def _nothing_else() -> dict[str, str]:
    """Whatever stands in a file of settings here is a real school's, and stays out of this."""
    return {f"AHO_{name.upper()}": "" for name in [*Config.model_fields, *(f"{it}_FILE" for it in SECRETS)]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
