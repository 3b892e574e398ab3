"""From a thread to the phones of those who may hear it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.acts import quoting, translating
from bot.acts.desk import Desk
from bot.acts.quoting import FROM_TEACHER, FROM_TEACHER_QUOTING, Quote
from bot.acts.timing import STAFF, due_or_ask_again
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person, State
from bot.store import handovers, messages, outbox, people, teaching
from bot.store.outbox import Letter

WORDS = "words"


def question_to_school(desk: Desk, message_id: int, writer: Member, frame: str, content_id: int,
                       language: str) -> None:  # fmt: skip
    """A family's "?" about words that came to them: the teachers see those words in the frame."""
    theirs = messages.one(desk.db, message_id)["content_id"]
    more = {"language": {"language": language}}
    to_school(desk, message_id, theirs, writer, frame=frame, about=content_id, more=more)


def to_school(desk: Desk, message_id: int, content_id: int, writer: Member, sights: Sequence[Sight] = (), *,
              frame: str | None = None, about: int | None = None,
              more: Mapping[str, Any] | None = None, after: Sequence[Say] = (),
              by_child: bool = False) -> list[Person]:  # fmt: skip
    """To the phones of the child's teachers, in office hours; the console has it at once. Who they are.

    A colleague who has the thread in hand hears it too, once.

    `after` them, sentences of ours. In another `frame` with `more` in it, and the words of another content, where
    it is `about` those.
    """
    child = writer.lane.child
    rooms, teachers = teaching.of_child(desk.db, child.id, desk.now)
    hearers = [*teachers, *_has_it_in_hand(desk, writer, teachers)]
    phones = people.contacts_of(desk.db, [it.id for it in hearers])
    at = due_or_ask_again(desk.school, STAFF, desk.school.calendar.zone, desk.now)
    # English too: the console shows it beside the original, whoever looks.
    translating.want(desk, content_id, {"en", *(it.language for it in hearers)}, [writer.lane.household_id],
                     family=False)  # fmt: skip
    filling = {
        "writer": writer.person.name, "relation": writer.relation, "child": child.name,
        "rooms": {"names": [room.name for room in rooms]},
    }  # fmt: skip
    for teacher in hearers:
        contact = next((it for it in phones.get(teacher.id, []) if it.channel == "telegram"), None)
        if contact is None or contact.state != State.ACTIVE:
            continue
        parts = (
            _framed(OF_CHILD if by_child else TO_TEACHER, filling, sights)
            if frame is None
            else [Say(frame, {**filling, **(more or {})})]
        )
        _put(desk, message_id, contact, teacher.id, Gate.STAFF, STAFF, at, [*parts, *after],
             [(child.id, writer.lane.household_id)], about or content_id)  # fmt: skip
    return teachers


def _has_it_in_hand(desk: Desk, writer: Member, teachers: Sequence[Person]) -> list[Person]:
    """Nobody, where they teach the child themselves; whether they still may see it is judged at the call."""
    theirs = handovers.who_has(desk.db, writer.lane.thread_id)
    if theirs is None or theirs in {it.id for it in teachers}:
        return []
    return [people.person_by_id(desk.db, theirs)]


def to_home(desk: Desk, message_id: int, content_id: int, writer: Member, from_contact: Contact,
            hearers: Sequence[Member], sights: Sequence[Sight] = (), *,
            by_child: bool = False) -> list[Member]:  # fmt: skip
    """To these others of the lane, who may hear it (see ears), each at their own decent hour; whom it can reach."""
    filling = {"writer": writer.person.name, "child": writer.lane.child.name}
    return _to_members(desk, message_id, content_id, writer, hearers, from_contact.id, WORDS,
                       _framed(OF_CHILD if by_child else TO_HOME, filling, sights))  # fmt: skip


