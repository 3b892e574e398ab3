"""Aho's own words to one phone: answers and questions. They are rows; the dispatcher sends them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.acts.desk import Desk
from bot.acts.timing import NOW, due
from bot.model.chat import Option, Say
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact
from bot.store import outbox, questions
from bot.store.outbox import Letter

HOUR = timedelta(hours=1)


def say(desk: Desk, contact: Contact, *parts: Say, gate: Gate = Gate.OWN, once: str | None = None,
        person_id: int | None = None, question_id: int | None = None, reach: str = NOW,
        tells: Mapping[str, Any] | None = None) -> int | None:  # fmt: skip
    """Puts our words on their way, at once unless `reach` says whose hours they keep.

    With `once`, the same key never says it twice to this phone. `tells`: who hears its reader's words (see ears),
    remembered when this has been sent.
    """
    at = due(desk.school, reach, contact.zone, desk.now) or desk.now
    letter = Letter(
        contact, gate, Turn.ANSWER, reach, at, parts, person_id=person_id, question_id=question_id,
        once=once, tells=tells,
    )  # fmt: skip
    return outbox.put(desk.db, desk.school.id, letter, desk.now)


def ask(desk: Desk, contact: Contact, kind: str, *parts: Say, options: Sequence[Option] = (),
        about: Mapping[str, Any] | None = None, lasts: timedelta = HOUR, person_id: int | None = None,
        gate: Gate = Gate.OWN, reach: str = NOW, tells: Mapping[str, Any] | None = None,
        beside: bool = False) -> int:  # fmt: skip
    """Asks on a phone and waits for the answer. Without options the answer is free words.

    `beside`: an earlier question of this kind stays open too, to be asked again when this one has its answer.
    """
    opened = questions.ask(
        desk.db, desk.school.id, contact.id, kind, about or {}, options, desk.now, desk.now + lasts, beside=beside
    )
    say(desk, contact, *parts, gate=gate, person_id=person_id, question_id=opened, reach=reach, tells=tells)
    return opened


def ask_again(desk: Desk, contact: Contact, person_id: int | None) -> None:
    """A question that another one came after is asked once more: its numbers mean nothing until then."""
    waiting = questions.still_open(desk.db, contact.id, desk.now)
    said = outbox.of_question(desk.db, waiting.id) if waiting else None
    if waiting is None or said is None or questions.newest(desk.db, contact.id, desk.now) == waiting:
        return
    questions.close_one(desk.db, waiting.id, desk.now)
    parts = [Say(msgid, filling) for msgid, filling in said["parts"]]
    ask(desk, contact, waiting.kind, *parts, options=waiting.options, about=waiting.about,
        lasts=waiting.expires_at - desk.now, person_id=person_id, beside=True)  # fmt: skip
