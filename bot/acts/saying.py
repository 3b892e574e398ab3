"""Aho's own words to one phone: answers and questions. They are rows; the dispatcher sends them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.acts.desk import Desk
from bot.acts.timing import NOW, due_or_ask_again
from bot.model.chat import Option, Question, Say
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact
from bot.store import learners, outbox, prompts, questions, screen
from bot.store.outbox import Letter

HOUR = timedelta(hours=1)

#: Somebody waits for the answer to these: they must not be lost when something else is asked.
HOLDING_UP = ("let in", "letter let in", "which child", "which line", learners.READ)


def say(desk: Desk, contact: Contact, *parts: Say, gate: Gate = Gate.OWN, once: str | None = None,
        person_id: int | None = None, question_id: int | None = None, reach: str = NOW,
        tells: Mapping[str, Any] | None = None, lanes: Sequence[tuple[int, int]] = ()) -> int | None:  # fmt: skip
    """Puts our words on their way, at once unless `reach` says whose hours they keep.

    With `once`, the same key never says it twice to this phone. `tells`: who hears its reader's words (see ears),
    remembered when this has been sent. `lanes`: the (child, home) pairs that {children} names; words that wait for
    the morning name only those that their reader still belongs to then.
    """
    at = due_or_ask_again(desk.school, reach, contact.zone, desk.now)
    letter = Letter(
        contact, gate, Turn.ANSWER, reach, at, parts, person_id=person_id, question_id=question_id,
        once=once, tells=tells, lanes=lanes,
    )  # fmt: skip
    return outbox.put(desk.db, desk.school.id, letter, desk.now)


def ask(desk: Desk, contact: Contact, kind: str, *parts: Say, options: Sequence[Option] = (),
        about: Mapping[str, Any] | None = None, lasts: timedelta = HOUR, person_id: int | None = None,
        gate: Gate = Gate.OWN, reach: str = NOW, tells: Mapping[str, Any] | None = None,
        beside: bool = False, lanes: Sequence[tuple[int, int]] = ()) -> int:  # fmt: skip
    """Asks on a phone and waits for the answer. Without options the answer is free words.

    `beside`: an earlier question of this kind stays open too (see `ask_again`).
    """
    opened = questions.ask(
        desk.db,
        desk.school.id,
        contact.id,
        kind,
        about or {},
        options,
        desk.now,
        desk.now + lasts,
        beside=beside,
    )
    say(desk, contact, *parts, gate=gate, person_id=person_id, question_id=opened, reach=reach, tells=tells,
        lanes=lanes)  # fmt: skip
    return opened


def waits(desk: Desk, contact: Contact, person_id: int | None) -> Question | None:
    """A question on this phone that holds somebody up. By SMS only: on Telegram its buttons go on working.

    On a shared phone, not what another of its people was asked: it may name their children.
    """
    if contact.channel != "sms":
        return None
    found = screen.at(desk.db, contact.id, desk.now).open(HOLDING_UP)
    mine = (
        it.question for it in found if it.question and it.question.about.get("whose", person_id) == person_id
    )
    return next(mine, None)


def ask_again(desk: Desk, contact: Contact, person_id: int | None) -> None:
    """Asks once more what holds somebody up, where something else has come since: its numbers mean nothing there."""
    waiting, seen = waits(desk, contact, person_id), screen.at(desk.db, contact.id, desk.now)
    if waiting is not None and (seen.question != waiting or seen.overtaken(waiting)):
        repeat(desk, contact, waiting, person_id)


def repeat(desk: Desk, contact: Contact, question: Question, person_id: int | None) -> None:
    """The same question again, in the same words: it stands last on the screen now."""
    said = outbox.of_question(desk.db, question.id)
    parts = [Say(msgid, filling) for msgid, filling in said["parts"]] if said else []
    gate = Gate(said["gate"]) if said else Gate.OWN
    about = prompts.children_of_delivery(desk.db, [said["id"]]).get(said["id"], []) if said else []
    say(desk, contact, *parts, gate=gate, person_id=person_id, question_id=question.id, lanes=about)
