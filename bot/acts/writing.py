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
    share: bool = False
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
    whose = {
        it.lane.household_id: ears.choose(desk, contact, it.lane.household_id, kind, answers=fresh) for it in where
    }
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
        acknowledging.thank(desk, contact, writer, kind, where, prompt_id, set(whose.values()))
    return made


def _kind(written: Written, prompt_id: int | None) -> MessageKind:
    if written.share or written.sights:
        return MessageKind.SHARE
    return MessageKind.NOTE if prompt_id is None else MessageKind.REPLY
