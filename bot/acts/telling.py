"""Who else at home will hear an answer: for many phones at once. Who was told already is not told again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts.desk import Desk
from bot.acts.ears import TOLD
from bot.languages.words import _
from bot.model.chat import Say
from bot.store import records

# Translators: once, when the reader's answer would also reach others at home.
WILL_SEE = _("If you answer, {others} will see it too.")


@dataclass(frozen=True)
class Untold:
    """What one phone has to be told: the others by name, and by lane and id as `ears.remember_told` keeps them."""

    names: tuple[str, ...]
    tells: Mapping[str, Sequence[int]]

    @property
    def words(self) -> Say:
        return Say(WILL_SEE, {"others": {"names": list(self.names)}})


def untold(desk: Desk, others: Iterable[Sequence[Any]]) -> dict[int, Untold]:
    """By contact; phones that have nothing to be told are left out. `others`: contact, home, person and name."""
    heard_by: dict[int, dict[str, dict[int, str]]] = {}
    for contact_id, home, person_id, name in others:
        heard_by.setdefault(contact_id, {}).setdefault(str(home), {})[person_id] = name
    known = records.agreed_of(desk.db, TOLD, heard_by) if heard_by else {}
    found = {phone: _new(homes, known.get(phone, ())) for phone, homes in heard_by.items()}
    return {phone: it for phone, it in found.items() if it is not None}


def _new(
    homes: Mapping[str, Mapping[int, str]], known: Sequence[Mapping[str, Sequence[int]]]
) -> Untold | None:
    """A home is told of as a whole, where anybody in it is new."""
    new = {home: others for home, others in homes.items() if not _knows(known, home).issuperset(others)}
    if not new:
        return None
    names = dict.fromkeys(name for others in new.values() for name in others.values())
    return Untold(tuple(names), {home: list(others) for home, others in new.items()})


def _knows(known: Sequence[Mapping[str, Sequence[int]]], home: str) -> set[int]:
    return {person_id for about in known for person_id in about.get(home, ())}
