"""What the last look may decide on one delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.acts.rendering import Rendered


@dataclass(frozen=True)
class Go:
    rendered: Rendered
    tells: Mapping[str, Any] | None  #: whom this text tells its reader about (see telling)
    lines: tuple[int, ...] = ()  #: of a weekly text: the deliveries that it tells, in order


@dataclass(frozen=True)
class Cancel:
    why: str


@dataclass(frozen=True)
class Defer:
    until: datetime


@dataclass(frozen=True)
class Gather:
    """The month has no segments for it: it goes in the phone's weekly text."""


@dataclass(frozen=True)
class Broken:
    """It cannot be worded: this row fails alone."""

    why: str


Verdict = Go | Cancel | Defer | Gather | Broken
