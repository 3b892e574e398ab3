"""The record, opened at the questions that the rules ask of it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.term.record import Asked, Place, Record, Said, Sighting, Stopped

_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True)
class Breach:
    rule: str
    at: datetime
    phone: str
    what: str  #: in words, without the words that went astray


class Book:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.numbered = {it.number: it for it in record.said}
        self.shown = [it for it in record.seen if it.by == "school" and not it.edited]
        self.zone = ZoneInfo(record.zone)
        self.staff = {it.person for it in record.duties} | record.office

    def here(self, it: Sighting) -> datetime:
        """By the clock of whoever holds the phone."""
        own = self.record.zones.get(it.phone)
        return it.at.astimezone(ZoneInfo(own) if own else self.zone)

    def on(self, it: Sighting) -> set[str]:
        """Whose phone it came up on, at that moment."""
        return self.people_on(it.phone, it.order, it.at)

    def people_on(self, phone: str, order: int, at: datetime) -> set[str]:
        return {it.person for it in self._holders[phone] if it.span.holds(order, at)}

    def phones_of(self, person: str) -> set[str]:
        return {it.phone for it in self.record.phones if it.person == person}

    def places_of(self, person: str, order: int, at: datetime) -> list[Place]:
        return [it for it in self._places[person] if it.span.holds(order, at)]

    def may_know(self, phone: str, order: int, at: datetime) -> set[str]:
        """The children who may be named on a phone: those of the homes there, and those in the rooms it teaches."""
        here = self.people_on(phone, order, at)
        if here & self.record.office:
            return set(self.record.rooms)
        own = {place.child for who in here for place in self.places_of(who, order, at)}
        taught = {it.room for who in here for it in self._duties[who] if it.span.holds(order, at)}
        return own | {child for child, room in self.record.rooms.items() if room in taught}

    def teaches(self, person: str, child: str, order: int, at: datetime) -> bool:
        room = self.record.rooms.get(child)
        return any(it.room == room and it.span.holds(order, at) for it in self._duties[person])

    def homes_in(self, rooms: tuple[str, ...], order: int, at: datetime) -> Iterator[Place]:
        for it in self.record.places:
            if self.record.rooms.get(it.child) in rooms and it.span.holds(order, at):
                yield it

    def stops(self, phone: str) -> list[Stopped]:
        return self._stops[phone]

    def spoke_before(self, it: Sighting) -> datetime | None:
        """When this phone last said something."""
        spoken = self._spoken[it.phone]
        n = bisect_right(spoken, (it.order, it.at))
        return spoken[n - 1][1] if n else None

    @cached_property
    def words_seen(self) -> list[tuple[Sighting, Said]]:
        """Every sighting of a number that belongs to somebody's words."""
        found = ((it, int(number)) for it in self.shown for number in dict.fromkeys(_NUMBER.findall(it.text)))
        return [(it, self.numbered[number]) for it, number in found if number in self.numbered]

    @cached_property
    def media_seen(self) -> list[tuple[Sighting, Said]]:
        """Every sighting of a picture or a voice note that is somebody's: on a screen, or behind a link."""
        whose = {it.media: it for it in self.record.said if it.media}
        return [(it, whose[beside]) for it in self.record.seen for beside in it.media
                if it.by in ("school", "page") and beside in whose]  # fmt: skip

    @cached_property
    def asked_seen(self) -> list[tuple[Sighting, Asked]]:
        # A million times in a whole term: each wording is looked for once in each text, and no more is done than that.
        every = [(asked.mark.order, words, asked) for asked in self.record.asked for words in asked.wordings]
        found = []
        for it in self.shown:
            order, text = it.order, it.text
            here = [asked for since, words, asked in every if words in text and since < order]
            found += [(it, asked) for asked in _each(here)]
        return found

    @cached_property
    def names_seen(self) -> list[tuple[Sighting, set[str]]]:
        known = set(self.record.rooms)
        found = ((it, known.intersection(_NAME.findall(it.text))) for it in self.shown)
        return [(it, names) for it, names in found if names]

    @cached_property
    def seen_on(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        """Phone → everything that came up on it, from either side."""
        return _by(self.record.seen, "phone")

    @cached_property
    def _holders(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        return _by(self.record.phones, "phone")

    @cached_property
    def _places(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        return _by(self.record.places, "person")

    @cached_property
    def _duties(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        return _by(self.record.duties, "person")

    @cached_property
    def _stops(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        return _by(self.record.stops, "phone")

    @cached_property
    def wishes(self) -> defaultdict[str, list]:  # type: ignore[type-arg]
        return _by(self.record.wishes, "person")

    @cached_property
    def _spoken(self) -> defaultdict[str, list[tuple[int, datetime]]]:
        spoken = defaultdict(list)
        for it in self.record.seen:
            if it.by == "phone":
                spoken[it.phone].append((it.order, it.at))
        return spoken


def _each(these: list[Asked]) -> list[Asked]:
    """One that has come in two of its languages is one."""
    return these if len(these) < 2 else [it for n, it in enumerate(these) if it not in these[:n]]


def _by(rows: list, name: str) -> defaultdict:  # type: ignore[type-arg]
    found = defaultdict(list)
    for it in rows:
        found[getattr(it, name)].append(it)
    return found
