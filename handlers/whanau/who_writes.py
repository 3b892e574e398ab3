"""More than one person uses this phone: ask for a name, once, and remember it for an hour.

Nobody is named to a phone before it has said who holds it.
"""

from datetime import timedelta

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
    asked = talk.asked(KIND)
    named = _named(heard.words, talk.shared) if asked else None
    if asked and named:
        talk.settle(asked)
        people.change_contact(
            talk.desk.db, talk.contact.id, speaker_id=named.id, speaker_until=talk.desk.now + REMEMBERED
        )
        talk.again.extend(asked.about["items"])
        return
    talk.show_office(heard, "waiting")
    items = [*(asked.about["items"] if asked else []), heard.inbox_id]
    if asked:
        talk.settle(asked)
    talk.ask(KIND, Say(_("More than one person uses this phone. What is your name?")), about={"items": items})


def _named(words: str, shared: tuple[Person, ...]) -> Person | None:
    """The one person whose name this is: all of it, or its first word."""
    said = fold(words)
    whole = [it for it in shared if fold(it.name) == said]
    first = [it for it in shared if fold(it.name).split()[:1] == [said]]
    found = whole or first
    return found[0] if len(found) == 1 else None
