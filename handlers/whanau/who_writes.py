"""More than one person uses this phone: ask for a name, once, and remember it for an hour.

Nobody is named to a phone before it has said who holds it.
"""

from dataclasses import asdict, replace
from datetime import timedelta

from bot.acts import asking_which
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Person
from bot.store import people
from bot.talk import Heard, Talk

KIND = "who writes"
REMEMBERED = timedelta(hours=1)


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.person is None and len(talk.shared) > 1


def handle(heard: Heard, talk: Talk) -> None:
    # The words wait longer than the question, and whatever else was asked since then.
    asked = next(iter(asking_which.unanswered(talk.desk, talk.contact, KIND)), None)
    waiting = asking_which.still_waiting(talk.desk, asked)
    named = _named(heard.words, talk.shared) if asked else None
    if asked and named:
        talk.settle(asked)
        people.change_contact(
            talk.desk.db, talk.contact.id, speaker_id=named.id, speaker_until=talk.desk.now + REMEMBERED
        )
        talk.again.extend(waiting)
        return
    talk.show_office(heard, "waiting")
    # A number is the answer to what stood last when it was written, not to what we ask now.
    under = talk.question.id if talk.question and talk.question.kind != KIND else None
    items = [*waiting, replace(talk.taken_up, under=under)]
    if asked:
        talk.settle(asked)
    talk.ask(KIND, Say(_("More than one person uses this phone. What is your name?")),
             about={"items": [asdict(it) for it in items]})  # fmt: skip


def _named(words: str, shared: tuple[Person, ...]) -> Person | None:
    """The one person whose name this is: all of it, or its first word."""
    said = fold(words)
    whole = [it for it in shared if fold(it.name) == said]
    first = [it for it in shared if fold(it.name).split()[:1] == [said]]
    found = whole or first
    return found[0] if len(found) == 1 else None
