"""Somebody chooses one of a poll's answers: it is their answer, and it is counted. Who chooses again has changed it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.acts import writing
from bot.acts.desk import Desk
from bot.acts.placing import ANSWERING, Placed
from bot.languages import short_answers
from bot.languages.folding import fold
from bot.model.chat import CHOICE_BUTTON, Poll
from bot.model.heard import Incoming, Kind, Said
from bot.model.people import Contact, Member, Person
from bot.model.screen import Screen
from bot.store import outbox, polls, prompts

#: A button stays on the screen, and says what it stands for: it may be pressed for longer than words are guessed at.
BUTTONS_LAST = timedelta(days=60)
#: Letters: a choice has fewer, and whatever is longer need not be compared with any.
LONGEST = 60


def chosen(
    desk: Desk, contact: Contact, incoming: Incoming, when: Said, seen: Screen, language: str
) -> tuple[int, int] | None:
    """The delivery that is answered and the number of the choice; None where this is no choice.

    By a button of that very question; else by a number or a label, where the poll is what stood last.
    """
    if incoming.kind == Kind.TAP:
        return _by_button(desk, contact, incoming.tapped or "", when)
    if incoming.kind != Kind.TEXT or len(incoming.words) > LONGEST:
        return None
    asked = _asked(desk, contact, incoming, when, seen)
    if asked is None:
        return None
    prompt_id, delivery_id = asked
    poll = polls.one(desk.db, prompt_id)
    # A number may answer what we asked below the poll, however late; a label can only mean the poll.
    by_number = bool(incoming.quotes) or not seen.asked_above(delivery_id)
    number = _meant(poll, incoming.words, language, by_number) if poll else None
    return (delivery_id, number) if number else None


def vote(desk: Desk, contact: Contact, here: Collection[Person], person: Person, members: Sequence[Member],
         answered: tuple[int, int], inbox_id: int, when: Said) -> bool:  # fmt: skip
    """Keeps it as their answer about every child whom the question was about; False when none of them is theirs.

    `here`: everybody on this phone.
    """
    delivery_id, number = answered
    prompt_id = polls.of_delivery(desk.db, delivery_id)
    poll = polls.one(desk.db, prompt_id)
    homes = {
        home for _child, home in prompts.children_of_delivery(desk.db, [delivery_id]).get(delivery_id, [])
    }
    meant = tuple(it for it in members if it.lane.household_id in homes)
    if poll is None or not meant:
        return False
    words, language = poll.label(number, person.language)
    said = writing.Written(words, language, inbox_id=inbox_id, said_at=when.at, choice=number)
    writing.write(desk, contact, here, person, said, Placed(meant, prompt_id, fresh=True))
    return True


def _asked(
    desk: Desk, contact: Contact, incoming: Incoming, when: Said, seen: Screen
) -> tuple[int, int] | None:
    """The question that this is said under, and its delivery: what it quotes, or what stood last."""
    if incoming.quotes:
        quoted = outbox.quoted(desk.db, contact.id, incoming.quotes)
        return (quoted["prompt_id"], quoted["id"]) if quoted and quoted["prompt_id"] else None
    here = seen.prompt
    if here is None or here.prompt_id is None or here.at <= when.at - ANSWERING:
        return None  # a weekly text has no prompt of its own: its numbers are those of its lines
    return here.prompt_id, here.delivery_id


def _by_button(desk: Desk, contact: Contact, tapped: str, when: Said) -> tuple[int, int] | None:
    prompt_id, _, tail = tapped.removeprefix(CHOICE_BUTTON).partition(".")
    if not tapped.startswith(CHOICE_BUTTON) or not (prompt_id.isdecimal() and tail.isdecimal()):
        return None
    if len(prompt_id) > 15 or len(tail) > 2:
        return None  # more no database can count
    delivery_id = polls.delivered_to(desk.db, int(prompt_id), contact.id, when.at - BUTTONS_LAST)
    poll = polls.one(desk.db, int(prompt_id)) if delivery_id else None
    there = poll is not None and 1 <= int(tail) <= len(poll.choices)
    return (delivery_id, int(tail)) if delivery_id and there else None


def _meant(poll: Poll, words: str, language: str, by_number: bool) -> int | None:
    said = fold(words)
    for number, it in enumerate(poll.choices, 1):
        if said in map(fold, it.values()):
            return number
    return short_answers.choice(words, len(poll.choices), language) if by_number else None
