"""What the watch remembers of words that were said: a family's with its canary, a prompt, an answer, a link."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CANARY, ASKED, SAID = re.compile(r"zq\d+"), re.compile(r"pq\d+"), re.compile(r"tq\d+")
ADULT, CHILD = re.compile(r"Aq\d+q"), re.compile(r"Cq\d+q")
IN_ONE = re.compile("This week from|From ")
SEE, UP = re.compile(r"/see/(\S+)"), re.compile(r"/up/(\S+)")
A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)
SEVERAL = ""  #: questions at once: answered as often as words come


@dataclass
class Canary:
    """A family's words. `homes`: the lanes that they may be in; none while nobody knows."""

    writer: int | None
    address: str
    at: datetime
    share: bool
    private: bool  #: nobody at home may read them until their writer says ALL
    #: names that stood on the phone when they were written, or placed, or shown by ALL, and when last: who else hears
    told: dict[str, datetime]
    homes: set[int] = field(default_factory=set)
    waits_for: str = ""  #: "who": wrote them; "which": child they are about
    shown: datetime | None = None  #: when they were placed, or shown by ALL
    delicate: bool = False  #: of health: for guardians, and whom all of them let see it
    #: it was not known which child: every answer to that since then may have been about them
    doubted: bool = False
    #: homes to which the school has moved them: there they are for the school alone, until their writer says ALL
    hidden: set[int] = field(default_factory=set)
    #: home that they were moved from: whether nobody there but their writer was to read them
    stood: dict[int, bool] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  #: children whom they name, wherever they stand by now


@dataclass(frozen=True)
class Asked:
    """A prompt: whom it may name, and to whom."""

    children: frozenset[int]
    story: bool
    subject: str | None
    private: bool


@dataclass(frozen=True)
class Answer:
    """A teacher's words: for that home; for one person of it alone; for whoever sees private matters."""

    home: int
    alone: int | None
    asker: int | None
    private: bool


@dataclass(frozen=True)
class Seen:
    external_id: str
    words: str
    choices: tuple[tuple[str, str], ...]  #: label and mark
    at: datetime


@dataclass(frozen=True)
class Link:
    """What once stood on a phone, and can be opened from there whoever has that phone by now."""

    address: str
    link: str
    at: datetime
    written: datetime  #: when the text was put on its way
