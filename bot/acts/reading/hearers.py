"""Before a teacher answers: who will hear it, on which phone, and when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.acts import ears, relaying
from bot.acts.answering import SOON, of_what_is_answered
from bot.acts.desk import Desk
from bot.acts.reading.words import language_name
from bot.acts.rendering import spoken
from bot.acts.timing import NOW, due
from bot.model.chat import Ears, MessageKind
from bot.model.people import Contact, Member
from bot.store import lanes, messages, people
from bot.store.rows import Row


@dataclass(frozen=True)
class Hearer:
    name: str
    channel: str  #: empty: no phone that can be reached
    at: datetime | None
    told: bool
    language: str = ""  #: in which it is read, by its English name


@dataclass(frozen=True)
class Choice:
    """One way to answer. `answers_id` is the message whose ears the answer takes; None is the whole home."""

    answers_id: int | None
    writer: str  #: to this person only; empty: to the home
    hearers: tuple[Hearer, ...]
    others: tuple[str, ...] = ()  #: who is at this home and does not hear it


def choices(desk: Desk, members: Sequence[Member], thread_id: int, said: Sequence[Row]) -> tuple[Choice, ...]:
    """To the last writer, as their words were meant; and to the whole home. The first is the safe one."""
    waiting = messages.spoke(desk.db, thread_id, desk.now - SOON)
    phones = people.contacts_of(desk.db, {it.person.id for it in members})
    last = next(
        (row for row in reversed(said) if row["kind"] != MessageKind.ANSWER and not row["asides"]), None
    )
    found: list[Choice] = []
    if last is not None and last["ears"] == Ears.WRITER:
        mine = [it for it in members if it.person.id == last["author_id"]]
        if mine:
            found.append(
                Choice(
                    last["id"],
                    mine[0].person.name,
                    _hearers(desk, mine, phones, waiting),
                    _but(members, mine),
                )
            )
    home = [it for it in members if _hears(it, last)]
    if last is not None and not found:
        home = of_what_is_answered(desk, home, last)
    found.append(
        Choice(
            last["id"] if last is not None and not found else None,
            "",
            _hearers(desk, home, phones, waiting),
            _but(members, home),
        )
    )
    return tuple(found)


def choice_of(
    desk: Desk, household_id: int, thread_id: int, answered: Row | None, at: datetime | None = None
) -> Choice:
    """Who hears an answer to just these words (None: to the home), were it sent now, or `at` its later moment."""
    desk = replace(desk, now=max(at or desk.now, desk.now))
    members = lanes.members(desk.db, [household_id], desk.now)
    said = [answered] if answered is not None else []
    found = choices(desk, members, thread_id, said)[0]
    if answered is not None and answered["ears"] == Ears.WRITER and not found.writer:
        return replace(
            found, hearers=(), others=()
        )  # private words, and their writer is not of this home any more
    return found


def _but(members: Sequence[Member], hearers: Sequence[Member]) -> tuple[str, ...]:
    heard = {it.person.id for it in hearers}
    return tuple(dict.fromkeys(it.person.name for it in members if it.person.id not in heard))


def _hears(it: Member, last: Row | None) -> bool:
    wrote = last is not None and last["ears"] != Ears.WRITER and it.person.id == last["author_id"]
    return wrote or ears.hears(it.scope, MessageKind.ANSWER)


def _hearers(
    desk: Desk, members: Sequence[Member], phones: dict[int, list[Contact]], waiting: Collection[int]
) -> tuple[Hearer, ...]:
    """`waiting`: whoever just wrote gets an answer at once, as bot.acts.answering sends it."""
    return tuple(
        _hearer(
            desk,
            it,
            people.reachable(phones.get(it.person.id, [])),
            NOW if it.person.id in waiting else relaying.WORDS,
        )
        for it in members
    )


def _hearer(desk: Desk, it: Member, phone: Contact | None, reach: str) -> Hearer:
    at = due(desk.school, reach, phone.zone, desk.now) if phone else None
    language = language_name(spoken(it.person.language, desk.school.languages))
    return Hearer(
        it.person.name, phone.channel if phone else "", at, bool(phone and phone.notice_at), language
    )
