"""Which child, and which home, somebody's words are about. Where two could be meant: ask, never guess."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.acts import asking_which, namesakes
from bot.acts.desk import Desk
from bot.languages import naming
from bot.model.chat import Ears
from bot.model.people import Contact, Member
from bot.model.screen import Screen
from bot.store import gathering, messages, outbox, prompts, questions
from bot.store.lanes import household_of_thread
from bot.store.rows import Row

REMEMBERED = timedelta(hours=1)
ANSWERING = timedelta(days=6)  #: three days to answer, and three more after the reminder
FRESH = timedelta(days=1)  #: later first words may be about anything: they are not passed on unasked


@dataclass(frozen=True)
class Placed:
    """Where the words go. `prompt_id`: they are this person's answer to it."""

    members: tuple[Member, ...]
    prompt_id: int | None = None
    fresh: bool = False  #: said while the prompt was surely still in mind
    private: bool = False  #: they answer what was for the writer and the school only


@dataclass(frozen=True)
class Doubt:
    """More than one child, or more than one home, could be meant."""

    members: tuple[Member, ...]


@dataclass(frozen=True)
class Several:
    """They follow a weekly text, whose questions they may answer, or not: it has to be asked. As deliveries."""

    deliveries: tuple[int, ...]


@dataclass(frozen=True)
class Nowhere:
    """What they mean is not theirs any more. Another child's thread would be a guess."""


@dataclass(frozen=True)
class Spoken:
    """How it was said: from which phone, by whom, when, under what screen, quoting what, about which homes."""

    contact: Contact
    person_id: int
    at: datetime
    screen: Screen
    quotes: str | None = None
    chosen: Collection[int] = ()  #: the homes that the writer has named since
    answers: int | None = None  #: which line of a weekly text they have named since, as its delivery; 0: none
    words: str = ""  #: they may name a child


def place(desk: Desk, spoken: Spoken, members: Sequence[Member]) -> Placed | Doubt | Several | Nowhere:
    """Reads, in this order: the child they named for it; what they quote; the prompt they answer; their only lane;
    the child's name in their words; what they told us just before."""
    quoted = outbox.quoted(desk.db, spoken.contact.id, spoken.quotes) if spoken.quotes else None
    if spoken.answers is not None:
        found: Placed | Several = _by_line(desk, spoken, members)
    else:
        one = (
            quoted if quoted and not gathering.is_digest(quoted) else None
        )  # of several lines a quotation names none
        found = _by_quote(desk, one, members) if one else _by_prompt(desk, spoken, members)
    if isinstance(found, Several):
        return found
    if spoken.chosen:
        return _named(found, _of_homes(members, spoken.chosen))
    if not found.members:
        return Nowhere()
    if len(members) > 1 and (named := naming.named(spoken.words, _children(members))):
        return _by_name(desk, spoken, found, members, named, sure=quoted is not None)
    if len(found.members) > 1 and (chosen := _remembered(desk, spoken, found.members)):
        return replace(found, members=tuple(chosen))
    return found if len(found.members) == 1 else Doubt(found.members)


def _by_name(desk: Desk, spoken: Spoken, found: Placed, members: Sequence[Member], named: naming.Named, *,
             sure: bool) -> Placed | Doubt:  # fmt: skip
    """`sure`: they quoted something, and the thread of that is theirs whomever else they speak of in it."""
    meant = tuple(it for it in members if it.lane.child.id in named.children)
    within = tuple(it for it in found.members if it in meant)
    if not named.addressed and namesakes.at_home(desk, meant, members):
        return found if len(found.members) == 1 else Doubt(found.members)
    if namesakes.at_school(desk, meant, members):  # a letter to the teacher begins with her name too
        others = tuple(it for it in meant if it not in found.members) if named.addressed else ()
        return found if len(found.members + others) == 1 else Doubt(found.members + others)
    if named.addressed:  # "Jack: he has nits", under a question about Ruby too
        return _one(desk, spoken, _named(found, within or meant))
    if len(found.members) == 1:
        # "She read with Jack" may be Ruby's answer, or Jack's news: nobody can know.
        return found if within or sure else Doubt(found.members + meant)
    return _one(desk, spoken, replace(found, members=within)) if within else Doubt(found.members + meant)


def _one(desk: Desk, spoken: Spoken, found: Placed | Nowhere) -> Placed | Doubt:
    """Where the name leaves one lane only; it counts as said for the hour that follows."""
    assert isinstance(found, Placed)
    if len(found.members) > 1:
        return Doubt(found.members)
    home = found.members[0].lane.household_id
    questions.settled(desk.db, desk.school.id, spoken.contact.id, asking_which.KIND,
                      {"whose": spoken.person_id, "items": [], "chosen": [home]}, desk.now)  # fmt: skip
    return found


def _children(members: Sequence[Member]) -> dict[int, str]:
    return {it.lane.child.id: it.lane.child.name for it in members}


