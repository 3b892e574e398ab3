"""Whoever answers a question is told once who else at home will see it: decided at the call, for a chunk of phones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from bot.acts import ears
from bot.acts.desk import Desk
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Scope
from bot.store import hearing, records
from bot.store.records import Agreed
from bot.store.rows import Row

# Translators: once, when the reader's answer would also reach others at home.
WILL_SEE = _("If you answer, {others} will see it too.")


class Other(NamedTuple):
    """Somebody of that home who is not at the phone."""

    name: str
    since: datetime


Homes = Mapping[int, Mapping[int, Other]]  #: by home and person


@dataclass(frozen=True)
class Untold:
    """What one phone has to be told, and what it will then have been told, as `ears.remember_told` keeps it."""

    words: Say
    tells: Mapping[str, Any]


@dataclass(frozen=True)
class Hearers:
    """Who else hears what some phones answer, and what these have been told of that."""

    others: Mapping[int, Homes]  #: by contact
    known: Mapping[int, Sequence[Agreed]]

    def untold(self, contact_id: int, homes: Iterable[int]) -> Untold | None:
        """None when there is nothing new. A home is told of as a whole, where anybody in it is new."""
        here, known = self.others.get(contact_id, {}), self.known.get(contact_id, ())
        new = {it: here[it] for it in homes if it in here and not _knows(known, it, here[it])}
        if not new:
            return None
        names = dict.fromkeys(it.name for others in new.values() for it in others.values())
        tells = {str(home): {str(it): str(Scope.EVERYTHING) for it in others} for home, others in new.items()}
        return Untold(Say(WILL_SEE, {"others": {"names": list(names)}}), tells)


NOBODY = Hearers({}, {})


def hearers(desk: Desk, found: Iterable[Row]) -> Hearers:
    """`found`: as bot.store.hearing finds them."""
    others: dict[int, dict[int, dict[int, Other]]] = {}
    for row in found:
        home = others.setdefault(row["contact_id"], {}).setdefault(row["household_id"], {})
        before = home.get(row["id"])  # of two places, the roll's and the family's, the first counts
        since = min(before.since, row["since"]) if before else row["since"]
        home[row["id"]] = Other(row["name"], since)
    return Hearers(others, records.agreed_of(desk.db, ears.TOLD, others)) if others else NOBODY


def hearers_of(desk: Desk, delivery_ids: Sequence[int]) -> Hearers:
    """For questions that are about to go out."""
    return hearers(desk, hearing.of_deliveries(desk.db, delivery_ids, desk.now)) if delivery_ids else NOBODY


def _knows(known: Sequence[Agreed], home: int, others: Mapping[int, Other]) -> bool:
    heard = ears.known_of(known, home, {person: it.since for person, it in others.items()})
    return all(heard.get(it) == Scope.EVERYTHING for it in others)
