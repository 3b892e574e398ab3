"""What nobody caught, in a process of its own: its kind and its place reach the log, its words do not."""

import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "Kua ngaro a Tamahikoi"
WAYS = {
    "an exception that nobody caught": "raise ValueError(CANARY)",
    "one in a thread": """
import threading
def fall():
    raise ValueError(CANARY)
it = threading.Thread(target=fall)
it.start()
it.join()
""",
    "one while something is cleared away": """
class Falls:
    def __del__(self):
        raise ValueError(CANARY)
Falls()
""",
    "a logger that nobody thought of": """
import logging
try:
    raise ValueError(CANARY)
except ValueError:
    logging.getLogger("some.vendor").exception("while saying %s", CANARY)
""",
    "a warning": """
import warnings
warnings.warn(CANARY, UserWarning)
""",
    "a task that nobody awaited": """
import asyncio
async def fall():
    raise ValueError(CANARY)
async def scene():
    asyncio.create_task(fall(), name=CANARY)
    await asyncio.sleep(0.01)
asyncio.run(scene())
""",
}


@pytest.mark.parametrize("way", WAYS)
def test_the_last_words_of_an_error_are_not_said(way: str, root: Path) -> None:
    """Holds the hooks and the last resort of bot/logs.py: a traceback ends in what a family wrote, or in a key."""
    script = f"import sys\nCANARY = sys.argv[1]\nfrom bot import logs\nlogs.begin('DEBUG')\n{WAYS[way]}"
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", script, CANARY], cwd=root, capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    assert "ngaro" not in said
    assert "Tamahikoi" not in said
    assert "ValueError" in said or "py.warnings" in said, "it says that something happened"
