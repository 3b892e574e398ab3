"""A series: short texts in an order, and the rhythm in which a room's families get them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.model.chat import Wording


class PartKind(StrEnum):
    """Of one text: something true, something small to do, or what it may grow into."""

    FACT = "fact"
    TIP = "tip"
    GROWTH = "growth"


@dataclass(frozen=True)
class Part:
    """One text of a series."""

    kind: PartKind
    wordings: tuple[Wording, ...]  #: English first
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: by language: what one may answer

    @property
    def said(self) -> tuple[Wording, ...]:
        """The words as they go out, the choices after them where there are some in that language."""
        return tuple(
            Wording(it.language, _with(it.words, self.choices.get(it.language, ())), it.made_by, it.engine)
            for it in self.wordings
        )


def _with(words: str, choices: tuple[str, ...]) -> str:
    return f"{words} {' / '.join(choices)}" if choices else words


@dataclass(frozen=True)
class Series:
    """`key` names one of the library's, or the school's copy of it; the school's own have none."""

    name: str
    subject: str
    ages: tuple[int, int]  #: youngest and oldest it suits
    parts: tuple[Part, ...]
    about: str = ""
    key: str = ""
    id: int = 0  #: 0: on the shelf, not among the school's rows
    author_id: int | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """In which some of it is worded, English first."""
        return tuple(dict.fromkeys(it.language for part in self.parts for it in part.wordings))


class CatchUp(StrEnum):
    """What becomes of texts whose moment passed while a series was paused, or Aho was down."""

    SKIP = "skip"  #: they are left out
    NEWEST = "newest"  #: the last of them goes, the others are left out
    GO_ON = "go on"  #: none is lost: it goes on from where it stood


@dataclass(frozen=True)
class Rhythm:
    """When the texts of a series go, by the school's own clock: on `dates`, or on `days` of the week."""

    at: time
    days: tuple[int, ...] = ()  #: 0 is Monday
    dates: tuple[date, ...] = ()  #: instead of days of the week
    begins: date | None = None  #: not before this day
    weeks: tuple[int, int] | None = (
        None  #: only in these weeks of a term; week 1 is the one in which it begins
    )
    in_terms: bool = True  #: False: in the school's holidays too, though never on a public holiday

    def plain(self) -> dict[str, Any]:
        """As a row holds it."""
        return {
            "at": f"{self.at:%H:%M}",
            "days": list(self.days),
            "dates": [it.isoformat() for it in self.dates],
            "begins": self.begins.isoformat() if self.begins else None,
            "weeks": list(self.weeks) if self.weeks else None,
            "in_terms": self.in_terms,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Rhythm":
        return cls(
            time.fromisoformat(plain["at"]),
            tuple(plain["days"]),
            tuple(date.fromisoformat(it) for it in plain["dates"]),
            date.fromisoformat(plain["begins"]) if plain["begins"] else None,
            (plain["weeks"][0], plain["weeks"][1]) if plain["weeks"] else None,
            plain["in_terms"],
        )


@dataclass(frozen=True)
class Running:
    """A series in one room. `place` is the number of the part that goes next, from 1 on."""

    id: int
    series_id: int
    series_name: str
    parts: int
    room_id: int
    room_name: str
    rhythm: Rhythm
    catch_up: CatchUp
    place: int
    state: str  #: running · paused · ended
    next_day: date | None  #: None: no day is known within a year, such as when the terms have run out
    next_at: datetime | None  #: when it is looked at next; None while it is paused or ended
    ended: str = ""  #: why: "finished", or "ended" by somebody
