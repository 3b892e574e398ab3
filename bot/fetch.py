"""Gets pinned parts with uv, or with pip, and says in one sentence why it could not. Standard library only.

What may be installed is fixed by hashes; where it comes from is the machine's own business: its pip, uv,
proxy and certificate settings are left as they are.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OFFLINE = "Aho needs the internet once, to fetch its parts. Please connect and run the same command again."
NO_VENV = (
    "This Python cannot make a place for Aho's parts: please install its venv "
    "(on Debian and Ubuntu: apt install python3-venv) and run the same command again."
)
UNTRUSTED = (
    "The network shows a certificate that this computer does not trust: please set SSL_CERT_FILE to your "
    "organisation's certificates and run the same command again."
)
FULL = "There is no room left on this disk for Aho's parts: please make some and run the same command again."
UNKNOWN = "Aho could not put its parts in place ({log} says why). Please run the same command again."

# What pip and uv print, in the order in which one failure explains another: a wrong hash is not "no network".
REASONS = (
    ("do not match the hashes|hash mismatch", UNKNOWN),
    ("no space left on device|disk quota exceeded", FULL),
    ("certificate.verify.failed|invalid peer certificate|unknownissuer", UNTRUSTED),
    (
        "dns error|name resolution|name or service not known|nodename nor servname|getaddrinfo|unreachable|"
        "no route to host|connection refused|connect error|error sending request|newconnectionerror|"
        "connecttimeout|proxyerror|timed out|connection reset|could not connect|failed to connect",
        OFFLINE,
    ),
)


class Unready(Exception):
    """The parts could not be made ready. The message is one sentence for whoever started Aho."""


class Fetch:
    """One errand to the package index, for the environment `venv`, with `door` held shut."""

    def __init__(self, venv: Path, python: Path, door: int) -> None:
        self.venv, self.python, self.door = venv, python, door
        self.log = venv / "install.log"
        self.started = time.monotonic()
        self.told = -1

    def install(self, pins: Path, uv_pins: Path) -> None:
        """uv first, since it is many times faster; pip where uv is not to be had or cannot reach what pip
        can. Raises Unready.
        """
        self.show()
        done = self.with_uv(self.find_uv() or self.fetch_uv(uv_pins), pins) or self.with_pip(pins)
        self.close(f"Aho has its parts ({time.monotonic() - self.started:.0f} s)." if done else "")
        if not done:
            raise Unready(self.reason())

    def offline(self) -> bool:
        return self.reason() == OFFLINE

    def reason(self) -> str:
        words = self.log.read_text(errors="replace").lower() if self.log.exists() else ""
        sentences = (sentence for pattern, sentence in REASONS if re.search(pattern, words))
        return next(sentences, UNKNOWN).format(log=self.log)

    def find_uv(self) -> tuple[str, ...] | None:
        if found := shutil.which("uv") or shutil.which("uv", path=self.python.parent):
            return (found,)
        return (sys.executable, "-m", "uv") if importlib.util.find_spec("uv") else None

    def fetch_uv(self, pins: Path) -> tuple[str, ...] | None:
        if self.with_pip(pins):
            return self.find_uv()
        if self.offline():  # pip would fail in the same way again, only later
            self.close("")
            raise Unready(OFFLINE)
        return None

    def with_uv(self, uv: tuple[str, ...] | None, pins: Path) -> bool:
        if uv is None:
            return False
        install = (*uv, "pip", "install", "--python", str(self.python), "--require-hashes", "-r", str(pins))
        if self.run(*install, "--system-certs"):
            return True
        # An older uv knows the same wish by its older name.
        older = "'--system-certs'" in self.log.read_text(errors="replace")
        return older and self.run(*install, "--native-tls")

    def with_pip(self, pins: Path) -> bool:
        if importlib.util.find_spec("ensurepip") is None:
            self.close("")
            raise Unready(NO_VENV)
        module = (str(self.python), "-Im")
        install = (*module, "pip", "install", "--retries", "2", "--no-compile", "--require-hashes")
        return self.run(*module, "ensurepip") and self.run(*install, "-r", str(pins))

    def run(self, *command: str) -> bool:
        """Run one installer with its words in the log. It holds the door even when we are killed."""
        settings = {**os.environ, "PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        doors = () if os.name == "nt" else (self.door,)
        with (
            self.log.open("w") as log,
            subprocess.Popen(
                command, env=settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=doors
            ) as child,
        ):
            try:
                while child.poll() is None:
                    self.show()
                    time.sleep(0.1)
            except BaseException:
                child.terminate()
                raise
        return child.returncode == 0

    def show(self) -> None:
        """On a terminal one line that counts; elsewhere a line at the start and then every ten seconds."""
        seconds = int(time.monotonic() - self.started)
        terminal = sys.stderr.isatty()
        due = 0 if self.told < 0 else self.told + (1 if terminal else 10)
        if seconds < due:
            return
        self.told = seconds
        words = f"Aho is fetching its parts, which happens once: {seconds} s"
        print(f"\r{words}" if terminal else words, end="" if terminal else "\n", file=sys.stderr, flush=True)

    def close(self, words: str) -> None:
        if sys.stderr.isatty():
            print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
        if words:
            print(words, file=sys.stderr, flush=True)
