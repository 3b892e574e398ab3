"""A message on its way to one phone, and what may become of it (DESIGN §7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

#: What carriers say later, in the order in which a message moves. States only move forward.
STEPS = ("accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read")
NOT_ARRIVED = ("undelivered", "failed")  #: of these: it did not arrive, and will not
RANK = {
    "accepted": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "delivered": 4,
    "undelivered": 4,
    "failed": 4,
    "read": 5,
}


#: Why a delivery ended about which no carrier could tell: a person decides whether it goes once more.
ASK_THE_FAMILY = "it may or may not have arrived: please ask the family"


class Turn(IntEnum):
    """Who goes first from a phone's queue: lower is sooner."""

    SAFETY = -1  #: what cannot wait; yet nothing goes to a phone that has not been told who writes
    NOTICE = 0  #: who we are; before anything else
    ANSWER = 1  #: Aho's own answer to somebody who just wrote
    WORDS = 2  #: words between people
    PROMPT = 3
    NUDGE = 4


class Gate(StrEnum):
    """Which checks a delivery must pass at the moment of its call."""

    NOTICE = "notice"  #: may go before the notice was given: it is the notice
    FAREWELL = "farewell"  #: the one last word after STOP or WRONG
    STRANGER = "stranger"  #: the one line to somebody we do not know
    OWN = "own"  #: an answer to a known person about themselves: no lane's words in it
    LANE = "lane"  #: words of a lane: its children are checked one by one
    STAFF = "staff"  #: to a teacher about a child in their room
    OFFICE = "office"  #: to the office, or whoever leads safeguarding, about what a family called urgent


@dataclass(frozen=True)
class Choice:
    """One button, or one numbered line on SMS."""

    label: str
    mark: str  #: what the carrier gives back, 64 bytes at most


@dataclass(frozen=True)
class Enclosure:
    """A picture or voice note that goes with the words."""

    kind: str  #: "photo", "voice" or "document"
    content: bytes
    mime: str


@dataclass(frozen=True)
class Outgoing:
    """Everything a channel needs for one call. The words are final: what is stored is what is read."""

    attempt: str  #: our token: unique per call
    address: str
    words: str
    language: str = "en"
    choices: tuple[Choice, ...] = ()
    enclosure: Enclosure | None = None
    quotes: str | None = (
        None  #: the external id of what it answers on the same screen, where that can be shown
    )
    valid_seconds: int | None = (
        None  #: the carrier should drop it after so long (None: the carrier's own limit)
    )


# Outcomes: expected failure is a value.


@dataclass(frozen=True)
class Sent:
    external_id: str
    segments: int | None = None
    state: str = "accepted"


@dataclass(frozen=True)
class Later:
    """Proved unsent; may be tried again after so many seconds. `lane` pauses the whole sender (429)."""

    why: str
    after: float
    lane: bool = False


@dataclass(frozen=True)
class Refused:
    why: str


@dataclass(frozen=True)
class Gone:
    """The address cannot or will not be reached again. `stopped`: the carrier holds a STOP for it."""

    why: str
    stopped: bool = False


@dataclass(frozen=True)
class Halted:
    """Our own account is at fault: the sender pauses, nothing fails."""

    why: str


@dataclass(frozen=True)
class Unsure:
    """It may have gone. Never sent again blind: reconciled."""

    why: str


Outcome = Sent | Later | Refused | Gone | Halted | Unsure


# What a carrier answers when asked after an uncertain call.


@dataclass(frozen=True)
class Found:
    external_id: str
    state: str
    error: str = ""
    segments: int | None = None


@dataclass(frozen=True)
class Absent:
    """The carrier was asked and has no such message."""


Finding = Found | Absent | Unsure


@dataclass(frozen=True)
class Open:
    """A call whose end we do not know, as the channel needs it to look for it."""

    attempt: str
    address: str
    words: str
    called_at: datetime
    others: frozenset[str] = frozenset()  #: the carrier's names for what is known to have been sent otherwise


@dataclass(frozen=True)
class Carried:
    """A message that the carrier has taken from us, as its own list shows it."""

    external_id: str
    address: str
    words: str
    at: datetime
    state: str
    error: str = ""
    segments: int | None = None
