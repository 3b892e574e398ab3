"""Keeps what was heard, finds who spoke, and gives it to the first handler that wants it. One transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import ModuleType

import structlog

from bot.acts import answered, greeting, saying, stopping
from bot.acts.desk import Desk
from bot.acts.rendering import label
from bot.acts.roll import phones
from bot.languages import keywords
from bot.languages.registry import ENGLISH, LANGUAGES
from bot.model.delivery import Gate
from bot.model.heard import Again, Incoming, Kind, Said, said
from bot.model.people import Contact, Person, State
from bot.store import inbox, lanes, media, people, schools, screen
from bot.store.engine import TransactionLost, savepoint
from bot.talk import Heard, Talk, hear

log = structlog.get_logger()

MOST_TRIES = 5
RETRY = timedelta(seconds=30)


@dataclass(frozen=True)
class Timetables:
    """The handlers, in the order in which they are asked. Handed in by main: no floor below knows them."""

    stranger: Sequence[ModuleType]
    whanau: Sequence[ModuleType]
    teacher: Sequence[ModuleType]
    teacher_and_whanau: Sequence[ModuleType]
    teacher_by_sms: Sequence[ModuleType]


@dataclass(frozen=True)
class Kept:
    """What became of one thing heard. `contact_id` when its phone has just said STOP: the answer waits."""

    inbox_id: int | None  #: None: heard before
    stopped: int | None = None


def receive(desk: Desk, timetables: Timetables, incoming: Incoming) -> Kept:
    """Keeps it once and acts upon it. What a handler cannot handle is kept all the same, and tried again."""
    incoming = _readable(incoming)
    contact = people.contact_on(desk.db, desk.school.id, incoming.channel, incoming.address)
    contact = contact or _met(desk, incoming)
    inbox_id = inbox.keep(
        desk.db,
        desk.school.id,
        contact.sender_id,
        contact.id,
        incoming.channel,
        incoming.key,
        inbox.written(incoming),
        desk.now,
    )
    if inbox_id is None:
        return Kept(None)
    if incoming.strange:
        media.leave(desk.db, [inbox_id], desk.now, "strange")
    when = said(incoming, inbox_id, desk.now)
    _try(desk, timetables, contact, when, 0, incoming)
    after = people.state(desk.db, contact.id)
    stopped = after in (State.STOPPED, State.WRONG) and contact.state != after
    return Kept(inbox_id, contact.id if stopped else None)


def _met(desk: Desk, incoming: Incoming) -> Contact:
    """The first that is heard from this address."""
    sender_id = schools.sender_on(desk.db, desk.school.id, incoming.channel)
    if sender_id is None:
        raise LookupError(f"the school has no sender on {incoming.channel}")
    return people.meet(
        desk.db, desk.school.id, sender_id, incoming.channel, incoming.address,
        State.GROUP if incoming.kind == Kind.GROUP else State.UNVERIFIED,
        phones.zone_of(incoming.address) or desk.school.calendar.zone, desk.now, incoming.name,
    )  # fmt: skip


def again(desk: Desk, timetables: Timetables, inbox_id: int) -> None:
    """Takes up what could not be handled before, unless somebody else has by now."""
    item = inbox.one(desk.db, inbox_id)
    incoming = inbox.read(item["heard"])
    people.contact_at(desk.db, item["sender_id"], incoming.address)  # its phone's next webhook waits its turn
    item = inbox.one(desk.db, inbox_id)
    if item["state"] == "troubled":
        contact = people.contact_by_id(desk.db, item["contact_id"])
        inbox.change(desk.db, inbox_id, state="done", why=None)
        _try(desk, timetables, contact, said(incoming, inbox_id, item["heard_at"]), item["tries"], incoming)


def _try(
    desk: Desk, timetables: Timetables, contact: Contact, when: Said, tries: int, incoming: Incoming
) -> None:
    inbox_id = when.inbox_id
    if inbox.earlier_trouble(desk.db, contact.id, inbox_id) and not _ends(desk, incoming):
        inbox.change(
            desk.db, inbox_id, state="troubled", again_at=desk.now + RETRY, why="waits for an earlier one"
        )
        return
    try:
        with savepoint(desk.db):
            _turn(desk, timetables, contact, when, incoming)
    except TransactionLost:
        # A full disk ends it unasked: nothing of it is kept, and the carrier is told so. Writing on would be
        # writing outside of any transaction.
        raise
    except Exception as error:
        tries = tries + 1
        # The kind of error only: its text can hold the family's words.
        log.error(
            "could not be handled", inbox=inbox_id, tries=tries, error=type(error).__name__, at=_where(error)
        )
        inbox.change(desk.db, inbox_id, tries=tries, why=type(error).__name__, again_at=desk.now + RETRY * tries,
                     state="aside" if tries >= MOST_TRIES else "troubled")  # fmt: skip


def _ends(desk: Desk, incoming: Incoming) -> bool:
    """A STOP must not wait behind what could not be handled."""
    if incoming.kind == Kind.TEXT:
        return keywords.match(incoming.words, ENGLISH, desk.school.languages) in ("STOP", "WRONG")
    return incoming.kind == Kind.LEFT


def _turn(
    desk: Desk, timetables: Timetables, contact: Contact, when: Said, incoming: Incoming,
    known: Again | None = None,
) -> None:  # fmt: skip
    if contact.state == State.GONE and incoming.kind != Kind.LEFT:
        contact = stopping.came_back(desk, contact)  # whoever writes is there
    talk, heard = _talk(desk, contact, incoming, when, known)
    if talk.shared and contact.state == State.ACTIVE and incoming.kind not in (Kind.LEFT, Kind.CAME_BACK):
        greeting.greet_now(
            desk, contact, talk.language
        )  # they wrote first: nothing of ours goes before the notice
    for handler in _timetable(timetables, talk):
        if handler.wants(heard, talk):
            handler.handle(heard, talk)
            break
    for it in talk.again:
        kept = inbox.one(desk.db, it.inbox_id)
        inbox.change(desk.db, it.inbox_id, state="done")
        earlier = inbox.read(kept["heard"])
        when = said(earlier, it.inbox_id, kept["heard_at"])
        _turn(desk, timetables, people.contact_by_id(desk.db, kept["contact_id"]), when, earlier, it)
    if talk.settled or heard.passed_over:
        saying.ask_again(desk, contact, talk.person_id)


def _talk(
    desk: Desk, contact: Contact, incoming: Incoming, when: Said, known: Again | None
) -> tuple[Talk, Heard]:
    holders = tuple(people.on_phone(desk.db, contact.id)) if contact.state != State.WRONG else ()
    shared = () if contact.state == State.QUARANTINED else holders
    person = _speaker(desk, contact, shared)
    at_home = tuple(lanes.homes_of(desk.db, person.id, desk.now)) if person else ()
    members = tuple(it for it in at_home if person and it.person.id == person.id)
    roles = tuple(people.roles(desk.db, person.id, desk.now)) if person else ()
    seen = screen.at(desk.db, contact.id, when.at)
    question = answered.question(desk, contact, incoming, when, known, seen)
    language = person.language if person else contact.language or (holders[0].language if holders else "en")
    gate = Gate.OWN if contact.state == State.ACTIVE else Gate.STRANGER
    ear = answered.ear(seen, incoming, question, known, person)
    late = ear and person and answered.came_late(desk, contact, person, incoming, ear, when.inbox_id)
    talk = Talk(desk, contact, person, shared, members, at_home, roles, question, gate, seen,
                known or Again(when.inbox_id), None if late else ear, ear if late else None)  # fmt: skip
    overtaken = question is not None and incoming.quotes is None and seen.overtaken(question)
    heard = hear(incoming, when, language if language in LANGUAGES else "en", desk.school.languages, question,
                 stopped=contact.state == State.STOPPED, labels=_buttons(talk), overtaken=overtaken)  # fmt: skip
    return talk, heard


def _buttons(talk: Talk) -> list[str]:
    if talk.question is None or talk.contact.channel == "sms":
        return []
    return [label(talk.desk.speech, talk.language, it) for it in talk.question.options]


def _speaker(desk: Desk, contact: Contact, shared: Sequence[Person]) -> Person | None:
    if len(shared) == 1:
        return shared[0]
    known = people.speaker(desk.db, contact.id, desk.now)
    return next((it for it in shared if it.id == known), None)


def _timetable(timetables: Timetables, talk: Talk) -> Sequence[ModuleType]:
    at_home = bool(talk.members) or len(talk.shared) > 1
    if talk.roles and not talk.taken_up.own:
        if talk.contact.channel == "telegram":
            return timetables.teacher_and_whanau if at_home else timetables.teacher
        if not at_home:
            return timetables.teacher_by_sms
    return timetables.whanau if at_home else timetables.stranger


def _readable(incoming: Incoming) -> Incoming:
    """Without the few code points that no database keeps: NUL, and halves of characters."""
    texts = {name: value for name, value in vars(incoming).items() if type(value) is str}
    together = "".join(texts.values())
    if _whole(together) == together:  # as nearly everything that is heard: none is looked at by itself
        return incoming
    return replace(incoming, **{name: _whole(value) for name, value in texts.items()})  # type: ignore[arg-type]


def _whole(text: str) -> str:
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _where(error: BaseException) -> str:
    """File and line of a bug: code, never values."""
    step = error.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_name}:{step.tb_lineno}" if step else ""
