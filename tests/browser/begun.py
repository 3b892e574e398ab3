"""`python -m tests.browser.begun 2026-12-24T11:00`: the demo, as if somebody had started it then, at the school's own hour.

The program is the same; only where it looks for the real time is turned.
"""

import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import main

AUCKLAND = ZoneInfo("Pacific/Auckland")


def begin(wall: str) -> int:
    ahead = datetime.fromisoformat(wall).replace(tzinfo=AUCKLAND) - datetime.now(UTC)
    main._real_now = lambda: datetime.now(UTC) + ahead
    return main.main([])


if __name__ == "__main__":
    sys.exit(begin(sys.argv[1]))