def from_teacher(desk: Desk, message_id: int, teacher: str, hearer: Member, reach: str,
                 quote: Quote | None = None, frame: str | None = None,
                 wrote_on: int | None = None) -> bool:  # fmt: skip
    """A teacher's words to one member of a lane; whether they have a phone that it can reach.

    `wrote_on`: it answers their own words, which came from this phone.
    """
    filling = {"teacher": teacher, "school": desk.school.name, "child": hearer.lane.child.name}
    shown = quoting.on(desk, quote, hearer, wrote_on)
    part = quoting.framed(shown, frame or FROM_TEACHER, frame or FROM_TEACHER_QUOTING, filling)
    said = messages.one(desk.db, message_id)
    return bool(_to_members(desk, message_id, said["content_id"], hearer, [hearer], said["contact_id"], reach,
                            [part], shown.external_id, answers=wrote_on))  # fmt: skip


def _to_members(desk: Desk, message_id: int, content_id: int, about: Member, hearers: Sequence[Member],
                wrote_on: int | None, reach: str, parts: Sequence[Say],
                quotes: str | None = None, answers: int | None = None) -> list[Member]:  # fmt: skip
    """`wrote_on`: the phone that it was written on, which has it. `answers`: the one that they are answered on."""
    reached = []
    phones = people.contacts_of(desk.db, [it.person.id for it in hearers])
    translating.want(desk, content_id, {it.person.language for it in hearers}, [about.lane.household_id])
    for member in hearers:
        contact = quoting.phone_for(phones.get(member.person.id, []), answers)
        if contact is None or contact.id == wrote_on:
            continue
        at = due_or_ask_again(desk.school, reach, contact.zone, desk.now)
        _put(desk, message_id, contact, member.person.id, Gate.LANE, reach, at, parts,
             [(about.lane.child.id, about.lane.household_id)], content_id, quotes)  # fmt: skip
        reached.append(member)
    return reached


def _put(desk: Desk, message_id: int, contact: Contact, person_id: int, gate: Gate, reach: str, at: datetime,
         parts: Sequence[Say], pairs: Sequence[tuple[int, int]], content_id: int,
         quotes: str | None = None) -> None:  # fmt: skip
    outbox.put(
        desk.db,
        desk.school.id,
        Letter(contact, gate, Turn.WORDS, reach, at, parts, person_id=person_id, message_id=message_id,
               content_id=content_id, lanes=pairs, quotes=quotes),
        desk.now,
    )  # fmt: skip


def _framed(frames: Mapping[str, str], filling: Mapping[str, Any], sights: Sequence[Sight]) -> list[Say]:
    """The words in their frame; what came with them is named, for those who cannot be shown it."""
    return [Say(frames[sights[0].kind if sights else WORDS], filling)]


TO_TEACHER = {
    # Translators: to a teacher on Telegram. {relation} is the school's own word, such as "mother".
    WORDS: _("{writer} ({relation} of {child}, {rooms}): {words}"),
    "photo": _("{writer} ({relation} of {child}, {rooms}) sent a photo. {words}"),
    "voice": _("{writer} ({relation} of {child}, {rooms}) sent a voice note. {words}"),
    "document": _("{writer} ({relation} of {child}, {rooms}) sent a document. {words}"),
}
TO_HOME = {
    # Translators: to another member of the family.
    WORDS: _("{writer} about {child}: {words}"),
    "photo": _("{writer} sent a photo about {child}. {words}"),
    "voice": _("{writer} sent a voice note about {child}. {words}"),
    "document": _("{writer} sent a document about {child}. {words}"),
}
OF_CHILD = {
    # Translators: a child's own words, said on the phone of {writer}, the child's parent.
    WORDS: _("{child}, with {writer}'s phone: {words}"),
    "photo": _("{child}, with {writer}'s phone, sent a photo. {words}"),
    "voice": _("{child}, with {writer}'s phone, sent a voice note. {words}"),
    "document": _("{child}, with {writer}'s phone, sent a document. {words}"),
}
