"""A school as it describes itself in its TOML file."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal


@dataclass(frozen=True)
class Span:
    """Whole local days, both ends included: a term, or a closure with its reason."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class Hours:
    opens: time
    closes: time


@dataclass(frozen=True)
class Calendar:
    """When a school's days are: all local to `zone`. Without terms, every week is term."""

    zone: str = "Pacific/Auckland"
    region: str = ""  #: a subdivision of New Zealand for public holidays, e.g. "AUK"
    country: str = "NZ"
    anniversary: date | None = (
        None  #: the school's own anniversary day: the holidays library lacks some regions
    )
    terms: tuple[Span, ...] = ()
    closures: tuple[Span, ...] = ()
    weekdays: Hours = Hours(time(8), time(20))  #: for families
    weekends: Hours = Hours(time(9), time(19))
    office: Hours = Hours(time(8), time(16, 30))  #: for teachers, on school days


@dataclass(frozen=True)
class Activities:
    """Home activities from the library: on which days, when, in which rooms (none named: all)."""

    days: tuple[int, ...] = ()  #: 0 is Monday
    at: time = time(10)
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Translating:
    """What the school has decided about translation. Without a [translation] in its file all of it is off."""

    on: bool = False  #: the phrase book is used; machines only where one is named below
    engine: str = ""  #: by its key in bot/translate/register.py; empty: no machine
    engines: tuple[tuple[str, str], ...] = ()  #: language → another engine, or "none"
    own_server: bool = False  #: the LibreTranslate server is the school's own
    wait_seconds: int = 60  #: how long a message waits for its wording; then the original goes
    te_reo: str = ""  #: who decided that machines may translate te reo Māori, and when; empty: they may not
    not_overseas: tuple[str, ...] = ()  #: languages that only a machine of the school's own may touch
    glossary: tuple[str, ...] = ()  #: words that stay: places, iwi, the school's own
    delicate: tuple[str, ...] = ()  #: more words about which a person has to look first
    people: tuple[
        tuple[str, str], ...
    ] = ()  #: (name on the staff list, language): who may be asked for a wording

    @property
    def chosen(self) -> frozenset[str]:
        """Every machine that the school has named."""
        return frozenset({self.engine, *(key for _language, key in self.engines)} - {""})


@dataclass(frozen=True)
class Texts:
    """What texts by SMS cost the school, and how much of that questions, ideas and reminders may use.

    The budget is in segments, since that is what carriers count: it needs no tariff, and a new tariff in the middle
    of a month does not change what has been used. Where it is used up, they wait for one text a week.
    """

    tariff: Decimal | None = None  #: of one segment; None: the school has not said
    currency: str = "NZD"
    monthly_segments: int = 5000  #: of the school, in a calendar month
    rooms: tuple[tuple[str, int], ...] = ()  #: of single rooms, by name
    digest_day: int = 3  #: of that one text; 0 is Monday
    digest_at: time = time(16)
    double_vowels: tuple[str, ...] = ()  #: languages in which our own words go out so by SMS

    def price(self, segments: int) -> Decimal | None:
        return None if self.tariff is None else self.tariff * segments


@dataclass(frozen=True)
class Keeping:
    """How many months things are kept; 0: until the school says otherwise. What is over is deleted, for good."""

    words: int = 0  #: words, pictures and voice notes in conversations, since they were said
    after_leaving: int = 0  #: … of a child who has left, since the child's last day
    heard: int = 6  #: what came in, whole, as the carrier gave it; its words stand in the conversation
    receipts: int = 12  #: what carriers said about texts on their way
    paths: int = 0  #: the copy of each text as a phone got it, and each try to send it
    audit: int = 0  #: who did and who looked


WAIT, RING = "wait", "ring"  #: for the office's own hours; or the office's phones at any hour


@dataclass(frozen=True)
class School:
    id: int
    key: str
    name: str
    address: str
    privacy_contact: str
    office_number: str
    emergency_line: str
    reply_cost: str  #: in plain words, e.g. "A reply costs what a text costs you."
    languages: tuple[str, ...]  #: switched on, English always among them
    calendar: Calendar = field(default_factory=Calendar)
    activities: Activities = field(default_factory=Activities)
    translating: Translating = field(default_factory=Translating)
    texts: Texts = field(default_factory=Texts)
    keeping: Keeping = field(default_factory=Keeping)
    urgent_at_night: str = WAIT  #: what a family calls urgent outside of office hours: "wait", or "ring"
