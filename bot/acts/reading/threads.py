"""One conversation, with everything that was said in it. One home, one thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.acts import handing_over, quoting, recipients
from bot.acts.desk import Desk
from bot.acts.reading.hearers import Choice, choices
from bot.acts.reading.in_hand import Hand, Planned, hands, planned_in
from bot.acts.reading.journeys import Journey, journey
from bot.acts.reading.lines import guardians
from bot.acts.reading.offered import Offered, offered_of
from bot.acts.reading.viewer import Viewer, note_foreign
from bot.acts.reading.ways import OwnWay, of_members
from bot.acts.reading.words import Content, contents_of, language_name
from bot.model.chat import Ears, MessageKind
from bot.model.people import Contact, Member, Person, Scope
from bot.store import lanes, machines, messages, outbox, people, quotations, translations
from bot.store.console import people as listed_people
from bot.store.console import threads
from bot.store.rows import Row

LOOKED = "looked at a thread"


@dataclass(frozen=True)
class Turn:
    """Something that was said; `kind` "prompt" is what the school asked this home."""

    id: int
    kind: str
    writer: str
    relation: str
    at: datetime
    content: Content
    private: bool  #: only its writer and the school have it
    thanks: bool
    prompt_id: int | None
    journeys: tuple[Journey, ...]
    untold: tuple[
        tuple[str, str], ...
    ] = ()  #: languages in which a reader waited for it in vain: tag and name
    quotes: str = ""  #: the beginning of what it quotes
    offered: Offered | None = None  #: what has become of it as something for the class
    quotable: bool = False  #: its words stand in the thread, and can be quoted


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


def conversation(desk: Desk, who: Viewer, thread_id: int) -> Conversation | None:
    """One thread, whole. Where the room is not the viewer's own, the look is noted: it may write."""
    row = threads.one(desk.db, who.sight, thread_id)
    if row is None:
        return None
    foreign = note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": row["child_id"]})
    members = lanes.members(desk.db, [row["household_id"]], desk.now)
    said = messages.in_thread(desk.db, thread_id)
    every = lanes.members(desk.db, lanes.households_of(desk.db, [row["child_id"]]), desk.now)
    elsewhere = {it.lane.thread_id: it.lane.household_id for it in every if it.lane.thread_id != thread_id}
    homes = guardians(every)
    return Conversation(
        thread_id,
        row["child_id"],
        row["child_name"],
        homes.get(row["household_id"], ()),
        tuple(threads.rooms_of(desk.db, [row["child_id"]], desk.now).get(row["child_id"], [])),
        _turns(desk, row, said),
        _readers(desk, members),
        choices(desk, members, thread_id, said),
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
    )


def _turns(desk: Desk, thread: Row, said: Sequence[Row]) -> tuple[Turn, ...]:
    prompts = threads.asked(desk.db, [thread["id"]])
    held = contents_of(desk, [row["content_id"] for row in (*said, *prompts)])
    relations = threads.ever_members(desk.db, thread["household_id"])
    answers = [row["id"] for row in said if row["kind"] == MessageKind.ANSWER]
    names = threads.names(desk.db, {row["author_id"] for row in said})
    ways = outbox.of_messages(desk.db, answers)
    readers = threads.names(
        desk.db, {it["person_id"] for rows in ways.values() for it in rows if it["person_id"]}
    )
    turns = [
        Turn(
            row["id"],
            row["kind"],
            names[row["author_id"]],
            relations.get(row["author_id"], "") if row["kind"] != MessageKind.ANSWER else "",
            row["said_at"],
            held[row["content_id"]],
            row["ears"] == Ears.WRITER,
            row["asides"],
            row["prompt_id"],
            tuple(
                journey(dict(it) | {"person_name": readers.get(it["person_id"], "")}, ())
                for it in ways.get(row["id"], [])
            ),
        )
        for row in said
    ] + [
        Turn(
            row["id"],
            "prompt",
            row["author_name"] or desk.school.name,
            "",
            row["at"],
            held[row["content_id"]],
            False,
            False,
            row["id"],
            (),
        )
        for row in prompts
    ]
    wanted = translations.of_contents(desk.db, [it.content.id for it in turns])
    offered, quoted = offered_of(desk, said), _quoted(desk, answers, said, held)
    return tuple(sorted((
        replace(it, untold=_untold(it, wanted), offered=offered.get(it.id) if it.kind != "prompt" else None,
                quotes=quoted.get(it.id, "") if it.kind != "prompt" else "",
                quotable=it.kind != "prompt" and it.content.opening is not None)
        for it in turns
    ), key=lambda it: it.at))  # fmt: skip


def _quoted(
    desk: Desk, answers: Sequence[int], said: Sequence[Row], held: Mapping[int, Content]
) -> dict[int, str]:
    """The beginnings of what these answers quote."""
    where = {row["id"]: held[row["content_id"]] for row in said}
    found = quotations.of_messages(desk.db, answers) if answers else {}
    openings = {it: where[quoted].opening for it, quoted in found.items() if quoted in where}
    return {it: quoting.short(words.text) for it, words in openings.items() if words}


def _untold(turn: Turn, wanted: Mapping[tuple[int, str], Row]) -> tuple[tuple[str, str], ...]:
    there = {it.language for it in turn.content.words}
    asked = [tag for content_id, tag in wanted if content_id == turn.content.id and tag not in there]
    return tuple((tag, language_name(tag)) for tag in asked)


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
