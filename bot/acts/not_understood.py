"""ORIG and ?: a reader asks for the original, or says that they do not understand what came."""

from datetime import timedelta

from bot.acts import relaying
from bot.acts.desk import Desk
from bot.acts.rendering import says
from bot.acts.timing import NOW
from bot.languages.words import _
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact, Member, Person
from bot.store import contents, messages, moves, outbox, prompts, translations
from bot.store.outbox import Letter
from bot.store.rows import Row
from bot.translate import MACHINE

LATELY = timedelta(days=14)

# Translators: to a teacher. {language} is the language that the words were read in; {words} is what the teacher wrote.
DOES_NOT_UNDERSTAND = _(
    "{writer} ({relation} of {child}, {rooms}) does not understand this, read in {language}: {words}"
)


def translated(desk: Desk, contact: Contact) -> Row | None:
    """The last words that this phone was sent, where a machine had worded them."""
    row = last(desk, contact)
    if row is None:
        return None
    made = next((it for it in _wordings(desk, row) if it.language == row["words_in"]), None)
    return row if made and made.made_by == MACHINE else None


def last(desk: Desk, contact: Contact) -> Row | None:
    return translations.last_words(desk.db, contact.id, desk.now - LATELY)


def original(desk: Desk, contact: Contact, row: Row) -> None:
    """The same words as they were written, to the same reader; who has left that thread is not sent them.

    Nor is anybody, where the words have left it: they were another child's.
    """
    first = _wordings(desk, row)[0]
    pairs = prompts.children_of_delivery(desk.db, [row["id"]]).get(row["id"], [])
    stand = moves.homes_of(desk.db, row["content_id"]) if row["message_id"] else []
    if stand and not {home for _child, home in pairs}.intersection(stand):
        return
    letter = Letter(
        contact, Gate.OWN, Turn.ANSWER, NOW, desk.now, says(row["parts"]), content_id=row["content_id"],
        person_id=row["person_id"], language=first.language, once=f"original {row['id']}", lanes=pairs,
    )  # fmt: skip
    outbox.put(desk.db, desk.school.id, letter, desk.now)


def not_understood(desk: Desk, contact: Contact, reader: Person, row: Row, members: tuple[Member, ...],
                   inbox_id: int) -> bool:  # fmt: skip
    """Tells the teachers which words, and in which language; False when its reader is in none of its threads."""
    pairs = prompts.children_of_delivery(desk.db, [row["id"]]).get(row["id"], [])
    homes = {home for _child, home in pairs}
    member = next((it for it in members if it.lane.household_id in homes and it.person.id == reader.id), None)
    if member is None:
        return False
    kept = contents.keep(desk.db, desk.school.id, [Wording(reader.language, "?")])
    message_id = messages.put(
        desk.db, desk.school.id, thread_id=member.lane.thread_id, author_id=reader.id, content_id=kept,
        kind=MessageKind.NOTE, ears=Ears.WRITER, said_at=desk.now, inbox_id=inbox_id, contact_id=contact.id,
    )  # fmt: skip
    if message_id is not None:
        relaying.question_to_school(
            desk,
            message_id,
            member,
            DOES_NOT_UNDERSTAND,
            row["content_id"],
            row["words_in"] or reader.language,
        )
    return True


def _wordings(desk: Desk, row: Row) -> list[Wording]:
    return contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
