"""The unmodified program, started as anybody would start it: a process of its own, its settings in the environment."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from bot.acts import schools
from bot.pace import families

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds: a bound for a machine with much else to do, never a measure
SCHOOL = """
name = "Kōwhai School"
key = "kowhai"
address = "2 Example Road"
privacy_contact = "office@kowhai.example"
office_number = "09 555 0111"
languages = ["English", "te reo Māori"]
[time]
zone = "{zone}"
[hours]
weekdays = ["00:00", "23:59"]
weekends = ["00:00", "23:59"]
office = ["00:00", "23:59"]
"""
STAFF = "person,role,rooms\nMs Rata,teacher,Room 1\nMr Kea,office,\n"
ROLL = "room,child,adult,relation,phone,language,household\nRoom 1,Ana,Hine,mother,{phone},mi,home\n"


class Process:
    """One start of one command; both streams go into files, so that no full pipe holds it up."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.out, self.err = folder / "out", folder / "err"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AHO_")}
        with self.out.open("w") as out, self.err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, env=kept | {"PYTHONUNBUFFERED": "1"} | settings,
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.out.read_text()

    @property
    def complained(self) -> str:
        return self.err.read_text()

    def until(self, find: Callable[[], T | None], what: str) -> T:
        return until(find, lambda: f"{what}; it said:\n{self.said}\n{self.complained}", self._ended)

    def ends(self, sign: signal.Signals | None = None) -> int:
        if sign is not None:
            self.process.send_signal(sign)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def _ended(self) -> bool:
        return self.process.poll() is not None


def until(
    find: Callable[[], T | None],
    what: Callable[[], str],
    hopeless: Callable[[], bool] = lambda: False,
    patience: float = PATIENCE,
) -> T:
    """What `find` finds at last. Looking is cheap and frequent; only a bound of patience (seconds) ends it."""
    end = time.monotonic() + patience
    while True:
        found = find()
        if found:
            return found
        assert time.monotonic() < end and not hopeless(), what()
        time.sleep(0.05)


class Said(Protocol):
    """What became of a command: its two streams, and its code."""

    @property
    def said(self) -> str: ...
    @property
    def complained(self) -> str: ...
    def ends(self) -> int: ...


def command(folder: Path, *words: str, **settings: str) -> Said:
    """A command that comes to its end by itself; `ends()` gives its code.

    A process of its own, forked from one that has imported everything: to import it anew takes nine tenths of what a
    command costs. That `python -m bot …` itself leads there is seen where `Process` starts it.
    """
    from tests.faults.forks import Fork  # it leans on this file
    from tests.faults.program import says

    forked = Fork(folder, says, settings, *words)
    forked.ends()
    return forked


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> tuple[int, str]:
    """Status and words; (0, …) where nobody answers yet."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError as trouble:
        return 0, str(trouble)


@contextlib.contextmanager
def ended(process: Process) -> Iterator[Process]:
    """Nothing that a test starts outlives it."""
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.kill()


class Carriers:
    """`python -m bot.simulated` as a process of its own, and its phones."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.process = Process(folder, "bot.simulated", "--port", str(self.port))
        self.process.until(lambda: get(self._url("/control/settings"))[0] == 200, "the carriers never opened")
        self.settings: dict[str, str] = json.loads(get(self._url("/control/settings"))[1])

    def post(self, path: str, **told: Any) -> None:
        body = json.dumps(told).encode()
        request = urllib.request.Request(
            self._url(f"/control{path}"), body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200

    def phone(self, address: str, channel: str = "sms", **more: str) -> "Phone":
        self.post("/phones", channel=channel, address=address, **more)
        return Phone(self, address)

    def ledger(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(get(self._url("/control/ledger"))[1])
        return told

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class Phone:
    def __init__(self, carriers: Carriers, address: str) -> None:
        self.carriers, self.address = carriers, address
        self._read: set[str] = set()

    @property
    def bubbles(self) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = self.carriers.ledger()["phones"][self.address]
        return shown

    def says(self, words: str) -> None:
        self.carriers.post(f"/phones/{self.address}/says", text=words)

    def does(self, verb: str, **told: str) -> None:
        self.carriers.post(f"/phones/{self.address}/{verb}", **told)

    def hears(self, *words: str) -> str:
        """The next bubble that it has not read and that holds all these words."""

        def found() -> str | None:
            for one in self.bubbles:
                if (
                    one["by"] != "phone"
                    and one["key"] not in self._read
                    and all(it in one["text"] for it in words)
                ):
                    self._read.add(one["key"])
                    return str(one["text"])
            return None

        return until(found, lambda: f"{words} never came; the screen: {[it['text'] for it in self.bubbles]}")

    def count(self, words: str) -> int:
        return sum(words in one["text"] and one["by"] != "phone" for one in self.bubbles)


def link_in(words: str) -> str | None:
    """The console's one-time link, once it has been printed whole."""
    found = re.search(r"(http://\S+/console/enter/\w+)\n", words)
    return found[1] if found else None


def zone_where_phones_may_ring() -> str:
    """Somewhere between Samoa and Hawaii it is a day on which a school may write, at an hour that is not over.

    These tests live in real time: no clock of the program's is moved from outside.
    """
    for zone in (
        "Pacific/Auckland",
        "Pacific/Kiritimati",
        "Europe/London",
        "Pacific/Honolulu",
        "Pacific/Pago_Pago",
    ):
        calendar = schools.read(SCHOOL.format(zone=zone)).calendar
        now = datetime.now(UTC)
        if all(families.open_now(now + timedelta(minutes=n), calendar) for n in (0, 2)):
            return zone
    pytest.skip("all over the world it is a New Zealand holiday")
