"""Is this still the right phone? Asked without any child's name of a phone that was silent for 46 weeks, or that came
back after nobody was there; until its holder has said yes, or has brought a code, nothing else goes there.

A number is given to somebody else some months after its holder has left it: by then it may be anybody's.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from bot.acts import asking_which, elsewhere, saying, stopping
from bot.acts.desk import Desk
from bot.acts.greeting import A_YEAR, ASKED_AFTER
from bot.acts.timing import NOW
from bot.languages.words import _
from bot.model.chat import Option, Question, Say
from bot.model.delivery import Gate
from bot.model.heard import Again
from bot.model.people import Contact, Person, State
from bot.store import lanes, outbox, people, questions, records, silence, suppressions

KIND = "still yours"
YES, NO = "yes", "no"
WAITS = timedelta(days=42)  #: so long we wait for the answer of a phone that was only silent
NOT_AGAIN = timedelta(days=7)  #: so often the office may have it asked once more
LONG_AGO = "said STOP long ago, and START now: it may be somebody else's since"
DOUBTED = "somebody there wrote that we have the wrong number"
#: A phone that was out of reach for so long, and each of so many texts, may have no holder any more, or soon a new one.
AWAY_FOR, AWAY_TEXTS = timedelta(days=28), 5
AWAY = "no text has reached it for four weeks: it is off, or out of reach"
SILENT = "nobody has written from it for a year, nor answered when we asked"

# Translators: to a phone that may belong to somebody else by now. It must name nobody.
STILL_YOURS = _("{school}: is this still the right phone for our messages?")
OPTIONS = (Option(YES, Say(_("Yes"))), Option(NO, Say(_("No"))))


def ask(desk: Desk, contact: Contact, items: Sequence[Again] = (), *, reach: str = NOW) -> None:
    """`items`: what was said from there since; it is taken up once they have said yes."""
    saying.ask(
        desk, contact, KIND, Say(STILL_YOURS, {"school": desk.school.name}), options=OPTIONS,
        about={"items": [asdict(it) for it in items], "whose": None}, lasts=WAITS, reach=reach,
        gate=Gate.OWN if contact.state == State.ACTIVE else Gate.STRANGER,
    )  # fmt: skip


def may_be_anybodys(desk: Desk, contact: Contact) -> bool:
    """Whether a number has been off our list for so long that it may have been given to somebody else: nobody looks
    at a stopped phone from year to year. A chat is always the same person's."""
    if contact.channel != "sms" or contact.state not in (State.STOPPED, State.GONE):
        return False
    if not people.on_phone(desk.db, contact.id):
        return False
    since = suppressions.since(desk.db, contact.sender_id, contact.address)
    return since is None or since <= desk.now - A_YEAR


def ask_now(desk: Desk, contact_id: int) -> None:
    """As `ask`, of a phone as it is in the store by now."""
    ask(desk, people.contact_by_id(desk.db, contact_id))


def asked(desk: Desk, contact_id: int) -> Question | None:
    """What this phone was asked within the year, and has not answered."""
    return next(iter(questions.unanswered(desk.db, contact_id, KIND, desk.now - A_YEAR)), None)


def keep(desk: Desk, contact: Contact, it: Again) -> None:
    """Said from a phone in quarantine: it waits, where the office sees it, and the question stands last again."""
    before = asked(desk, contact.id)
    ask(desk, contact, [*asking_which.still_waiting(desk, before), it])


def yes(desk: Desk, contact: Contact, question: Question) -> list[Again]:
    """It is theirs: what they have said meanwhile is to be taken up now."""
    waiting = [replace(it, theirs=True) for it in asking_which.still_waiting(desk, question)]
    questions.answered(desk.db, question.id, {**question.about, "said": YES}, desk.now)
    stopped = suppressions.stopped(desk.db, contact.sender_id, contact.address)  # theirs, and a STOP holds
    state = State.ACTIVE if stopped is None else State.STOPPED
    people.change_contact(desk.db, contact.id, state=state, why=stopped, look_at=desk.now + ASKED_AFTER)
    records.agree(desk.db, desk.school.id, "phone is theirs", desk.now, contact_id=contact.id)
    return waiting


def no(desk: Desk, contact: Contact, question: Question) -> None:
    """As WRONG: it ends kindly, and the office is told."""
    questions.answered(desk.db, question.id, {**question.about, "said": NO}, desk.now)
    stopping.wrong(desk, contact)


def quarantine(desk: Desk, contact: Contact, why: str) -> None:
    """Nothing goes there; what waits goes to its reader's other phone, where they have allowed that."""
    along = outbox.waiting_for(desk.db, contact.id)
    outbox.cancel_waiting(desk.db, contact.id, why, desk.now)
    people.change_contact(desk.db, contact.id, state=State.QUARANTINED, why=why)
    elsewhere.take(desk, along)
    records.note(desk.db, desk.school.id, "phone in quarantine", desk.now, about={"contact": contact.id})


def away(desk: Desk, contact: Contact, error: str, went: datetime) -> None:
    """The carrier could not reach it with what `went` then. After weeks of that it is asked, each week until it is
    back; a word from there meanwhile shows that it is only now and then out of reach. A colleague's own phone stays."""
    if contact.state != State.ACTIVE:
        return
    texts, since = silence.missed(desk.db, contact.id, error, went)
    if texts < AWAY_TEXTS or since is None or since > desk.now - AWAY_FOR:
        return
    heard = silence.last_heard(desk.db, [contact.id]).get(contact.id)
    here = people.on_phone(desk.db, contact.id)
    if (heard is None or heard < desk.now - AWAY_FOR) and any(
        lanes.lanes_of(desk.db, it.id, desk.now) for it in here
    ):
        quarantine(desk, contact, AWAY)
        once_more(desk, people.contact_by_id(desk.db, contact.id))


def once_more(desk: Desk, contact: Contact) -> None:
    """Asked of a phone that cannot be reached, and looked at in a week: the question itself may not have reached it."""
    ask(desk, contact, asking_which.still_waiting(desk, asked(desk, contact.id)), reach="words")
    people.change_contact(desk.db, contact.id, look_at=desk.now + NOT_AGAIN)


def ask_again(desk: Desk, by: Person, contact: Contact) -> bool:
    """By the office. False where it is not in quarantine, or has been asked within the week."""
    before = asked(desk, contact.id)
    if contact.state != State.QUARANTINED or (before and before.asked_at > desk.now - NOT_AGAIN):
        return False
    ask(desk, contact, asking_which.still_waiting(desk, before), reach="words")
    records.note(desk.db, desk.school.id, "asked whose a phone is", desk.now, person_id=by.id,
                 about={"contact": contact.id})  # fmt: skip
    return True
