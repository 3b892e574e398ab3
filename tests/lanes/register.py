"""Who is in which lane when, in plain dictionaries: what the test knows by itself, without reading the school's rows."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

BEFORE = datetime.min.replace(tzinfo=UTC)


@dataclass
class Place:
    """What one person is to one home."""

    scope: str
    subject: str | None = None
    guardian: bool = False
    until: datetime | None = None
    maybe: set[tuple[str, str | None]] = field(
        default_factory=set
    )  #: scopes that a guardian has asked for since
    since: datetime = BEFORE  #: who has left and comes back is there from then
    yes: set[int] = field(default_factory=set)  #: the guardians who let them see private matters


@dataclass
class Register:
    names: dict[int, str] = field(default_factory=dict)  #: person
    also: dict[int, set[str]] = field(default_factory=dict)  #: person: names of records that became theirs
    children: dict[int, str] = field(default_factory=dict)  #: child
    homes: dict[int, int] = field(default_factory=dict)  #: home: child
    places: dict[tuple[int, int], Place] = field(default_factory=dict)  #: (home, person)
    left: list[tuple[int, int, datetime]] = field(default_factory=list)  #: home, person, when
    phones: dict[str, set[int]] = field(default_factory=dict)  #: address: whose it is
    brought: set[tuple[str, int]] = field(default_factory=set)  #: phones that their holder brought by a code
    rooms: dict[int, int] = field(default_factory=dict)  #: child: room
    staff: dict[int, dict[int, datetime | None]] = field(default_factory=dict)  #: person: room: until
    office: set[int] = field(default_factory=set)
    kept_out: set[tuple[int, int | str]] = field(default_factory=set)  #: (child, person or address)
    doubted: set[str] = field(default_factory=set)  #: phones that may be anybody's by now
    came_back: set[str] = field(default_factory=set)  #: texts of which the carrier has said so
    shut: dict[str, str] = field(default_factory=dict)  #: address: STOP or WRONG

    def is_out(self, home: int, person: int, address: str = "") -> bool:
        """Whether the school keeps this person out of that home: by name, or by a phone."""
        child = self.homes[home]
        phones = [at for at, people in self.phones.items() if person in people]
        return any((child, it) in self.kept_out for it in (person, address, *phones))

    def place(self, home: int, person: int, now: datetime, address: str = "") -> Place | None:
        found = self.places.get((home, person))
        ended = found is None or (found.until is not None and found.until <= now)
        return None if ended or self.is_out(home, person, address) else found

    def homes_of(self, person: int, now: datetime) -> set[int]:
        return {home for home, who in self.places if who == person and self.place(home, who, now)}

    def at(self, address: str, home: int, now: datetime) -> dict[int, Place]:
        """Everybody at this phone who is in that home at this moment."""
        here = {it: self.place(home, it, now, address) for it in self.phones.get(address, ())}
        return {who: it for who, it in here.items() if it is not None}

    def guards(self, home: int, person: int, now: datetime) -> bool:
        found = self.place(home, person, now)
        return found is not None and found.guardian

    def sees_private(self, home: int, person: int, now: datetime) -> bool:
        """A guardian; or somebody to whom every guardian of that home has said yes."""
        found = self.place(home, person, now)
        if found is None or found.guardian:
            return found is not None
        guardians = {
            who for (at, who), it in self.places.items()
            if at == home and it.guardian and (it.until is None or it.until > now)
        }  # fmt: skip
        return bool(found.yes) and guardians <= found.yes

    def leaves(self, home: int, person: int, now: datetime) -> None:
        if self.places.pop((home, person), None):
            self.left.append((home, person, now))

    def ever(self, home: int) -> set[str]:
        """The names of all who have ever had a place there."""
        people = {who for at, who in self.places if at == home} | {
            who for at, who, _when in self.left if at == home
        }
        return {it for who in people for it in (self.names[who], *self.also.get(who, ()))}

    def teaches(self, person: int, child: int, now: datetime) -> bool:
        until = self.staff.get(person, {}).get(self.rooms.get(child, 0), now)
        return person in self.office or until is None or until > now

    def taught(self, person: int, now: datetime) -> set[str]:
        """The names of the children whom they teach."""
        return {name for it, name in self.children.items() if self.teaches(person, it, now)}

    def circle(self, address: str, now: datetime, written: datetime) -> set[str]:
        """The names that may stand on this phone: of whoever has it, and of those whose lanes they are in.

        Of grown-ups also those who were of that home when the words were put on their way; never of a child.
        """
        here = self.phones.get(address, set())
        lately = [(home, who) for home, who, at in self.left if at >= written]
        lately += [it for it, place in self.places.items() if place.until and written <= place.until <= now]
        mine = {home for home, who in self.places if who in here and self.place(home, who, now, address)}
        children = {self.children[self.homes[it]] for it in mine}
        mine |= {home for home, who in lately if who in here}
        people = here | {who for home, who in [*self.places, *lately] if home in mine}
        return children | {it for who in people for it in (self.names[who], *self.also.get(who, ()))}
