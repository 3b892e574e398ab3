"""What happened in the play, as somebody would note it who stands beside the phones: the ground the referee judges on.

Nothing here is read from the school's rows. `order` is the ledger's version: what was seen after it has a higher one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from bot.simulated import Bubble


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
    teachers), "home" (the home too), "family" (and whoever sees stories), "nobody" (they may go nowhere)."""

    number: int
    words: str
    by: str
    child: str
    home: str
    audience: str
    mark: Mark
    must: frozenset[str] = frozenset()  #: who has to hear them in the end
    to: str = ""  #: a teacher's answer: to whom it is


@dataclass(frozen=True)
class Asked:
    """Something that went to rooms. `kind`: "question", "notice", "celebration", "poll", "series"."""

    wordings: tuple[str, ...]
    rooms: tuple[str, ...]
    kind: str
    mark: Mark


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be part of it. `kind`: "paused", "weekly", "hours", "never"."""

    person: str
    kind: str
    span: Span
    weekly: int = 3
    opens: time = time()
    closes: time = time(23, 59)


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


@dataclass
class Record:
    now: Callable[[], Mark]
    zone: str = "Pacific/Auckland"  #: of the school
    term: tuple[date, date] = (date.min, date.max)  #: its first and its last day
    days_off: dict[date, str] = field(default_factory=dict)  #: within it, and why
    rooms: dict[str, str] = field(default_factory=dict)  #: child → room
    zones: dict[str, str] = field(default_factory=dict)  #: phone → zone, where it is not the school's
    places: list[Place] = field(default_factory=list)
    phones: list[Holds] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    stops: list[Stopped] = field(default_factory=list)
    seen: list[Sighting] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)  #: what the carriers complain of
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(3001, 9999)))

    def watch(self, bubble: Bubble) -> None:
        """To be told of every bubble as it comes up."""
        self.seen.append(
            Sighting(bubble.written, self.now().at, bubble.phone, bubble.by, bubble.text, bubble.edited)
        )

    def expect_nobody(self, said: Said) -> None:
        """These words are kept at the school, and need reach no phone."""
        self.said[self.said.index(said)] = replace(said, must=frozenset())

    def span(self, ends: datetime | None = None) -> Span:
        return Span(self.now(), ends=ends)

    def live(self, person: str, child: str, home: str, everything: bool = True) -> None:
        self.places.append(Place(person, child, home, everything, self.span()))

    def change_places(self, person: str, child: str | None = None, ends: datetime | None = None) -> None:
        """Their place is over now, or on a day that is set."""
        for n, it in enumerate(self.places):
            if it.person == person and child in (None, it.child) and it.span.until is None:
                span = replace(it.span, ends=ends) if ends else replace(it.span, until=self.now())
                self.places[n] = replace(it, span=span)

    def give(self, person: str, phone: str) -> None:
        """A phone is theirs from now on, and nobody else's."""
        for n, it in enumerate(self.phones):
            if it.phone == phone and it.span.until is None:
                self.phones[n] = replace(it, span=replace(it.span, until=self.now()))
        self.phones.append(Holds(person, phone, self.span()))

    def add_phone(self, person: str, phone: str) -> None:
        """One more, which they are written to from now on."""
        self.phones.append(Holds(person, phone, self.span()))

    def teach(self, person: str, room: str, since: Mark | None = None, ends: datetime | None = None) -> None:
        self.duties.append(Duty(person, room, Span(since or self.now(), ends=ends)))

    def stopped(self, phone: str) -> bool:
        return any(it.phone == phone and it.span.until is None for it in self.stops)

    def stop(self, phone: str, farewells: int) -> None:
        self.stops.append(Stopped(phone, self.span(), farewells))

    def start(self, phone: str) -> None:
        self.stops = [
            replace(it, span=replace(it.span, until=self.now()))
            if it.phone == phone and not it.span.until
            else it
            for it in self.stops
        ]

    def wish(self, person: str, kind: str, ends: datetime | None = None, **more: object) -> None:
        """Takes the place of an earlier wish of that kind."""
        for n, it in enumerate(self.wishes):
            if (it.person, it.kind) == (person, kind) and it.span.until is None:
                self.wishes[n] = replace(it, span=replace(it.span, until=self.now()))
        self.wishes.append(Wish(person, kind, self.span(ends), **more))  # type: ignore[arg-type]
