"""A child may be called as a grown-up is: their name in somebody's words says little then, and nothing is guessed.

Each word of a grown-up's name counts: "Nana Ruby" is no Ruby, and "Miss James" no James.
"""

from collections.abc import Iterable, Sequence

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.people import Member
from bot.store import lanes, staffing


def at_home(desk: Desk, meant: Sequence[Member], members: Sequence[Member]) -> bool:
    """ "Hemi picks him up" says nothing of young Hemi."""
    home = lanes.members(desk.db, [it.lane.household_id for it in members], desk.now)
    return _one_of(meant, (it.person.name for it in home))


def at_school(desk: Desk, meant: Sequence[Member], members: Sequence[Member]) -> bool:
    """ "Thanks Grace" may be said to Grace's teacher of that name, or to her brother's."""
    return _one_of(meant, staffing.names_around(desk.db, [it.lane.child.id for it in members], desk.now))


def _one_of(meant: Sequence[Member], names: Iterable[str]) -> bool:
    called = {word for name in names for word in fold(name).split()}
    return any(fold(it.lane.child.name).partition(" ")[0] in called for it in meant)
