"""Whoever answers a question is told once who else at home will see it: decided at the call, for a chunk of phones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.desk import Desk
from bot.acts.ears import TOLD
from bot.languages.words import _
from bot.model.chat import Say
from bot.store import hearing, records

# Translators: once, when the reader's answer would also reach others at home.
WILL_SEE = _("If you answer, {others} will see it too.")

Homes = Mapping[int, Mapping[int, str]]  #: by home: the ids and names of those who are not at the phone


@dataclass(frozen=True)
class Untold:
    """What one phone has to be told, and by home the ids as `ears.remember_told` keeps them."""

    words: Say
    tells: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Hearers:
    """Who else hears what some phones answer, and what these have been told of that."""

    others: Mapping[int, Homes]  #: by contact
    known: Mapping[int, Sequence[Mapping[str, Sequence[int]]]]

    def untold(self, contact_id: int, homes: Iterable[int]) -> Untold | None:
        """None when there is nothing new. A home is told of as a whole, where anybody in it is new."""
        here, known = self.others.get(contact_id, {}), self.known.get(contact_id, ())
        new = {
            home: here[home]
            for home in homes
            if home in here and not _knows(known, home) >= here[home].keys()
        }
        if not new:
            return None
        names = dict.fromkeys(name for others in new.values() for name in others.values())
        words = Say(WILL_SEE, {"others": {"names": list(names)}})
        return Untold(words, {str(home): list(others) for home, others in new.items()})


NOBODY = Hearers({}, {})


def hearers(desk: Desk, found: Iterable[Sequence[Any]]) -> Hearers:
    """`found`: contact, home, person and name, as bot.store.hearing finds them."""
    others: dict[int, dict[int, dict[int, str]]] = {}
    for contact_id, home, person_id, name in found:
        others.setdefault(contact_id, {}).setdefault(home, {})[person_id] = name
    return Hearers(others, records.agreed_of(desk.db, TOLD, others)) if others else NOBODY


def hearers_of(desk: Desk, delivery_ids: Sequence[int]) -> Hearers:
    """For questions that are about to go out."""
    return hearers(desk, hearing.of_deliveries(desk.db, delivery_ids, desk.now)) if delivery_ids else NOBODY


def _knows(known: Sequence[Mapping[str, Sequence[int]]], home: int) -> set[int]:
    return {person_id for about in known for person_id in about.get(str(home), ())}
