"""The school of the play: its rooms, its families, and the files that bring them in. Written by a seeded chance."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.term import cast, names
from bot.term.words import LANGUAGES

EVERYDAY = 1001  #: the last figures of the first phone of somebody who has no part of their own
TELEGRAM = 700_000
MONDAY = date(2026, 10, 12)  #: term 4 of 2026
LABOUR_DAY = date(2026, 10, 26)


@dataclass(frozen=True)
class Adult:
    name: str
    phone: str  #: E.164
    language: str
    relation: str
    home: str = "home"
    telegram: int = 0  #: their user there; 0: texts only


@dataclass(frozen=True)
class Family:
    """One or two grown-ups, and their children with the rooms these are in."""

    adults: tuple[Adult, ...]
    children: tuple[tuple[str, str], ...]  #: name, room
    played: bool = False  #: has a part of its own in the play


@dataclass(frozen=True)
class Town:
    rooms: tuple[str, ...]
    teachers: dict[str, str]  #: room → its teacher
    families: tuple[Family, ...]
    monday: date  #: of the first week
    weeks: int
    zone = "Pacific/Auckland"

    @property
    def term(self) -> tuple[date, date]:
        return self.monday, self.monday + timedelta(weeks=self.weeks, days=-3)

    @property
    def closed(self) -> date:
        """The school's own day, for a tangi: the Thursday of the eighth week."""
        return self.monday + timedelta(weeks=7, days=3)

    @property
    def days_off(self) -> dict[date, str]:
        return {LABOUR_DAY: "Labour Day", self.closed: "the school is closed"}

    @property
    def languages(self) -> list[str]:
        return sorted({it.language for family in self.families for it in family.adults})

    @property
    def children(self) -> dict[str, str]:
        """Name → room."""
        return dict(pair for family in self.families for pair in family.children)

    @property
    def homes(self) -> Iterator[tuple[Adult, str]]:
        """Each grown-up with each of their children."""
        return ((who, child) for it in self.families for who in it.adults for child, _room in it.children)

    def roll(self) -> str:
        lines = ["room,child,adult,relation,phone,language,household"]
        for family in self.families:
            for child, room in family.children:
                lines += [
                    f"{room},{child},{it.name},{it.relation},{it.phone},{it.language},{it.home}"
                    for it in family.adults
                ]
        return "\n".join(lines) + "\n"

    def staff(self, *more: str) -> str:
        """`more`: whole lines, such as a reliever's."""
        taught = [f"{who},teacher,{room},," for room, who in self.teachers.items()]
        return "\n".join(["person,role,rooms,from,until", *taught, f"{cast.OFFICE},office,,,", *more]) + "\n"

    def school_file(self) -> str:
        _first, ends = self.term
        return f"""
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road, Awahou"
privacy_contact = "the school office, office@harakeke.example"
office_number = "09 555 0100"
emergency_line = "111"
languages = ["English", "te reo Māori", "Samoan", "Tongan", "Hindi", "Chinese (Simplified)"]
reply_cost = "standard"
[time]
zone = "{self.zone}"
region = "AUK"
[sms]
tariff = "0.11"
monthly_segments = 90000
[[term]]
name = "The term of the play"
first = {self.monday}
last = {ends}
[[term]]
name = "The next term"
first = {ends + timedelta(weeks=7, days=-3)}
last = {ends + timedelta(weeks=17)}
[[closure]]
name = "A tangi"
first = {self.closed}
"""


def town(chance: random.Random, rooms: int, children: int, monday: date, weeks: int) -> Town:
    """Families with a part of their own, and as many others as it takes to have so many children."""
    places = tuple(f"Room {n}" for n in range(1, rooms + 1))
    played = cast.families(places)
    taken = {child for it in played for child, _room in it.children}
    left = [it for it in names.children() if it not in taken][: max(0, children - len(taken))]
    adults = iter(_shuffled(chance, names.adults()))
    others = [*_families(chance, places, _shuffled(chance, left), adults)]
    return Town(places, dict(zip(places, names.TEACHERS, strict=False)), (*played, *others), monday, weeks)


def _families(
    chance: random.Random, places: Sequence[str], left: list[str], adults: Iterator[str]
) -> Iterator[Family]:
    phone = EVERYDAY
    room = 0
    while left:
        of_two = chance.random() < 0.12 and len(left) > 1
        children = []
        for _child in range(2 if of_two else 1):
            children.append((left.pop(), places[room % len(places)]))
            room += 1
        language = chance.choices([*LANGUAGES], [*LANGUAGES.values()])[0]
        apart = chance.random() < 0.05
        here = []
        for n in range(2 if apart or chance.random() < 0.25 else 1):
            adult = Adult(next(adults), f"+64200000{phone:04d}", language, ("mother", "father")[n])
            home = ("her home", "his home")[n] if apart else "home"
            here.append(replace(adult, home=home, telegram=TELEGRAM + phone if chance.random() < 0.12 else 0))
            phone += 1
        yield Family(tuple(here), tuple(children))


def _shuffled(chance: random.Random, these: Sequence[str]) -> list[str]:
    return chance.sample(list(these), len(these))
