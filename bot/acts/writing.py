"""A family member's words: into the child's thread, to the teacher, and to whoever else may hear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts import acknowledging, ears, relaying
from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person
from bot.store import contents, media, messages


@dataclass(frozen=True)
class Written:
    """What somebody wrote, before it is known where it belongs."""

    words: str
    language: str
    sights: tuple[Sight, ...] = ()
    inbox_id: int | None = None
    said_at: datetime | None = None
    share: bool = False  #: they said so: by the word, the button, or as an answer to our asking
    thanks: bool = False  #: "ok", "ka pai", a thumb: kept, but it wakes nobody


def write(desk: Desk, contact: Contact, writer: Person, written: Written, where: Sequence[Member],
          prompt_id: int | None, *, fresh: bool = False) -> list[int]:  # fmt: skip
    """Keeps the words in each of the lanes they are about, sends them on, and tells the writer once.

    `fresh`: they answer the prompt while it is surely still in mind (see placing).
    """
    if written.thanks:
        prompt_id = None  # "ok" is kept, but it is no answer
    kind = _kind(written, prompt_id)
    content_id = contents.keep(desk.db, desk.school.id, [Wording(written.language, written.words)])
    media.want(desk.db, desk.school.id, content_id, contact.channel, written.sights, desk.now)
    starts = _starts(written, kind, fresh)
    whose = {
        it.lane.household_id: ears.choose(desk, contact, it.lane.household_id, kind, answers=fresh)
        for it in where
    }
    if starts or Ears.WRITER in whose.values():  # what goes to two homes at once keeps to the quieter of them
        whose = dict.fromkeys(whose, Ears.WRITER)
    made: list[int] = []
    for member in where:
        message_id = messages.put(
            desk.db, desk.school.id, thread_id=member.lane.thread_id, author_id=writer.id,
            content_id=content_id, kind=kind, ears=whose[member.lane.household_id], said_at=written.said_at or desk.now,
            inbox_id=written.inbox_id, prompt_id=prompt_id, contact_id=contact.id, asides=written.thanks,
        )  # fmt: skip
        if message_id is None:
            continue
        made.append(message_id)
        if not written.thanks:
            relaying.to_school(desk, message_id, member, written.sights)
            if whose[member.lane.household_id] == Ears.HOUSEHOLD:
                relaying.to_home(desk, message_id, member, contact, kind, written.sights)
    if made and not written.thanks:
        wide = Ears.HOUSEHOLD in whose.values()
        acknowledging.thank(desk, contact, writer, kind, where, prompt_id, wide=wide, starts=starts)
    return made


def _starts(written: Written, kind: MessageKind, fresh: bool) -> bool:
    """Whether the family began this by itself: "please don't let his father pick him up" may stand under a photo,
    or be spoken. A photo without words, and whatever they called a share, is for the home."""
    if written.share or fresh:
        return False
    spoken = any(it.kind == "voice" for it in written.sights)
    return kind == MessageKind.NOTE or bool(written.sights and (written.words or spoken))


def _kind(written: Written, prompt_id: int | None) -> MessageKind:
    if written.share or written.sights:
        return MessageKind.SHARE
    return MessageKind.NOTE if prompt_id is None else MessageKind.REPLY
