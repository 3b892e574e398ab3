"""What is noted in the play: frozen, one line for each thing that happened or holds."""

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True)
class Mark:
    order: int
    at: datetime


@dataclass(frozen=True)
class Sighting:
    """Something that came up on a phone's screen. `by`: "school", "phone" or "carrier"."""

    order: int
    at: datetime
    phone: str
    by: str
    text: str
    edited: bool = False
    media: tuple[str, ...] = ()  #: what stood beside it, as `bot.term.pictures` names it


@dataclass(frozen=True)
class Span:
    """From one moment to another; None: until further notice. `ends`: a date that was set beforehand."""

    since: Mark
    until: Mark | None = None
    ends: datetime | None = None

    def holds(self, order: int, at: datetime) -> bool:
        begun = self.since.order <= order and self.since.at <= at
        return (
            begun
            and (self.until is None or order < self.until.order)
            and (self.ends is None or at < self.ends)
        )


@dataclass(frozen=True)
class Place:
    """Somebody's place in a lane: one home of one child."""

    person: str
    child: str
    home: str
    everything: bool
    span: Span


@dataclass(frozen=True)
class Holds:
    """Somebody has a phone."""

    person: str
    phone: str
    span: Span


@dataclass(frozen=True)
class Duty:
    person: str
    room: str
    span: Span


@dataclass(frozen=True)
class Said:
    """Words of somebody's, with a number in them that no others have. `audience`: "school" (the writer and the child's
    teachers), "home" (the home too), "family" (and whoever sees stories), "nobody" (they may go nowhere); "away" (as
    school), "urgent" (the office and the writer), "learner" (the guardian, and once it is sent the school)."""

    number: int
    words: str
    by: str
    child: str
    home: str
    audience: str
    mark: Mark
    must: frozenset[str] = frozenset()  #: who has to hear them in the end
    to: str = ""  #: a teacher's answer: to whom it is
    sent: Mark | None = None  #: a learner's words: when the guardian sent them
    media: str = ""  #: a picture or a voice note that goes with them


@dataclass(frozen=True)
class Asked:
    """Something that went to rooms. `kind`: "question", "notice", "celebration", "poll", "series"."""

    wordings: tuple[str, ...]
    rooms: tuple[str, ...]
    kind: str
    mark: Mark


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be part of it. `kind`: "paused", "weekly", "hours", "never", "digest"."""

    person: str
    kind: str
    span: Span
    weekly: int = 3
    opens: time = time()
    closes: time = time(23, 59)
    refuses: tuple[str, ...] = ()  #: the kinds of `Asked` that never come


@dataclass(frozen=True)
class Stopped:
    phone: str
    span: Span
    farewells: int  #: what may still come: one word of ours, or none where the carrier says it


@dataclass(frozen=True)
class Looked:
    """What the console showed to somebody: which rooms, and a line about the first page."""

    person: str
    mark: Mark
    rooms: tuple[str, ...]
    told: str