def _named(found: Placed, named: Sequence[Member]) -> Placed | Nowhere:
    """No prompt weighs more than the name: it is answered only where it was about nobody else."""
    if not named:
        return Nowhere()
    if set(named) <= set(found.members):
        return replace(found, members=tuple(named))
    return Placed(tuple(named), private=found.private)


def _by_quote(desk: Desk, quoted: Row, members: Sequence[Member]) -> Placed:
    homes = _homes(desk, quoted["id"], quoted["message_id"])
    meant = _of_homes(members, homes) if homes else tuple(members)
    if quoted["prompt_id"] is not None:
        return Placed(meant, quoted["prompt_id"], fresh=True)
    # Quoting a thank-you or a teacher's private answer is no answer to a prompt: those words stay private.
    words = messages.one(desk.db, quoted["message_id"]) if quoted["message_id"] else None
    shared = quoted["question_id"] is not None or (words is not None and words["ears"] == Ears.HOUSEHOLD)
    return Placed(meant, private=not shared)


def _by_line(desk: Desk, spoken: Spoken, members: Sequence[Member]) -> Placed:
    """They have named the line of the weekly text that they answer: as sure as a quotation."""
    row = outbox.one(desk.db, spoken.answers) if spoken.answers else None
    if row is None or row["contact_id"] != spoken.contact.id:
        return Placed(tuple(members), private=spoken.screen.follows_private_words)
    return Placed(_of_homes(members, _homes(desk, row["id"])), row["prompt_id"], fresh=True)


def _by_prompt(desk: Desk, spoken: Spoken, members: Sequence[Member]) -> Placed | Several:
    asked = _asked(desk, spoken, members)
    if isinstance(asked, Several):
        return asked
    if asked is not None:
        homes = messages.homes_asked(desk.db, asked.delivery_id, asked.prompt_id, spoken.person_id)
        meant = _of_homes(members, homes)
        if meant and not any(homes[it.lane.household_id] for it in meant):
            return Placed(meant, asked.prompt_id, asked.fresh)
    return Placed(tuple(members), private=spoken.screen.follows_private_words)


@dataclass(frozen=True)
class _Asked:
    prompt_id: int
    delivery_id: int
    fresh: bool


def _asked(desk: Desk, spoken: Spoken, members: Sequence[Member]) -> _Asked | Several | None:
    since, here = spoken.at - ANSWERING, spoken.screen.prompt
    if here and here.at > since:
        fresh = here.at > spoken.at - FRESH
        if here.prompt_id is None:
            return _in_the_weekly_text(desk, spoken, members, here.delivery_id, fresh)
        return _Asked(here.prompt_id, here.delivery_id, fresh)
    if any(it.asks and it.at > since for it in spoken.screen.shown):
        return None  # somebody's words have come since: it may be those that they answer
    # One that they read on another phone of theirs is answered too, but not surely enough to pass it on at home.
    other = prompts.last_elsewhere(desk.db, spoken.contact.id, spoken.person_id, since, spoken.at)
    return _Asked(other["id"], other["delivery_id"], fresh=False) if other and other["id"] else None


def _in_the_weekly_text(desk: Desk, spoken: Spoken, members: Sequence[Member], digest_id: int,
                        fresh: bool) -> _Asked | Several | None:  # fmt: skip
    """Its only line; of more, nobody can know which one is answered. Nothing is asked where they have answered all."""
    lines = [it for it in gathering.inside(desk.db, [digest_id])[digest_id] if it["number"] is not None]
    if all(_is_answered(desk, spoken, members, it) for it in lines):
        return None
    if len(lines) == 1:
        return _Asked(lines[0]["prompt_id"], lines[0]["id"], fresh)
    return Several(tuple(it["id"] for it in lines)) if lines else None


def _is_answered(desk: Desk, spoken: Spoken, members: Sequence[Member], line: Row) -> bool:
    """By this speaker, or it is not theirs to answer."""
    homes = messages.homes_asked(desk.db, line["id"], line["prompt_id"], spoken.person_id)
    meant = _of_homes(members, homes)
    return not meant or any(homes[it.lane.household_id] for it in meant)


def _of_homes(members: Sequence[Member], homes: Collection[int]) -> tuple[Member, ...]:
    return tuple(it for it in members if it.lane.household_id in homes)


def _homes(desk: Desk, delivery_id: int, message_id: int | None = None) -> set[int]:
    homes = {home for _, home in prompts.children_of_delivery(desk.db, [delivery_id]).get(delivery_id, [])}
    if not homes and message_id is not None:
        homes = {household_of_thread(desk.db, messages.one(desk.db, message_id)["thread_id"])}
    return homes


def _remembered(desk: Desk, spoken: Spoken, members: Sequence[Member]) -> list[Member]:
    since = desk.now - REMEMBERED
    about = questions.last_answered(desk.db, spoken.contact.id, asking_which.KIND, spoken.person_id, since)
    chosen = set(about["chosen"]) if about else set()
    return [it for it in members if it.lane.household_id in chosen]
