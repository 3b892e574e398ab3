"""Whom nothing reaches: now, and those whom nothing ever reached."""

from dataclasses import dataclass

from bot.acts import recipients
from bot.acts.desk import Desk
from bot.acts.reading.never import NeverReached, never_reached
from bot.acts.reading.viewer import Viewer
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


@dataclass(frozen=True)
class Beyond:
    """Whom nothing reaches."""

    unreached: tuple[Unreached, ...]  #: now
    never: NeverReached


def many(desk: Desk, who: Viewer) -> bool:
    """Whether the viewer sees so many children that whom nothing reaches has a page of its own."""
    return people.more_than(desk.db, who.sight, MANY)


def beyond(desk: Desk, who: Viewer) -> Beyond:
    return Beyond(unreached(desk, people.of_today(desk.db, who.sight)), never_reached(desk, who))


def unreached(desk: Desk, child_ids: set[int]) -> tuple[Unreached, ...]:
    """Who in these children's homes cannot be reached now, and why; each person once."""
    missed = recipients.missed(desk, of_children(child_ids, PromptKind.PROMPT, desk.now))
    gathered: dict[tuple[int, str, str], list[str]] = {}
    for it in missed:
        gathered.setdefault((it.person.id, it.person.name, it.why), []).append(it.child)
    return tuple(Unreached(name, tuple(names), why) for (_id, name, why), names in gathered.items())
