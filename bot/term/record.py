"""What happened in the play, as somebody would note it who stands beside the phones: the ground the referee judges on.

Nothing here is read from the school's rows. `order` is the ledger's version: what was seen after it has a higher one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.simulated import Bubble
from bot.term.noted import Asked, Duty, Holds, Looked, Mark, Place, Said, Sighting, Span, Stopped, Wish
from bot.term.pictures import fingerprint

__all__ = [
    "Asked", "Duty", "Holds", "Looked", "Mark", "Place", "Record", "Said", "Sighting", "Span", "Stopped", "Wish",
]  # fmt: skip


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
    office: set[str] = field(default_factory=set)
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
        beside = tuple(fingerprint(it.kind, it.content) for it in bubble.media)
        self.seen.append(Sighting(
            bubble.written, self.now().at, bubble.phone, bubble.by, bubble.text, bubble.edited, beside
        ))  # fmt: skip

    def expect_nobody(self, said: Said) -> None:
        """These words are kept at the school, and need reach no phone."""
        self.said[self.said.index(said)] = replace(said, must=frozenset())

    def send(self, said: Said, to: frozenset[str]) -> None:
        """A learner's words, from now on the school's too."""
        self.said[self.said.index(said)] = replace(said, sent=self.now(), must=to)

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
        self.leave(phone)
        self.phones.append(Holds(person, phone, self.span()))

    def leave(self, phone: str) -> None:
        """It is nobody's any more."""
        for n, it in enumerate(self.phones):
            if it.phone == phone and it.span.until is None:
                self.phones[n] = replace(it, span=replace(it.span, until=self.now()))

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

    def wished(self, person: str, kind: str) -> bool:
        return any((it.person, it.kind) == (person, kind) and it.span.until is None for it in self.wishes)

    def wish(self, person: str, kind: str, ends: datetime | None = None, **more: object) -> None:
        """Takes the place of an earlier wish of that kind."""
        for n, it in enumerate(self.wishes):
            if (it.person, it.kind) == (person, kind) and it.span.until is None:
                self.wishes[n] = replace(it, span=replace(it.span, until=self.now()))
        self.wishes.append(Wish(person, kind, self.span(ends), **more))  # type: ignore[arg-type]
