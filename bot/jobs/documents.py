"""Documents: a PDF, written again without whatever could act, tell about its maker, or lead out of it."""

import os
import subprocess
import sys
from pathlib import Path

from bot.channels import Unfetched
from bot.jobs import pdf_again
from bot.model import documents

LARGEST = 20 * 1024 * 1024  #: bytes, as Telegram lets a bot fetch
PATIENCE = 40  #: seconds, on a busy machine; of its own work it has a quarter of that
_PROGRAM = Path(pdf_again.__file__)


def pdf(content: bytes) -> tuple[bytes, str] | Unfetched:
    """The same pages, and what they are called. Never hangs, and takes no more memory than its program may have."""
    if not documents.is_pdf(content):
        return Unfetched("not a PDF")
    if len(content) > LARGEST:
        return Unfetched("too large")
    # With no settings of ours: there are keys among them.
    settings = {it: os.environ[it] for it in ("SYSTEMROOT", "LD_LIBRARY_PATH") if it in os.environ}
    try:
        done = subprocess.run([sys.executable, "-IB", str(_PROGRAM)], input=content, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE, env=settings, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return Unfetched("not a PDF that can be read")
    if done.returncode:
        locked = done.returncode == pdf_again.LOCKED
        return Unfetched("it has a password" if locked else "not a PDF that can be read")
    pages, _, again = done.stdout.partition(b"\n")
    return again, documents.named(int(pages), len(again))
