"""An answer that quotes: on each phone as is natural there, and only what stands there already.

Whoever reads the quote wrote those words, or had them on this very phone. So a quote shows nobody anything new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Contact, Member
from bot.store import contents, inbox, messages, people, quotations
from bot.store.rows import Row

LONGEST = 40  #: characters of a quote


@dataclass(frozen=True)
class Quote:
    message_id: int
    by_sms: bool = False  #: in text messages too, where it costs


@dataclass(frozen=True)
class Shown:
    """How one phone shows it: as an answer to what stands there, or in a few words, or not at all."""

    external_id: str | None = None
    words: str = ""
    alone: bool = False  #: only while nobody else reads on that phone


NOT_AT_ALL = Shown()


def on(desk: Desk, quote: Quote | None, reader: Member, wrote_on: int | None = None) -> Shown:
    """For the phone that this reader's words go to. `wrote_on`: where they wrote what is answered."""
    if quote is None:
        return NOT_AT_ALL
    theirs = people.contacts_of(desk.db, [reader.person.id]).get(reader.person.id, [])
    phone = people.answered_on(theirs, wrote_on)
    if phone is None:
        return NOT_AT_ALL
    said = messages.one(desk.db, quote.message_id)
    stands, external_id = _stands(desk, said, reader, phone)
    elsewhere = said["author_id"] == reader.person.id and said["contact_id"] != phone.id
    if not stands or (phone.channel == "sms" and not quote.by_sms):
        return NOT_AT_ALL
    if phone.channel != "sms" and external_id:
        return Shown(external_id)
    wordings = contents.wordings(desk.db, [said["content_id"]])[said["content_id"]]
    best = contents.best(wordings, reader.person.language)
    return Shown(words=short(best.words), alone=elsewhere) if best else NOT_AT_ALL


def framed(shown: Shown, plain: str, quoting: str, filling: dict[str, str]) -> Say:
    if not shown.words:
        return Say(plain, filling)
    return Say(quoting, {**filling, "quote": shown.words, **({"alone": "yes"} if shown.alone else {})})


def for_one_alone(parts: Sequence[Say]) -> bool:
    """Whether they quote what nobody else on their reader's phone may read."""
    return any(it.filling.get("alone") for it in parts)


def bare(parts: Sequence[Say]) -> list[Say]:
    """Without what they quote: on another phone than they were made for it may never have stood."""
    return [_bare(it) for it in parts]


def _bare(it: Say) -> Say:
    if it.msgid != FROM_TEACHER_QUOTING:
        return it
    return Say(
        FROM_TEACHER, {name: value for name, value in it.filling.items() if name not in ("quote", "alone")}
    )


def short(words: str) -> str:
    """Their beginning, in one line: no word is cut in two where there are words."""
    line = " ".join(words.split())
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 3]
    whole = cut.rpartition(" ")[0]
    return f"{whole if len(whole) > LONGEST // 2 else cut}..."


def _stands(desk: Desk, said: Row, reader: Member, phone: Contact) -> tuple[bool, str | None]:
    """Whether the words are on this phone's screen already, and what the carrier calls them there."""
    if said["author_id"] == reader.person.id:
        if said["contact_id"] == phone.id and said["inbox_id"] is not None:
            return True, inbox.one(desk.db, said["inbox_id"])["heard"].get("quotable")
        # On another phone of theirs: their own words, but nobody else may read over their shoulder.
        return len(people.on_phone(desk.db, phone.id)) == 1, None
    there = quotations.where_it_stands(desk.db, said["id"], phone.id, reader.person.id)
    return there is not None, there["external_id"] if there else None


# Translators: a teacher's own words to a family.
FROM_TEACHER = _("{teacher}, {school}, about {child}: {words}")
# Translators: a teacher's own words to a family; {quote} is the beginning of what they answer.
FROM_TEACHER_QUOTING = _('{teacher}, {school}, about {child}. About "{quote}": {words}')
