"""What the web's doors need of the house, handed in by main."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.acts.desk import AtDesk
from bot.acts.translating import Task
from bot.config import Config
from bot.languages.catalogue import Catalogues
from bot.translate import Translated, Untranslated

#: By a school's id: the number of changes there, as soon as it is no longer the given one, or after so many seconds;
#: less than nothing when we are closing.
Changed = Callable[[int, int, float], Awaitable[int]]


async def _nobody_tells(_school_id: int, _since: int, _seconds: float) -> int:
    return -1


@dataclass(frozen=True)
class Doors:
    config: Config
    act: AtDesk  #: writes, and wakes the dispatcher after the commit
    look: AtDesk  #: reads; holds up no writer
    speech: Catalogues
    real_now: Callable[[], datetime]  #: sessions keep real time when the demo clock is moved
    now: Callable[[], datetime]  #: the school's time
    media: Path  #: where pictures and voice notes are kept
    health: Callable[[], dict[str, Any]]  #: what /readyz tells
    changed: Changed = _nobody_tells  #: waits for the next change at a school
    #: asks a machine on behalf of somebody who looks at a page; None: there is none
    translate: Callable[[Task], Awaitable[Translated | Untranslated]] | None = None
    #: others send, on the same database (PostgreSQL); whether anybody does, the rows say
    elsewhere: bool = False
