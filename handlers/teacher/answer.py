"""A teacher replies to a family's message: it goes where that message came from, and to nobody else."""

from bot.acts import answering, threads
from bot.languages.words import _
from bot.model.chat import Wording
from bot.model.delivery import Gate
from bot.model.heard import Kind
from bot.store import messages, outbox
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.incoming.kind == Kind.TEXT and quoted_message(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    message_id = quoted_message(heard, talk)
    assert message_id is not None
    send(heard.words, talk, messages.one(talk.desk.db, message_id)["thread_id"], message_id, heard.inbox_id)


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


def quoted_message(heard: Heard, talk: Talk) -> int | None:
    quotes = heard.incoming.quotes
    row = outbox.quoted(talk.desk.db, talk.contact.id, quotes) if quotes else None
    found: int | None = row["message_id"] if row and row["gate"] == Gate.STAFF else None
    if found is None or not threads.teaches(
        talk.desk, talk.roles, messages.one(talk.desk.db, found)["thread_id"]
    ):
        return None
    return found
