"""Apertium, a program on this computer. Its words are rough: for trying things out, and for tests."""

import asyncio
import shutil

from bot.translate import Trouble, troubles
from bot.translate.register import NotInstalled

#: Apertium's names for languages; a pair that is not installed it refuses.
CODES = {
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "pt": "por",
    "it": "ita",
    "ca": "cat",
    "hi": "hin",
    "ur": "urd",
}


class Apertium:
    key = "apertium"

    def __init__(self, seconds: float = troubles.SECONDS) -> None:
        program = shutil.which("apertium")
        if program is None:
            raise NotInstalled("Apertium is not on this computer: apt-get install apertium apertium-eng-spa.")
        self._program, self._seconds = program, seconds

    async def translate(self, words: str, source: str, target: str) -> str | Trouble:
        pair = f"{CODES.get(source, source)}-{CODES.get(target, target)}"
        if not pair.replace("-", "").replace("_", "").isalnum():
            return troubles.NOT_THIS_LANGUAGE
        try:
            # -u: without the marks that stand before words it does not know.
            working = await asyncio.create_subprocess_exec(
                self._program, "-u", pair, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        except OSError:
            return Trouble("Apertium could not be started", troubles.LATER)
        try:
            async with asyncio.timeout(self._seconds):
                made, _errors = await working.communicate(words.encode())
        except TimeoutError:
            return troubles.TIME_OUT
        finally:
            if working.returncode is None:
                working.kill()
                await working.wait()
        if working.returncode:
            return troubles.NOT_THIS_LANGUAGE
        return made.decode("utf-8", "replace").strip()

    async def close(self) -> None:
        pass
