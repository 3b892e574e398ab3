"""In which order several processes that share the suite take up its files."""

from collections.abc import Sequence
from pathlib import Path

#: Folders and files that take minutes, the longest file first: real processes, real browsers, many deaths.
SLOW = (
    "pages",
    "faults",
    "lanes",
    "processes",
    "workers",
    "browser",
    "bench",
    "test_every_route.py",
    "test_readme.py",
    "test_large_roll.py",
)


def of(files: Sequence[Path]) -> dict[Path, float]:
    """Where in the run, from 0 to 1, each file begins.

    Those that take minutes begin in its first half, or one core ends alone with the last of them; and among the others
    rather than all together: most of what they do is waiting, for which a core should have something else to do.
    """
    slow = sorted((it for it in files if _rank(it) < len(SLOW)), key=_rank)
    quick = [it for it in files if _rank(it) == len(SLOW)]
    begins = {it: number / len(slow) / 2 for number, it in enumerate(slow)}
    return begins | {it: number / len(quick) for number, it in enumerate(quick)}


def _rank(file: Path) -> int:
    return next((rank for rank, name in enumerate(SLOW) if name in file.parts), len(SLOW))
