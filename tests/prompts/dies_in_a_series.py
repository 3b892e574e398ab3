"""A process that looks for due texts of series, and is killed as it passes a place: `python -m … URL MOMENT PLACE`."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from sqlalchemy import Connection

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.acts.series import sending
from bot.store import engine, schools, series_runs

PLACES: dict[str, tuple[Any, str]] = {
    "noted": (series_runs, "take_turn"),
    "drafted": (prompting, "draft"),
    "let go": (prompting, "confirm"),
    "written down": (series_runs, "went_as"),
    "moved on": (sending, "move_on"),
}


def _killed_after(deed: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(deed)
    def last(*given: Any, **named: Any) -> Any:
        deed(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return last


def main(url: str, moment: str, place: str) -> None:
    def look(db: Connection) -> int:
        school = schools.only(db)
        assert school is not None
        return sending.send_due(Desk(db, school, datetime.fromisoformat(moment), os.urandom))

    if place in PLACES:
        module, name = PLACES[place]
        setattr(module, name, _killed_after(getattr(module, name)))
    opened = engine.connect(url)
    engine.act(opened, look)
    os.kill(os.getpid(), signal.SIGKILL)  # "kept": the transaction has ended, nobody has heard of it


if __name__ == "__main__":
    main(*sys.argv[1:])
