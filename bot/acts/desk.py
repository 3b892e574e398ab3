"""The school's desk at one moment: everything an act may lean on, handed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.languages.catalogue import Catalogues
from bot.model.school import School

T = TypeVar("T")
LOCALES = Path(__file__).resolve().parents[2] / "locales"


@dataclass(frozen=True)
class Links:
    """Where the school can be found from a phone."""

    public_url: str = ""
    sms_number: str = ""
    bot_name: str = ""  #: Telegram's name of our bot, without the @
    key: str = field(default="", repr=False)  #: with which the links in texts are signed

    @property
    def privacy(self) -> str:
        return f"{self.public_url}/privacy" if self.public_url else ""


@dataclass(frozen=True)
class Desk:
    """One transaction's rows, one moment, one school. `chance` gives that many random bytes."""

    db: Connection
    school: School
    now: datetime  #: aware UTC
    chance: Callable[[int], bytes]
    links: Links = Links()
    speech: Catalogues = field(default_factory=lambda: Catalogues.load(LOCALES))


class AtDesk(Protocol):
    """Does one deed at the desk, in a transaction of its own."""

    def __call__(self, deed: Callable[[Desk], T], /) -> Awaitable[T]: ...
