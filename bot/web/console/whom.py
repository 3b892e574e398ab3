"""For whom a message is, as the form brings it: rooms, one child, or children picked by hand, also as a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.languages.folding import fold
from bot.store import groups
from bot.store.console import scope
from bot.web.console.form import Form, number

MOST = 300  #: children picked by hand: more of them are rooms
NAME = 60  #: letters of a group's name

NOBODY = "Please choose a room or a child."
BOTH = "Please choose either rooms or single children: both together would be two messages."
TOO_MANY = f"{MOST} children are the most that can be picked by hand. Please choose their rooms."


@dataclass(frozen=True)
class Whom:
    to: str = ""  #: from the list: "room 3", "child 17" or "group 5"
    rooms: tuple[int, ...] = ()  #: ticked
    children: tuple[int, ...] = ()  #: ticked
    keep_as: str = ""  #: the name under which those are kept as a group; empty: they are not
    from_room: int | None = None  #: whose children are to be shown, so that they can be ticked

    @classmethod
    def of(cls, form: Form) -> "Whom":
        return cls(
            form.text("to"), tuple(form.numbers("room-")), tuple(form.numbers("child-")),
            form.text("keep-as").strip()[:NAME], form.number("from-room"),
        )  # fmt: skip

    def audience(self, desk: Desk, who: Viewer) -> dict[str, Any]:
        """As prompting.draft wants it. Raises ValueError with what to choose instead: what the viewer may not see
        is told as what is not there."""
        kind, _, rest = self.to.partition(" ")
        chosen = number(rest)
        rooms = _each([*self.rooms, *([chosen] if kind == "room" and chosen else [])])
        children = _each([*self.children, *([chosen] if kind == "child" and chosen else [])])
        if scope.among(desk.db, scope.rooms(who.sight), rooms) != set(rooms):
            raise ValueError(NOBODY)
        if scope.among(desk.db, scope.children(who.sight), children) != set(children):
            raise ValueError(NOBODY)
        if kind == "group" and chosen:
            kept = groups.children(desk.db, chosen, who.person.id)
            # Who has left the writer's rooms since has left the group too.
            children = _each([*children, *sorted(scope.among(desk.db, scope.children(who.sight), kept))])
        if rooms and children:
            raise ValueError(BOTH)
        if len(children) > MOST:
            raise ValueError(TOO_MANY)
        if rooms:
            return {"room_ids": rooms}
        if len(children) == 1:
            return {"child_id": children[0]}
        if not children:
            raise ValueError(NOBODY)
        return {"child_ids": children}

    def keep(self, desk: Desk, who: Viewer, audience: dict[str, Any]) -> None:
        """Keeps those children as a group, where a name was given."""
        if self.keep_as and (children := audience.get("child_ids")):
            groups.keep(desk.db, desk.school.id, who.person.id, self.keep_as, fold(self.keep_as), children)


def _each(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
