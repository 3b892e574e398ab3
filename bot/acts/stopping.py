"""Stop, start, pause, wrong number. These work at once, and belong to the phone that says them."""

from datetime import datetime, timedelta

from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.delivery import Gate
from bot.model.heard import Said
from bot.model.people import Contact, State
from bot.store import learners, outbox, people, records, suppressions

STOP, START = "stop", "start"
ASKED = "asked whether to stop"
ASKED_ONCE_IN = timedelta(days=1)
CAME_BACK = "texts to it came back; somebody has written from it since"
#: Two clocks: a START counts as the later word where it came so much later. In doubt STOP holds.
SURELY_LATER = timedelta(minutes=2)
FOR_GOOD = timedelta(days=365 * 50)


def stop(desk: Desk, contact: Contact, why: str, *, farewell: bool, said: Said | None = None) -> None:
    """Nothing more goes to this phone. `farewell`: one last word, unless the carrier, or we, have said it already.

    A STOP that we hear late undoes no START that was said after it.
    """
    late = said is not None and said.at < desk.now - SURELY_LATER
    if said is not None and late and _started_since(desk, contact, said):
        return
    first = _suppress(desk, contact, why)
    people.lose(desk.db, contact.id, State.STOPPED, why)
    when = {"at": said.at.isoformat(), "heard": said.inbox_id} if said else {}
    records.agree(desk.db, desk.school.id, STOP, desk.now, contact_id=contact.id, about={"why": why, **when})
    if farewell and first:
        say(desk, contact,
            # Translators: the last text after STOP. START is the word that brings the texts back.
            Say(_("You will get no more texts from {school}. Text START if you want them back."),
                {"school": desk.school.name}),
            gate=Gate.FAREWELL, person_id=_reader(desk, contact))  # fmt: skip


def _reader(desk: Desk, contact: Contact) -> int | None:
    """In whose language a last word is said: on a shared phone nobody knows."""
    holders = people.on_phone(desk.db, contact.id)
    return holders[0].id if len(holders) == 1 else None


def may_ask(desk: Desk, contact: Contact) -> bool:
    """Whether a phone may be asked if we shall stop: once a day, and not when it has stopped already."""
    asked_at = (
        datetime.fromisoformat(it["at"]) for it in records.agreed(desk.db, ASKED, contact_id=contact.id)
    )
    return contact.state != State.STOPPED and all(it <= desk.now - ASKED_ONCE_IN for it in asked_at)


def asked(desk: Desk, contact: Contact) -> None:
    about = {"at": desk.now.isoformat()}
    records.agree(desk.db, desk.school.id, ASKED, desk.now, contact_id=contact.id, about=about)


def stopped_since(desk: Desk, contact: Contact, said: Said) -> bool:
    """Whether this phone said STOP after that, though we may have heard it before: an older START undoes no STOP."""
    stops = (it for it in records.agreed(desk.db, STOP, contact_id=contact.id) if "at" in it)
    return any(Said(datetime.fromisoformat(it["at"]), it["heard"]) > said for it in stops)


def _started_since(desk: Desk, contact: Contact, said: Said) -> bool:
    starts = (it for it in records.agreed(desk.db, START, contact_id=contact.id) if "at" in it)
    # One of the future was said by a clock that ran ahead.
    at = (datetime.fromisoformat(it["at"]) for it in starts)
    return any(said.at + SURELY_LATER < it <= desk.now for it in at)


def start(desk: Desk, contact: Contact, said: Said | None = None) -> None:
    """Takes a stop or a pause back. A number that is not theirs stays as it is: only the office mends that; one that
    may be somebody else's by now opens nothing before it has answered."""
    suppressions.lift(
        desk.db, desk.school.id, contact.sender_id, contact.address, "they said START", desk.now
    )
    if contact.state == State.QUARANTINED:
        return
    _opened(desk, contact)
    when = {"at": said.at.isoformat()} if said else {}
    records.agree(desk.db, desk.school.id, START, desk.now, contact_id=contact.id, about=when)
    for person in people.on_phone(desk.db, contact.id):
        people.change_person(desk.db, person.id, paused_until=None)
        for other in people.contacts_of(desk.db, [person.id]).get(person.id, []):
            if other.id != contact.id and other.state == State.STOPPED:
                # That stop holds, but it holds up this phone no longer (see people.reachable).
                people.change_contact(
                    desk.db, other.id, state=State.GONE, why="said STOP here, START on another phone"
                )


def left(desk: Desk, contact: Contact, why: str) -> None:
    """They closed the door at the carrier. What waits is dropped; there is nobody to say goodbye to."""
    outbox.cancel_waiting(desk.db, contact.id, why, desk.now)
    people.lose(desk.db, contact.id, State.GONE, why)


def came_back(desk: Desk, contact: Contact) -> Contact:
    """They opened the door again, or wrote; a STOP that they said in words still holds. The contact as it is then.

    Behind a number that had nobody there may be somebody else today. A chat is always the same person's.
    """
    if (
        contact.state == State.GONE
        and suppressions.stopped(desk.db, contact.sender_id, contact.address) is None
    ):
        if contact.channel == "sms" and people.on_phone(desk.db, contact.id):
            people.change_contact(desk.db, contact.id, state=State.QUARANTINED, why=CAME_BACK)
        else:
            _opened(desk, contact)
    return people.contact_by_id(desk.db, contact.id)


def wrong(desk: Desk, contact: Contact) -> None:
    """This number belongs to somebody else, or to a child: it ends kindly, and the office is told."""
    first = _suppress(desk, contact, "wrong number")
    people.change_contact(desk.db, contact.id, state=State.WRONG, why="says this is the wrong number")
    if first:
        say(desk, contact,
            Say(_("Sorry to have bothered you. We have taken this number off our list. "
                  "You will not hear from us again.")),
            gate=Gate.FAREWELL)  # fmt: skip


def pause(desk: Desk, person_id: int, until: datetime | None) -> None:
    """No prompts, ideas or reminders until then; words from people still come."""
    people.change_person(desk.db, person_id, paused_until=until or desk.now + FOR_GOOD)


def _suppress(desk: Desk, contact: Contact, why: str) -> bool:
    """Drops what waits and lets nothing more through; False when it was so already: then nobody says goodbye again."""
    first = suppressions.stopped(desk.db, contact.sender_id, contact.address) is None
    if first:
        outbox.cancel_waiting(desk.db, contact.id, why, desk.now)
    suppressions.stop(desk.db, desk.school.id, contact.sender_id, contact.address, why, desk.now)
    if contact.turn_until is not None:
        learners.stop(desk.db, contact.id, desk.now)
    return first


def _opened(desk: Desk, contact: Contact) -> None:
    known = contact.notice_at is not None or people.on_phone(desk.db, contact.id)
    people.change_contact(desk.db, contact.id, state=State.ACTIVE if known else State.UNVERIFIED, why=None)
