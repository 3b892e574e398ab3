"""A teacher replies to a family's message: it goes where that message came from, and to nobody else.

Nor does it ever become something else: whoever quotes what came to them as a teacher speaks as a teacher.
"""

from bot.acts import answering, threads
from bot.languages.words import _
from bot.model.chat import Wording
from bot.model.delivery import Gate
from bot.model.heard import SAID, Kind
from bot.store import outbox
from bot.talk import Heard, Talk

NOT_YOURS = _("You do not teach this child any more, so that this was not passed on. Please ask the office.")


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.incoming.kind in SAID and _quoted(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    message_id = _quoted(heard, talk)
    assert message_id is not None
    thread_id = threads.of_message(talk.desk, talk.roles, message_id)
    if thread_id is None:
        talk.answer(NOT_YOURS)
    elif heard.incoming.kind != Kind.TEXT:
        talk.answer(_("Sorry, from here only words can be passed on to a family. Nothing was sent."))
    else:
        send(heard.words, talk, thread_id, message_id, heard.inbox_id)


def send(words: str, talk: Talk, thread_id: int, answers_id: int, inbox_id: int) -> None:
    """Puts the answer on its way and says who will hear it."""
    assert talk.person is not None
    sent = answering.answer(
        talk.desk, talk.person, thread_id, [Wording(talk.person.language, words)], answers_id=answers_id,
        inbox_id=inbox_id, contact_id=talk.contact.id,
    )  # fmt: skip
    if sent is None:
        return
    hearers = [it.person.name for it in sent[1]]
    if hearers:
        talk.answer(_("Your answer goes to {hearers}."), hearers={"names": list(dict.fromkeys(hearers))})
    else:
        talk.answer(_("Kept in the thread. Nobody there can be reached by phone right now."))


def _quoted(heard: Heard, talk: Talk) -> int | None:
    """The family's message that this quotes, as it came to a teacher."""
    quotes = heard.incoming.quotes
    row = outbox.quoted(talk.desk.db, talk.contact.id, quotes) if quotes else None
    return row["message_id"] if row and row["gate"] == Gate.STAFF else None
