"""A pretend fresh machine, for the launcher."""

import subprocess
import sys
from pathlib import Path


class Machine:
    """A fresh copy of the launcher, with a `uv` of our making on PATH and an interpreter that we chose."""

    def __init__(self, home: Path, root: Path) -> None:
        self.root, self.programs = home / "aho", home / "programs"
        self.programs.mkdir()
        (self.root / "bot/locks").mkdir(parents=True)
        for name in ("__init__.py", "__main__.py", "install.py", "fetch.py"):
            (self.root / "bot" / name).write_bytes((root / "bot" / name).read_bytes())
        for lock in ("run", "test", "uv"):
            (self.root / f"bot/locks/{lock}.txt").write_text(f"{lock}==1\n")
        (self.root / "bot/main.py").write_text(
            "import os, sys\ndef main(words):\n    print(os.getpid(), sys.prefix, *words)\n    return 7\n"
        )

    def uv(self, script: str) -> None:
        self.program("uv", f'echo "$@" >> "{self.root}/asked"\n{script}')

    def program(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def python(self, script: str) -> None:
        """A `.venv` that is there already, with an interpreter of our making."""
        home = self.root / ".venv/bin"
        home.mkdir(parents=True)
        (home.parent / "pyvenv.cfg").write_text("version = {}.{}.{}\n".format(*sys.version_info))
        (home / "python").write_text(f'#!/bin/sh\necho "$@" >> "{self.root}/asked"\n{script}\n')
        (home / "python").chmod(0o755)

    def launch(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=self.root,
            env={"PATH": f"{self.programs}:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, *words: str) -> tuple[int, str, str]:
        process = self.launch(*words)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def asked(self) -> list[str]:
        asked = self.root / "asked"
        return asked.read_text().splitlines() if asked.exists() else []
