"""Who else at home will hear an answer: for many phones at once. Who was told already is not told again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.acts.ears import TOLD
from bot.languages.words import _
from bot.model.chat import Say
from bot.store import audience, records
from bot.store.audience import Lines

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


def untold(desk: Desk, lines: Lines) -> dict[int, Untold]:
    """By contact, for the phones and homes of `lines`; phones that have nothing to be told are left out."""
    heard_by: dict[int, dict[int, dict[int, str]]] = {}
    for row in audience.others_at_home(desk.db, lines, desk.now):
        home = heard_by.setdefault(row["contact_id"], {}).setdefault(row["household_id"], {})
        home[row["person_id"]] = row["name"]
    known = records.agreed_of(desk.db, TOLD, heard_by)
    found = {phone: _new(homes, known.get(phone, [])) for phone, homes in heard_by.items()}
    return {phone: it for phone, it in found.items() if it is not None}


def _new(
    homes: Mapping[int, Mapping[int, str]], known: Sequence[Mapping[str, Sequence[int]]]
) -> Untold | None:
    told = {(home, it) for about in known for home, people in about.items() for it in people}
    new = {
        home: others
        for home, others in homes.items()
        if not told.issuperset((str(home), it) for it in others)
    }
    if not new:
        return None
    names = dict.fromkeys(name for others in new.values() for name in others.values())
    return Untold(tuple(names), {str(home): list(others) for home, others in new.items()})
