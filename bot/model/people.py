"""People, phones, children, rooms and homes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Of a contact: one address on one channel."""

    ACTIVE = "active"
    UNVERIFIED = "unverified"  #: nobody at the school knows it
    STOPPED = "stopped"  #: its holder said STOP
    GONE = "gone"  #: the carrier says that nobody is there
    WRONG = "wrong"  #: its holder said that it is not who we think
    QUARANTINED = (
        "quarantined"  #: perhaps somebody else's by now: nothing goes there until its holder has answered
    )
    GROUP = "group"  #: a group chat, where we do not talk


class Scope(StrEnum):
    """What a member of a lane was let in for."""

    EVERYTHING = "everything"
    STORIES = "stories"  #: shares and home activities only
    SUBJECT = "subject"  #: questions and ideas about one subject only


class Role(StrEnum):
    """What somebody does at the school, from a day and sometimes until one."""

    TEACHER = "teacher"  #: of a room
    RELIEVER = "reliever"  #: of a room, on the days between `since` and `until`
    LEADER = "leader"  #: of a team: several rooms that others teach
    OFFICE = "office"
    SAFEGUARDING = "safeguarding"
    ADMIN = "admin"


#: A room's own staff: they read its words, answer, and hear what families write.
OF_A_ROOM = frozenset({Role.TEACHER, Role.RELIEVER})
#: They have the school's desk: the roll, the staff, what nobody else could handle.
AT_THE_DESK = frozenset({Role.OFFICE, Role.ADMIN})
#: They see every room; their looks into it are written down.
OF_THE_SCHOOL = AT_THE_DESK | {Role.SAFEGUARDING}


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    language: str
    language_chosen: bool  #: their own choice: no import changes it
    weekly: int  #: series and library texts a week, 0 to 3
    paused_until: datetime | None


@dataclass(frozen=True)
class Contact:
    id: int
    sender_id: int
    channel: str
    address: str
    state: State
    language: str | None  #: asked for before we knew the person
    zone: str
    notice_at: datetime | None  #: when the first-contact notice was sent; nothing else goes before
    turn_until: datetime | None = (
        None  #: until then what it says may be a child's own words (bot.acts.learners)
    )


@dataclass(frozen=True)
class Child:
    id: int
    name: str


@dataclass(frozen=True)
class Room:
    id: int
    name: str


@dataclass(frozen=True)
class Lane:
    """A child in one of their homes: whose words stay in it (DESIGN §6, Whose ears)."""

    household_id: int
    thread_id: int
    child: Child


@dataclass(frozen=True)
class Member:
    """A person in a lane, today."""

    membership_id: int
    lane: Lane
    person: Person
    relation: str
    guardian: bool
    scope: Scope
    since: datetime  #: without a break: who was out for a while is in since they came back
    subject: str = ""  #: of a place for one subject
    let_in_by: int | None = None  #: the guardian; none: the school's roll
    until: datetime | None = None  #: when it ends by itself


class Place(NamedTuple):
    """As what somebody belongs to a lane today."""

    scope: Scope
    subject: str = ""
    private: bool = True  #: a guardian, or somebody whom all of them let see absences, health and the like
    person_id: int = 0
