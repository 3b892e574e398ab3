"""One conversation, with everything that was said in it. One home, one thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts import handing_over, recipients
from bot.acts.desk import Desk
from bot.acts.reading.hearers import Choice, choices
from bot.acts.reading.in_hand import Hand, Planned, hands, planned_in
from bot.acts.reading.lines import guardians
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.stretch import stretch
from bot.acts.reading.turns import Turn, turns
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.ways import OwnWay, of_members
from bot.acts.reading.words import language_name
from bot.model.people import Contact, Member, Person, Scope
from bot.store import lanes, machines, people
from bot.store.console import people as listed_people
from bot.store.console import threads

LOOKED = "looked at a thread"


@dataclass(frozen=True)
class Reader:
    """Somebody who is in a thread today."""

    name: str
    relation: str
    guardian: bool
    everything: bool
    language: str
    phone: str  #: "sms", "telegram", or empty: none that can be reached
    told: bool  #: the notice of who writes and why has been sent
    heard: datetime | None
    why: str = ""  #: why nothing can reach them, where nothing can
    paused: bool = False  #: no prompts, ideas or reminders for now


@dataclass(frozen=True)
class Conversation:
    id: int
    child_id: int
    child: str
    home: tuple[str, ...]
    rooms: tuple[str, ...]
    turns: tuple[Turn, ...]
    readers: tuple[Reader, ...]
    choices: tuple[Choice, ...]
    languages: tuple[str, ...]  #: those that readers here have, besides English
    other_homes: tuple[tuple[int, tuple[str, ...]], ...]  #: thread and guardians of the child's other homes
    noted: bool  #: this look has been written down
    machines: str = ""  #: what this family has said about machines
    translates: bool = False  #: the school has switched translation on
    ways: tuple[OwnWay, ...] = ()  #: how people here want to take part
    planned: tuple[Planned, ...] = ()  #: answers that wait for their time
    hand: Hand | None = None  #: who has it in hand
    colleagues: tuple[Person, ...] = ()  #: who else could have it
    older: int | None = None  #: the message before which older words stand
    before: int | None = None  #: the first message after the turns here; None: these are the newest words
    last: int | None = None  #: the last message here


def conversation(
    desk: Desk, who: Viewer, thread_id: int, before: int | None = None, around: int | None = None
) -> Conversation | None:
    """A page of one thread: its newest words, those before a message, or some before and after one.

    Where the room is not the viewer's own, the look is noted: it may write.
    """
    row = threads.one(desk.db, who.sight, thread_id)
    if row is None:
        return None
    foreign = note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": row["child_id"]})
    members = lanes.members(desk.db, [row["household_id"]], desk.now)
    shown = stretch(desk, thread_id, before, around)
    every = lanes.members(desk.db, lanes.households_of(desk.db, [row["child_id"]]), desk.now)
    elsewhere = {it.lane.thread_id: it.lane.household_id for it in every if it.lane.thread_id != thread_id}
    homes = guardians(every)
    return Conversation(
        thread_id,
        row["child_id"],
        row["child_name"],
        homes.get(row["household_id"], ()),
        tuple(threads.rooms_of(desk.db, [row["child_id"]], desk.now).get(row["child_id"], [])),
        turns(desk, who, row, shown),
        _readers(desk, members),
        # The safe choice is about the newest words: beside older ones nobody is answered.
        choices(desk, members, thread_id, shown.said) if shown.before is None else (),
        tuple(
            dict.fromkeys(
                it.person.language
                for it in members
                if it.person.language != "en" and it.person.language in desk.school.languages
            )
        ),
        tuple((thread, homes.get(home, ())) for thread, home in elsewhere.items()),
        foreign,
        machines.said_by(desk.db, [row["household_id"]]).get(row["household_id"], ""),
        desk.school.translating.on,
        of_members(desk, members),
        planned_in(desk, [thread_id]).get(thread_id, ()),
        hands(desk, [thread_id]).get(thread_id),
        tuple(handing_over.colleagues(desk, row["child_id"], who.person.id)),
        shown.older,
        shown.before,
        shown.said[-1]["id"] if shown.said else None,
    )


def _readers(desk: Desk, members: Sequence[Member]) -> tuple[Reader, ...]:
    phones = people.contacts_of(desk.db, {it.person.id for it in members})
    heard = listed_people.last_words(desk.db, {it.person.id for it in members})
    return tuple(_reader(desk, it, phones.get(it.person.id, []), heard.get(it.person.id)) for it in members)


def _reader(desk: Desk, it: Member, phones: Sequence[Contact], heard: datetime | None) -> Reader:
    phone, paused = people.reachable(phones), it.person.paused_until
    return Reader(
        it.person.name,
        it.relation,
        it.guardian,
        it.scope == Scope.EVERYTHING,
        language_name(it.person.language),
        phone.channel if phone else "",
        bool(phone and phone.notice_at),
        heard,
        "" if phone else recipients.why_not(phones),
        paused is not None and paused > desk.now,
    )
