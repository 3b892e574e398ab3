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
from handlers.whanau import digest, language, my_way, my_way_parts, new_phone, pass_phone, pause

KIND = "who writes"
REMEMBERED = timedelta(hours=1)
#: What only whoever was asked can answer: it is about their own pace, language or phone.
THEIRS_ALONE = frozenset((
    language.KIND, pause.KIND, digest.KIND, my_way.WORDS, my_way.KIND, my_way_parts.PART, new_phone.KIND,
    pass_phone.KIND,
))  # fmt: skip


def wants(heard: Heard, talk: Talk) -> bool:
    return len(talk.shared) > 1 and (talk.person is None or _answers_for_another(heard, talk))


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
    if talk.person is not None:  # whoever it is, it is not sure any more that it is they
        people.change_contact(talk.desk.db, talk.contact.id, speaker_id=None, speaker_until=None)
    # A number is the answer to what stood last when it was written, not to what we ask now.
    under = talk.question.id if talk.question and talk.question.kind != KIND else None
    items = [*waiting, replace(talk.taken_up, under=under)]
    if asked:
        talk.settle(asked)
    talk.ask(KIND, Say(_("More than one person uses this phone. What is your name?")),
             about={"items": [asdict(it) for it in items]})  # fmt: skip


def _answers_for_another(heard: Heard, talk: Talk) -> bool:
    """A number under a question that somebody else was asked: has the phone gone back to them? Asked once."""
    fresh = talk.taken_up.under is None
    asked = talk.question if heard.chosen is not None and fresh else None
    return asked is not None and asked.kind in THEIRS_ALONE and talk.is_anothers(asked)


def _named(words: str, shared: tuple[Person, ...]) -> Person | None:
    """The one person whose name this is: all of it, or its first word."""
    said = fold(words)
    whole = [it for it in shared if fold(it.name) == said]
    first = [it for it in shared if fold(it.name).split()[:1] == [said]]
    found = whole or first
    return found[0] if len(found) == 1 else None
