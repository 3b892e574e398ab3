"""A teacher's words in a thread: to the writer, or to the home, as the words that they answer were."""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts import ears, matters, relaying, translating
from bot.acts.desk import Desk
from bot.acts.quoting import Quote
from bot.acts.timing import NOW
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.people import Member, Person
from bot.store import contents, lanes, mandates, messages, quotations, translations
from bot.store.rows import Row

SOON = timedelta(minutes=30)


def answer(desk: Desk, teacher: Person, thread_id: int, wordings: Sequence[Wording], *, answers_id: int | None = None,
           inbox_id: int | None = None, contact_id: int | None = None, delicate: bool = False,
           quote: Quote | None = None) -> tuple[int, list[Member]] | None:  # fmt: skip
    """Keeps an answer and sends it on: the message's id and whom it can reach; None when it was heard before.

    `delicate`: its writer wants no machine to word it.
    An answer to somebody's private words goes to them only. Without such words it goes to the whole home.
    """
    content_id = keep(desk, wordings, delicate)
    return send(desk, teacher, thread_id, content_id, answers_id=answers_id, inbox_id=inbox_id,
                contact_id=contact_id, quote=quote)  # fmt: skip


def keep(desk: Desk, wordings: Sequence[Wording], delicate: bool = False) -> int:
    """A teacher's words, before they are said to anybody: the content's id."""
    content_id = contents.keep(desk.db, desk.school.id, wordings)
    if delicate:
        translations.mark(desk.db, content_id, translating.DELICATE)
    return content_id


def send(desk: Desk, teacher: Person, thread_id: int, content_id: int, *, answers_id: int | None = None,
         inbox_id: int | None = None, contact_id: int | None = None, quote: Quote | None = None,
         frame: str | None = None) -> tuple[int, list[Member]] | None:  # fmt: skip
    """As `answer`, for words that have been kept."""
    lane_id = lanes.household_of_thread(desk.db, thread_id)
    answered = messages.one(desk.db, answers_id) if answers_id else None
    whose = Ears(answered["ears"]) if answered else Ears.HOUSEHOLD
    matter = _matter(desk, content_id)
    message_id = messages.put(
        desk.db, desk.school.id, thread_id=thread_id, author_id=teacher.id, content_id=content_id,
        kind=MessageKind.ANSWER, ears=whose, said_at=desk.now, inbox_id=inbox_id, answers_id=answers_id,
        contact_id=contact_id, matter=matter,
    )  # fmt: skip
    if message_id is None:
        return None
    if quote is not None:
        quotations.keep(desk.db, desk.school.id, message_id, quote.message_id, by_sms=quote.by_sms)
    writer_id = answered["author_id"] if answered else None
    hearers = _hearers(desk, lane_id, writer_id, whose, private=matter is not None)
    if answered is not None:
        hearers = of_what_is_answered(desk, hearers, answered)
    # Whoever just wrote is waiting for it; every other copy keeps its reader's hours.
    waiting = messages.spoke(desk.db, thread_id, desk.now - SOON)
    # A phone that two of them share has it once: at the hour and in the language of the one who waits for it.
    hearers.sort(key=lambda it: (it.person.id != writer_id, it.person.id not in waiting))
    return message_id, [
        it
        for it in hearers
        if relaying.from_teacher(
            desk,
            message_id,
            teacher.name,
            it,
            NOW if it.person.id in waiting else relaying.WORDS,
            quote,
            frame,
            answered["contact_id"] if answered and it.person.id == writer_id else None,
        )
    ]


def of_what_is_answered(desk: Desk, hearers: Sequence[Member], answered: Row) -> list[Member]:
    """Those of them who may hear an answer to these words: what answers words about health says something of it."""
    if answered["matter"] is None:
        return list(hearers)
    trusted = mandates.trusted(desk.db, {it.lane.household_id for it in hearers}, desk.now)
    return [it for it in hearers if it.membership_id in trusted or it.person.id == answered["author_id"]]


def _matter(desk: Desk, content_id: int) -> str | None:
    """What these words are about, where that is not for every ear."""
    delicate = content_id in translations.marked(desk.db, [content_id])
    return matters.matter_of(
        desk.school, contents.wordings(desk.db, [content_id])[content_id], delicate=delicate
    )


def _hearers(desk: Desk, lane_id: int, writer_id: int | None, whose: Ears, private: bool) -> list[Member]:
    home = lanes.members(desk.db, [lane_id], desk.now)
    if private:
        trusted = mandates.trusted(desk.db, [lane_id], desk.now)
        home = [it for it in home if it.membership_id in trusted]
    if whose == Ears.WRITER and writer_id is not None:
        return [it for it in home if it.person.id == writer_id]
    return [it for it in home if ears.hears(it.scope, MessageKind.ANSWER) or it.person.id == writer_id]
