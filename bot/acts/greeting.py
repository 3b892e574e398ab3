"""The first-contact notice: who writes, why, what it costs, how to stop. Nothing else goes before it.

The Privacy Act 2020, principle 3A, asks that a person whose number came from somebody else is told so. The
notice names no child: the number may have been typed wrongly, or belong to somebody else by now.
"""

from datetime import datetime, timedelta

from bot.acts import ears
from bot.acts.desk import Desk
from bot.acts.timing import NOW, due_or_ask_again
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact
from bot.model.school import School
from bot.store import outbox, people, questions, records
from bot.store.outbox import Letter

ENGLISH = "en"
A_YEAR = timedelta(days=365)  #: a number that was silent for so long may be somebody else's
#: Then it is asked whether it is still theirs: six weeks are left for the answer before the year is over.
ASKED_AFTER = timedelta(weeks=46)


def greet(desk: Desk, contact_id: int, language: str) -> None:
    """Puts the notice on its way in decent hours: in English and, where switched on, in `language`."""
    _give(desk, people.contact_by_id(desk.db, contact_id), language, "notice")


def greet_now(desk: Desk, contact: Contact, language: str) -> None:
    """They wrote first: the notice comes at once, before any answer."""
    if contact.notice_at is not None:
        return
    if outbox.waits(desk.db, contact.id, Gate.NOTICE):
        outbox.hasten(desk.db, contact.id, Gate.NOTICE, desk.now)
    else:
        outbox.forget_unsent(desk.db, contact.id, Gate.NOTICE)  # a STOP may have cancelled it before it went
        _give(desk, contact, language, NOW)


def greet_too(desk: Desk, contact: Contact, language: str) -> None:
    """They brought a code, heard the notice in English, and have chosen their language since: it comes in that one too,
    once."""
    if language != ENGLISH and _can_greet(desk, language):
        _put(desk, contact, NOW, 1, language)


def forget(desk: Desk, contact_id: int) -> None:
    """The last person has left this phone. Whoever has it next was told nothing yet, and is asked nothing of what was
    asked here before."""
    people.change_contact(desk.db, contact_id, notice_at=None)
    outbox.forget_said(desk.db, contact_id, desk.now)
    questions.close_all(desk.db, contact_id, desk.now)
    ears.forget(desk, contact_id)


def given(desk: Desk, contact_id: int, at: datetime) -> None:
    """A text of the notice has come to its end: when none waits and one was sent, the phone is open to the rest."""
    if outbox.went(desk.db, contact_id, Gate.NOTICE) and not outbox.waits(desk.db, contact_id, Gate.NOTICE):
        people.change_contact(desk.db, contact_id, notice_at=at, look_at=at + ASKED_AFTER)
        records.agree(desk.db, desk.school.id, "notice given", at, contact_id=contact_id)


def notice(desk: Desk, channel: str) -> list[Say]:
    """The notice's sentences: short enough for two SMS segments in English."""
    school = desk.school
    cost = reply_cost(school)
    return [
        # Translators: the first text that a family gets. It must not name a child.
        Say(_("Kia ora from {school}. We have your number to talk with you about learning. Write back any time."),
            {"school": school.name}),
        *([cost] if channel == "sms" and cost else []),
        Say(_("Nobody reads this at night. Emergency: {emergency}. Office: {office}."),
            {"emergency": school.emergency_line, "office": school.office_number}),
        # The link is filled in at the call: the school's address may be set after its roll was brought in.
        # Translators: STOP and LANGUAGE are the words to text; use your language's own words from the registry.
        Say(_("Text STOP to end, LANGUAGE for your language. Privacy: {link}")),
    ]  # fmt: skip


def reply_cost(school: School) -> Say | None:
    """What a reply costs: "standard" and "free" are said in every language, anything else as the school wrote it."""
    known = {
        # Translators: in the first text to a family, by SMS. Keep it short.
        "standard": Say(_("A reply costs what any text costs you.")),
        "free": Say(_("Replies are free.")),
        "": None,
    }
    return known.get(school.reply_cost, Say("{cost}", {"cost": school.reply_cost}))


def _give(desk: Desk, contact: Contact, language: str, reach: str) -> None:
    both = [ENGLISH] + ([language] if _can_greet(desk, language) else [])
    for place, tag in enumerate(both):
        _put(desk, contact, reach, place, tag)


def _put(desk: Desk, contact: Contact, reach: str, place: int, language: str) -> None:
    at = due_or_ask_again(desk.school, reach, contact.zone, desk.now)
    letter = Letter(contact, Gate.NOTICE, Turn.NOTICE, reach, at, notice(desk, contact.channel), language=language,
                    once=f"notice {place}")  # fmt: skip
    outbox.put(desk.db, desk.school.id, letter, desk.now)


def _can_greet(desk: Desk, language: str) -> bool:
    """Whether the notice can be given in this language: switched on by the school, and worded."""
    if language == ENGLISH or language not in desk.school.languages:
        return False
    return all(desk.speech.has(language, it.msgid) for it in notice(desk, "sms") if it.msgid != "{cost}")
