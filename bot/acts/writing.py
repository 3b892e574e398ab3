"""A family member's words: into the child's thread, to the teacher, and to whoever else may hear."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.acts import acknowledging, ears, matters, relaying
from bot.acts.acknowledging import Heard
from bot.acts.desk import Desk
from bot.acts.placing import Placed
from bot.model.chat import Ears, MessageKind, Say, Wording
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person
from bot.store import albums, contents, learners, mandates, media, messages


@dataclass(frozen=True)
class Written:
    """What somebody wrote, before it is known where it belongs."""

    words: str
    language: str
    sights: tuple[Sight, ...] = ()
    inbox_id: int | None = None
    said_at: datetime | None = None  #: None: now
    album: str = ""  #: it is one of several pictures sent together
    share: bool = False  #: they said so: by the word, the button, or as an answer to our asking
    thanks: bool = False  #: "ok", "ka pai", a thumb: kept, but it wakes nobody
    choice: int | None = None  #: of a poll: which of its labels
    matter: str | None = (
        None  #: of bot.acts.matters: for the school alone; its writer is told by whoever knows of what
    )
    says: Say | None = None  #: what a teacher reads after these words
    turn: int | None = None  #: a child said it, in this turn on the writer's phone (bot.acts.learners)
    anew: int | None = (
        None  #: a question of ours that named other hearers; this is no answer to it, and they are told
    )


def write(desk: Desk, contact: Contact, here: Collection[Person], writer: Person, written: Written,
          placed: Placed, at_home: Collection[Member] | None = None) -> list[int]:  # fmt: skip
    """Keeps the words in each of the lanes they are about, sends them on, and tells the writer once.

    `here`: everybody on the writer's phone. `at_home`: everybody in these lanes, where this turn has read who that is.
    """
    where = placed.members
    prompt_id = None if written.thanks else placed.prompt_id  # "ok" is kept, but it is no answer
    # An answer to a question about health or absences is for the school, as the question was for guardians.
    asked = mandates.matter_of(desk.db, prompt_id) if prompt_id is not None else None
    school_only = bool(written.matter) or asked is not None
    matter = written.matter or _matter(desk, written, asked)
    fresh = placed.fresh and not school_only
    kind = _kind(written, prompt_id)
    content_id = contents.keep(desk.db, desk.school.id, [Wording(written.language, written.words)])
    media.want(desk.db, desk.school.id, content_id, contact.channel, written.sights, desk.now)
    starts = (
        school_only or _starts(written, kind, placed) or _in_private_album(desk, contact, written, placed)
    )
    # One family member's word does not open to supporters what all the guardians have to agree on.
    homes = [it.lane.household_id for it in where]
    hearers = ears.others_in(desk, homes, here, kind, private=matter is not None, at_home=at_home)
    whose = {it: ears.choose(desk, contact, it, those, kind, answers=fresh) for it, those in hearers.items()}
    if starts or Ears.WRITER in whose.values():  # what goes to two homes at once keeps to the quieter of them
        whose = dict.fromkeys(whose, Ears.WRITER)
    made: list[int] = []
    reached: dict[int, list[Member]] = {}
    teachers: dict[int, list[Person]] = {}
    for member in where:
        message_id = messages.put(
            desk.db, desk.school.id, thread_id=member.lane.thread_id, author_id=writer.id,
            content_id=content_id, kind=kind, ears=whose[member.lane.household_id], said_at=written.said_at or desk.now,
            inbox_id=written.inbox_id, prompt_id=prompt_id, contact_id=contact.id, asides=written.thanks,
            choice=written.choice, matter=matter,
        )  # fmt: skip
        if message_id is None:
            continue
        made.append(message_id)
        if written.turn is not None and written.inbox_id is not None:
            learners.sent(desk.db, written.inbox_id, message_id)
        if not written.thanks:
            lane, sights, child = member.lane.household_id, written.sights, written.turn is not None
            after = [written.says] if written.says else ()
            teachers[lane] = relaying.to_school(
                desk, message_id, content_id, member, sights, after=after, by_child=child
            )
            if whose[lane] == Ears.HOUSEHOLD:
                reached[lane] = relaying.to_home(
                    desk, message_id, content_id, member, contact, hearers[lane], sights, by_child=child
                )
    if made and not written.thanks and not written.matter:
        wide = Ears.HOUSEHOLD in whose.values()
        heard = Heard(teachers, reached if wide else hearers, wide)
        acknowledging.thank(
            desk, contact, writer, kind, where, prompt_id, heard, starts=starts, turn=written.turn,
            anew=written.anew,
        )  # fmt: skip
    return made


def _matter(desk: Desk, written: Written, asked: str | None) -> str | None:
    """Which of bot.acts.matters they are about: by what they answer, or by their own words."""
    said = Wording(written.language, written.words)
    return matters.DELICATE if asked is not None else matters.of_family(desk.school, said)


def _starts(written: Written, kind: MessageKind, placed: Placed) -> bool:
    """Whether the family began this by itself: "please don't let his father pick him up" may stand under a photo,
    or be spoken. A photo without words is for the home, unless it answers private words; and so is whatever they
    called a share."""
    if written.share or placed.fresh:
        return False
    spoken = any(it.kind == "voice" for it in written.sights)
    return kind == MessageKind.NOTE or bool(written.sights and (written.words or spoken or placed.private))


def _in_private_album(desk: Desk, contact: Contact, written: Written, placed: Placed) -> bool:
    """Whether a picture is one of several, and not surely for the home: the words may stand under another of them,
    and may even come to us after it."""
    if not written.album or written.share or placed.fresh:
        return False
    return albums.ears(desk.db, contact.id, written.album, desk.now) != {Ears.HOUSEHOLD}


def _kind(written: Written, prompt_id: int | None) -> MessageKind:
    if written.share or written.sights:
        return MessageKind.SHARE
    return MessageKind.NOTE if prompt_id is None else MessageKind.REPLY
