"""A school's people as they are on record when a roll is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.people import State


@dataclass(frozen=True)
class Pupil:
    id: int
    name: str
    folded: str
    roll_key: str | None
    rooms: Mapping[
        int, int
    ]  #: rooms they are in, or will be by a move that is planned, each with its enrolment
    was_in: int | None  #: the last room of one who is in none now
    leaving: frozenset[int] = frozenset()  #: of these enrolments: those that end on a day that is planned
    coming: frozenset[int] = frozenset()  #: … and those that begin on one


@dataclass(frozen=True)
class Adult:
    id: int
    name: str
    folded: str
    language: str
    chosen: bool


@dataclass(frozen=True)
class Phone:
    id: int
    address: str
    state: State
    language: str | None
    noticed: bool
    suppressed: bool  #: said STOP, whatever else became of it
    people: frozenset[int]


@dataclass(frozen=True)
class Place:
    """A membership, open or ended."""

    id: int
    household_id: int
    child_id: int
    label: str
    person_id: int
    relation: str
    guardian: bool
    scope: str
    from_roll: bool
    open: bool  #: also one that ends by itself one day
    until: datetime | None


@dataclass(frozen=True)
class Staffed:
    id: int
    person_id: int
    room_id: int | None
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Known:
    """A school's people as they are on record, ended ones too."""

    sender_id: int | None
    own_number: str
    rooms: Mapping[str, tuple[int, str]]  #: by folded name: id, name
    pupils: Mapping[int, Pupil]
    adults: Mapping[int, Adult]
    phones: Mapping[str, Phone]  #: SMS, by address
    homes: Mapping[tuple[int, str], int]  #: (child, label): household
    places: tuple[Place, ...]
    ended_by_roll: frozenset[int]  #: memberships that an import ended: one may bring them back
    ended_by_family: frozenset[int]  #: and these that a guardian ended, or gave an end: those it does not
    kept_out: tuple[
        frozenset[tuple[int, int]], frozenset[tuple[int, str]]
    ]  #: (child, person), (child, address)
    joined: frozenset[
        tuple[int, int]
    ]  #: (contact, person) who came from it with a code: no import takes it away from them
    moved: frozenset[
        tuple[int, int]
    ]  #: (contact, person) who left it when somebody brought a code: no import brings them back
