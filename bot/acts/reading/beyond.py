"""Whom nothing reaches: now, and those whom nothing ever reached."""

from dataclasses import dataclass

from bot.acts import recipients
from bot.acts.desk import Desk
from bot.acts.reading.looks import About, Looks
from bot.acts.reading.never import NeverReached, never_reached
from bot.acts.reading.shown import REACHED, of_each, of_missed
from bot.acts.reading.viewer import Viewer
from bot.acts.recipients import Missed
from bot.model.chat import PromptKind
from bot.store.audience import of_children
from bot.store.console import people

#: Children of whom each phone is looked at while Today is read. For thousands of them the rest would have to wait.
MANY = 400


@dataclass(frozen=True)
class Unreached:
    name: str
    children: tuple[str, ...]
    why: str
    abouts: tuple[About, ...]  #: for the note of a look


@dataclass(frozen=True)
class Beyond:
    """Whom nothing reaches."""

    unreached: tuple[Unreached, ...]  #: now
    never: NeverReached

    @property
    def looks(self) -> Looks:
        return {REACHED: of_each((*self.unreached, *self.never.families))}


def many(desk: Desk, who: Viewer) -> bool:
    """Whether the viewer sees so many children that whom nothing reaches has a page of its own."""
    return people.more_than(desk.db, who.sight, MANY)


def beyond(desk: Desk, who: Viewer) -> Beyond:
    return Beyond(unreached(desk, people.of_today(desk.db, who.sight)), never_reached(desk, who))


def unreached(desk: Desk, child_ids: set[int]) -> tuple[Unreached, ...]:
    """Who in these children's homes cannot be reached now, and why; each person once."""
    missed = recipients.missed(desk, of_children(child_ids, PromptKind.PROMPT, desk.now))
    gathered: dict[tuple[int, str, str], list[Missed]] = {}
    for it in missed:
        gathered.setdefault((it.person.id, it.person.name, it.why), []).append(it)
    return tuple(
        Unreached(name, tuple(it.child for it in those), why, tuple(of_missed(those)))
        for (_id, name, why), those in gathered.items()
    )
