"""The carriers as the tests see them: a process of their own, with doors."""

import json
import urllib.request
from pathlib import Path
from typing import Any

from tests.faults.carrier_process import Call, carry
from tests.faults.forks import Fork
from tests.processes.program import free_port, get

NAMES = {"sms": "twilio", "telegram": "telegram"}


class Carriers:
    def __init__(self, folder: Path, seed: int = 7) -> None:
        self.port, other = free_port(), free_port()
        self.process = Fork(folder, carry, (self.port, other), seed)
        self.process.until(lambda: get(self._url("/control/settings"))[0] == 200, "the carriers never opened")
        self.settings: dict[str, str] = json.loads(get(self._url("/control/settings"))[1])
        at_first = self.settings["AHO_TELEGRAM_API_URL"]
        self.settings["AHO_TELEGRAM_API_URL"] = at_first.replace(f":{self.port}/", f":{other}/")

    def open_chats(self, addresses: list[str]) -> None:
        self._post("/yard/chats", addresses=addresses)

    def calls(self, since: int = 0) -> list[Call]:
        """Every try to put something on a phone, in the order in which it came in."""
        return [Call(**it) for it in self._post("/yard/calls", since=since)["calls"]]

    def heard(self) -> dict[str, list[str]]:
        """By address, what the school has put on that phone."""
        heard: dict[str, list[str]] = self._post("/yard/heard")["heard"]
        return heard

    def chances(self, channel: str, seconds: float = 1.0, **chances: float) -> None:
        """From now on each call meets each of these faults with that chance."""
        wished = [{"kind": kind, "seconds": seconds, "chance": chance} for kind, chance in chances.items()]
        self._post("/control/faults", carrier=NAMES[channel], chances=wished)

    def black_hole(self, channel: str, *, open: bool) -> None:
        self._post("/yard/hole", carrier=channel, open=open)

    def kills_in_the_call(self, pid: int, channel: str, nth: int) -> None:
        """The nth message from now on arrives, and before its sender can learn that it has, its sender is dead."""
        self._post("/yard/kill", pid=pid, carrier=channel, nth=nth)

    def text_to(self, url: str) -> None:
        self._post("/control/sms-url", url=url)

    def texts(self, number: str, words: str) -> None:
        """Somebody writes by SMS; the school's door is knocked at once, and Twilio lists it either way."""
        self._post("/control/phones", channel="sms", address=number)
        self._post(f"/control/phones/{number}/says", text=words)

    def chat(self, said: list[tuple[str, str]]) -> None:
        """People write on Telegram, all at once: address and words."""
        self._post("/yard/say", said=said)

    def complaints(self) -> list[str]:
        told: list[str] = json.loads(get(self._url("/control/ledger"))[1])["complaints"]
        return told

    def _post(self, path: str, **told: Any) -> Any:
        body = json.dumps(told).encode()
        with urllib.request.urlopen(urllib.request.Request(self._url(path), body), timeout=60) as answer:
            return json.loads(answer.read())

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"
