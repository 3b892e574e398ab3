"""“This is Nana”: on a phone that several people use, the next ten minutes' words are hers."""

from dataclasses import replace
from datetime import timedelta

from bot.acts import asking_which
from bot.languages import speakers
from bot.languages.words import _
from bot.model.heard import Kind
from bot.model.people import Person
from bot.store import people
from bot.talk import Heard, Talk
from handlers.whanau import who_writes

TEN_MINUTES = timedelta(minutes=10)


def wants(heard: Heard, talk: Talk) -> bool:
    found = _named(heard, talk)
    return found is not None and (not found[1] or found[0] != talk.person)


def handle(heard: Heard, talk: Talk) -> None:
    found = _named(heard, talk)
    assert found is not None
    speaker, rest = found
    until = talk.desk.now + TEN_MINUTES
    people.change_contact(talk.desk.db, talk.contact.id, speaker_id=speaker.id, speaker_until=until)
    waiting = []
    for asked in asking_which.unanswered(talk.desk, talk.contact, who_writes.KIND)[:1]:
        waiting = asking_which.still_waiting(talk.desk, asked)
        talk.settle(asked)
    talk.again.extend(waiting)  # what had to wait until we knew who wrote it
    if waiting and not rest:
        return
    if rest:  # "This is Nana. We read a book": the words are taken up once more, as hers
        talk.again.append(replace(talk.taken_up, under=talk.question.id if talk.question else None))
        return
    theirs = replace(talk, person=speaker)  # said in their language, not in that of whoever had it before
    # Translators: on a phone that two people use, after one of them wrote "this is" and their name.
    theirs.answer(_("Kia ora {name}. For ten minutes, words from this phone are yours."), name=speaker.name)


def _named(heard: Heard, talk: Talk) -> tuple[Person, str] | None:
    if len(talk.shared) < 2 or heard.incoming.kind != Kind.TEXT:
        return None
    found = speakers.named(heard.words, [it.name for it in talk.shared])
    if found is None:
        return None
    return next(it for it in talk.shared if it.name == found[0]), found[1]
